"""Tickets to the live socket: signed, short-lived, bound to the session that asked for them."""

import base64
import binascii
import struct
from datetime import datetime
from uuid import UUID

from visavis.kit.crypto import Keys
from visavis.staff.errors import BadTicket
from visavis.staff.models import AgentActor

LIFE = 30  # seconds
PURPOSE = "live ticket"
# agent, session (zeros: an API key's), when it dies (microseconds): with the signature, 72 bytes,
# so that base64 has no spare bits with which two texts would make one ticket.
BODY = struct.Struct(">16s16sQ")
NO_SESSION = UUID(int=0)


def make_ticket(keys: Keys, actor: AgentActor, now: datetime) -> str:
    """Make a ticket for this agent's live socket, good for 30 seconds."""
    session_id = actor.session_id or NO_SESSION
    body = BODY.pack(actor.id.bytes, session_id.bytes, _instant(now) + LIFE * 1_000_000)
    return base64.urlsafe_b64encode(body + keys.sign(PURPOSE, body)).decode()


def read_ticket(keys: Keys, ticket: str, now: datetime) -> tuple[UUID, UUID | None]:
    """Read whose agent and session a ticket is; raise `BadTicket`."""
    try:
        raw = base64.b64decode(ticket, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as bad:
        raise BadTicket from bad
    body, signature = raw[: BODY.size], raw[BODY.size :]
    if len(body) != BODY.size or not keys.verify(PURPOSE, body, signature):
        raise BadTicket
    agent, session, dies = BODY.unpack(body)
    if _instant(now) >= dies:
        raise BadTicket
    session_id = UUID(bytes=session)
    return UUID(bytes=agent), None if session_id == NO_SESSION else session_id


def _instant(now: datetime) -> int:
    return round(now.timestamp() * 1_000_000)
