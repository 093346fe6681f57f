"""After a restore from a dump, the event log speaks of transactions that this server never ran."""

from visavis.kit.database import Session


async def renumber(session: Session) -> bool:
    """Bring events from another server's future into the past, and tell whether there were any.

    Otherwise the dispatcher would wait for this server to reach their transaction numbers. The
    epoch changes with it, so that every client fetches a fresh snapshot.
    """
    foreign = await session.execute("update event set xid = '3'::xid8 where xid >= pg_current_xact_id()")
    if foreign:
        await session.execute(
            """
            update installation set forgotten_xid = 0,
                   epoch = substr(md5(random()::text || clock_timestamp()::text), 1, 8)
            """
        )
    return foreign > 0
