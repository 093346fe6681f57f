"""Background work on the event log."""

from datetime import timedelta

from procrastinate import App

from visavis.kit.house import House

# A client that was away for longer fetches a fresh snapshot.
KEPT = timedelta(days=3)


def register(app: App, house: House) -> None:
    """Teach the job runner what the event log needs done."""

    @app.periodic(cron="41 * * * *")
    @app.task(name="live.forget_events")
    async def _forget_events(timestamp: int) -> None:
        await forget_events(house)


async def forget_events(house: House) -> int:
    """Delete the events that everyone has heard or is past hearing, and tell how many."""
    async with house.database.system() as session:
        forgotten = await session.tuple(
            """
            with gone as (delete from event where at < %s returning xid),
                 known as (update installation set forgotten_xid = greatest(forgotten_xid,
                           coalesce((select max(xid::text::bigint) from gone), 0)))
            select count(*) from gone
            """,
            (session.clock() - KEPT,),
        )
    return forgotten[0] if forgotten else 0
