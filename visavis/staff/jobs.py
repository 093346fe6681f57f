"""Background work on the staff's sessions."""

from procrastinate import App

from visavis.kit.house import House


def register(app: App, house: House) -> None:
    """Teach the job runner what sessions need done."""

    @app.periodic(cron="5 4 * * *")
    @app.task(name="staff.forget_sessions")
    async def _forget_sessions(timestamp: int) -> None:
        await forget_sessions(house)


async def forget_sessions(house: House) -> int:
    """Delete the sessions that have expired, and tell how many."""
    async with house.database.system() as session:
        return await session.execute("delete from agent_session where expires_at < %s", (session.clock(),))
