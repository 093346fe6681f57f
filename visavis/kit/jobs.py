"""Background work: rows in the same database, enqueued in the same transaction as their cause."""

import asyncio
import logging
from datetime import datetime

from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import ConnectorException

from visavis.kit.database import Session

# A runner says so often that it lives, and is dead once it has not for so long (seconds).
BEAT = 5.0
DEAD = 30.0
log = logging.getLogger(__name__)

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


async def run(app: App) -> None:
    """Run the jobs of an open application until cancelled; what a runner that died had begun is begun again."""
    taking_up = asyncio.create_task(_take_up(app))
    try:
        await app.run_worker_async(
            install_signal_handlers=False,
            concurrency=4,
            update_heartbeat_interval=BEAT,
            stalled_worker_timeout=DEAD,
        )
    finally:
        taking_up.cancel()
        await asyncio.gather(taking_up, return_exceptions=True)


async def _take_up(app: App) -> None:
    while True:
        try:
            for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=DEAD):
                log.warning("jobs: %s was begun by a runner that died; it is begun again", job.task_name)
                await app.job_manager.retry_job(job)
        except ConnectorException as away:
            log.warning("jobs: what the dead left could not be looked at (%s)", away)
        await asyncio.sleep(BEAT)
