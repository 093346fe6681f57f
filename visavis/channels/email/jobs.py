"""Background work on mails: load, call an act."""

from uuid import UUID

from procrastinate import App, RetryStrategy

from visavis.channels.email.hooks.mailgun import WINDOW
from visavis.channels.email.keeping import PLACE
from visavis.channels.email.placing import place
from visavis.channels.email.reader import Reader
from visavis.kit.house import House

# A mail is placed or quarantined in the end; until then it has its job (seconds between tries).
AGAIN = 10


def register(app: App, house: House) -> None:
    """Teach the job runner to place mails."""
    reader = Reader()
    house.at_end.append(reader.close)

    @app.task(name=PLACE, retry=RetryStrategy(wait=AGAIN))
    async def _place(mail_id: str) -> None:
        await place(house, reader, UUID(mail_id))

    @app.periodic(cron="*/5 * * * *")
    @app.task(name="email.forget_tokens")
    async def _forget_tokens(timestamp: int) -> None:
        await forget_tokens(house)


async def forget_tokens(house: House) -> None:
    """Forget the tokens of providers' news that are too old to be brought again."""
    async with house.database.system() as session:
        await session.execute(
            "delete from mail_hook_token where seen_at < %s", (session.clock() - 2 * WINDOW,)
        )
