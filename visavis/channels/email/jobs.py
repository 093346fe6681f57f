"""Background work on mails: load, call an act."""

from datetime import timedelta
from uuid import UUID

from procrastinate import App

from visavis.channels.email.keeping import PLACE
from visavis.channels.email.placing import place
from visavis.channels.email.reader import Reader
from visavis.kit import jobs
from visavis.kit.house import House

# A mail that was kept and not placed after so long has lost its job.
LOST = timedelta(minutes=5)


def register(app: App, house: House) -> None:
    """Teach the job runner to place mails."""
    reader = Reader()
    house.at_end.append(reader.close)

    @app.task(name=PLACE, retry=10)
    async def _place(mail_id: str) -> None:
        await place(house, reader, UUID(mail_id))

    @app.periodic(cron="*/5 * * * *")
    @app.task(name="email.look_again")
    async def _look_again(timestamp: int) -> None:
        await look_again(house)


async def look_again(house: House) -> int:
    """Have what was kept and never placed be placed; tell how many."""
    async with house.database.system() as session:
        left = await session.tuples(
            "select id from mail_in where state = 'kept' and received_at < %s order by received_at limit 1000",
            (session.clock() - LOST,),
        )
        for (mail_id,) in left:
            await jobs.enqueue(session, PLACE, mail_id=str(mail_id))
    return len(left)
