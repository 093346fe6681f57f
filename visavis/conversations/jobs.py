"""Background work on conversations: load, call an act."""

from datetime import timedelta
from uuid import UUID

from procrastinate import App

from visavis.conversations.editing import FORGET_FILE
from visavis.conversations.resolving import WAKE, wake
from visavis.kit.house import House

# A file that no message carried after a day was never sent.
LOOSE_AFTER = timedelta(days=1)


def register(app: App, house: House) -> None:
    """Teach the job runner what conversations need done."""

    @app.task(name=WAKE, retry=10)
    async def _wake(conversation_id: str) -> None:
        async with house.database.system() as session:
            await wake(session, conversation_id=UUID(conversation_id))

    @app.task(name=FORGET_FILE, retry=10)
    async def _forget_file(key: str) -> None:
        await house.files.delete(key)

    @app.periodic(cron="17 * * * *")
    @app.task(name="conversations.sweep_files")
    async def _sweep_files(timestamp: int) -> None:
        await sweep_files(house)


async def sweep_files(house: House) -> int:
    """Delete the files that no message will carry any more, and tell how many."""
    async with house.database.system() as session:
        loose = await session.tuples(
            """
            delete from attachment f where f.message_id is null and f.created_at < %s and not exists (
                select from scheduled_message s
                where s.attachment_ids @> array[f.id] and s.state in ('waiting', 'held'))
            returning f.file_key
            """,
            (session.clock() - LOOSE_AFTER,),
        )
    for (key,) in loose:
        await house.files.delete(key)
    return len(loose)
