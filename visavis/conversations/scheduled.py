"""What an agent wrote and is not sent yet: what it is, and every question asked about it."""

from datetime import datetime
from typing import Any, Literal, LiteralString
from uuid import UUID

import msgspec

from visavis.conversations.errors import ScheduledNotFound
from visavis.conversations.models import Addressed, Attachment
from visavis.conversations.rows import FILES
from visavis.kit.database import Session


class Scheduled(msgspec.Struct, frozen=True, kw_only=True):
    """A message that is sent later: `undo` in some seconds, so that it can be taken back.

    `held` ones wait for their author to look at them again, `why` says what came between.
    """

    id: UUID
    conversation_id: UUID
    agent_id: UUID
    agent_name: str
    client_id: UUID
    body: str
    attachments: list[Attachment]
    addressed: Addressed | None
    send_at: datetime
    undo: bool
    state: Literal["waiting", "held", "sent", "cancelled"]
    why: str
    message_id: UUID | None


class Waiting(msgspec.Struct, frozen=True):
    """Something to be looked at: its time has come, or somebody wrote meanwhile."""

    id: UUID
    conversation_id: UUID
    agent_id: UUID
    automated: bool


COLUMNS: LiteralString = f"""
    s.id, s.conversation_id, s.agent_id, a.name as agent_name, s.client_id, s.body, s.addressed, s.send_at, s.undo,
    s.state, s.why, s.message_id,
    (select {FILES} from attachment f where f.id = any(s.attachment_ids)) as attachments
"""
FROM: LiteralString = f"select {COLUMNS} from scheduled_message s join agent a on a.id = s.agent_id"
# A word of the customer, or of another agent, that its author had not read.
OVERTAKEN: LiteralString = """
    (select m.author_kind from message m
     where m.conversation_id = s.conversation_id and m.seq > s.after_seq and m.kind = 'message' and not m.automated
       and (m.author_kind = 'customer' or m.author_kind = 'agent' and m.author_id <> s.agent_id)
       and not s.undo
     order by m.seq limit 1)
"""
DUE: LiteralString = f"""
select s.id, s.conversation_id, s.agent_id, s.automated from scheduled_message s
where s.state = 'waiting' and (s.send_at <= %s or {OVERTAKEN} is not null) order by s.send_at limit 50
"""


def build(
    *, attachments: list[dict[str, Any]] | None, addressed: dict[str, Any] | None, **columns: Any
) -> Scheduled:
    """Build it from the columns of `FROM`."""
    return Scheduled(
        attachments=msgspec.convert(attachments or [], list[Attachment]),
        addressed=msgspec.convert(addressed, Addressed | None),
        **columns,
    )


async def find(session: Session, scheduled_id: UUID) -> Scheduled:
    """Give what is to be sent later, or was; raise `ScheduledNotFound`."""
    found = await session.row(build, f"{FROM} where s.id = %s", (scheduled_id,))
    if found is None:
        raise ScheduledNotFound
    return found


async def by_client_id(session: Session, conversation_id: UUID, client_id: UUID) -> Scheduled | None:
    """Find it by the name that its author's client gave it."""
    return await session.row(
        build, f"{FROM} where s.conversation_id = %s and s.client_id = %s", (conversation_id, client_id)
    )


async def of_conversation(session: Session, conversation_id: UUID) -> list[Scheduled]:
    """List what is still to be sent in a conversation, the next first."""
    return await session.rows(
        build,
        f"{FROM} where s.conversation_id = %s and s.state in ('waiting', 'held') order by s.send_at, s.id",
        (conversation_id,),
    )


async def overtaken_by(session: Session, scheduled_id: UUID) -> str | None:
    """Tell who wrote meanwhile: the customer, or another agent."""
    found = await session.tuple(
        f"select {OVERTAKEN} from scheduled_message s where s.id = %s", (scheduled_id,)
    )
    return found[0] if found else None


async def due(session: Session) -> list[Waiting]:
    """List what is to be looked at now, in every brand that the session sees."""
    found = await session.tuples(DUE, (session.clock(),))
    return [Waiting(*columns) for columns in found]
