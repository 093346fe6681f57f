"""Background work: rows in the same database, enqueued in the same transaction as their cause."""

from datetime import datetime

from procrastinate import App, PsycopgConnector

from visavis.kit.database import Session

# Never opened: it only writes job rows on the connection of a session.
_enqueuer = App(connector=PsycopgConnector())


def jobs_app(url: str) -> App:
    """Make the application that runs jobs on this database."""
    return App(
        connector=PsycopgConnector(
            conninfo=url, kwargs={"options": "-c role=visavis_system"}, min_size=1, max_size=3
        )
    )


async def enqueue(session: Session, task: str, *, at: datetime | None = None, **arguments: str) -> None:
    """Enqueue a job that exists if, and only if, this session's transaction commits."""
    connection = await session.begin()
    await _enqueuer.configure_task(name=task, schedule_at=at, connection=connection).defer_async(**arguments)
