"""Background work on mails: load, call an act."""

from uuid import UUID

from procrastinate import App, RetryStrategy

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
