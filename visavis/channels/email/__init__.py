"""The email channel: everything that arrives is kept, everything that leaves is known."""

from visavis.channels.email.delivering import Postman
from visavis.channels.email.fetching import Fetcher
from visavis.channels.email.posting import EmailPost
from visavis.channels.email.routes import handlers
from visavis.conversations import alongside

__all__ = ["Fetcher", "Postman", "handlers", "keep_post"]


def keep_post() -> None:
    """Have what agents write in a mailbox's conversations go out by email."""
    alongside.when_posted(EmailPost())
