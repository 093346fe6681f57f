"""Background work on customers."""

from procrastinate import App

from visavis.kit.house import House


def register(app: App, house: House) -> None:
    """Teach the job runner what customers need done."""

    @app.periodic(cron="23 3 * * *")
    @app.task(name="customers.forget_passers_by")
    async def _forget_passers_by(timestamp: int) -> None:
        await forget_passers_by(house)


async def forget_passers_by(house: House) -> int:
    """Forget visits that ended, and anonymous visitors who never wrote; tell how many of those."""
    async with house.database.system() as session:
        now = session.clock()
        await session.execute("delete from used_claim where expires_at < %s", (now,))
        await session.execute("delete from visitor_session where expires_at < %s", (now,))
        gone = await session.tuples(
            """
            with silent as (
                select u.id from customer u
                where not exists (select from visitor_session s where s.customer_id = u.id)
                  and not exists (select from conversation c where c.customer_id = u.id)
                  and not exists (select from attachment f where f.customer_id = u.id)
                  and not exists (select from identity i where i.customer_id = u.id and i.kind <> 'visitor')
                limit 10000
            )
            delete from identity i using silent where i.customer_id = silent.id returning i.customer_id
            """
        )
        await session.execute(
            "delete from customer where id = any(%s)", ([customer_id for (customer_id,) in gone],)
        )
    return len(gone)
