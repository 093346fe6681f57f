"""Background work on invitations."""

from procrastinate import App

from visavis.inviting.ending import end_ignored
from visavis.kit.house import House


def register(app: App, house: House) -> None:
    """Teach the job runner what invitations need done."""

    @app.periodic(cron="*/5 * * * *")
    @app.task(name="inviting.end_ignored")
    async def _end_ignored(timestamp: int) -> None:
        async with house.database.system() as session:
            await end_ignored(session)
