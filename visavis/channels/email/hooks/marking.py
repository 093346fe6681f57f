"""What a provider is asked to say back of a mail: where it gives mails a Message-ID of its own, ours."""

from email.message import EmailMessage

from visavis.channels.email.hooks.postmark import METADATA
from visavis.channels.email.models import Mailbox

POSTMARK = "postmarkapp.com"


def marked(mailbox: Mailbox, mail: EmailMessage) -> EmailMessage:
    """Mark a mail for who carries it, who takes the marks away."""
    host = mailbox.outgoing.host.lower().rstrip(".")
    if host == POSTMARK or host.endswith(f".{POSTMARK}"):
        mail["X-PM-KeepID"] = "true"
        mail[f"X-PM-Metadata-{METADATA}"] = mail["Message-ID"].strip("<> ")
    return mail
