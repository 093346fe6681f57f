"""Whether a mail is from who it says: what its domain itself says of it (SPF, DKIM, DMARC)."""

from typing import Literal

from visavis.channels.email.models import Envelope
from visavis.channels.email.reading import Mail

# "proven": the domain vouches for it; "failed": the domain disowns it; "unknown": it says nothing.
Verdict = Literal["proven", "failed", "unknown"]


async def verify(raw: bytes, mail: Mail, envelope: Envelope) -> Verdict:
    """Ask the sender's domain."""
    return "unknown"
