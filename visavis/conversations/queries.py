"""Every question asked about conversations."""

from datetime import datetime, timedelta
from typing import Literal, LiteralString
from uuid import UUID

import msgspec

from visavis.conversations.access import visible
from visavis.conversations.models import Actor, Conversation, VisitorConversation
from visavis.conversations.rows import COLUMNS, FROM, TABLES, build_conversation
from visavis.customers import Visitor
from visavis.kit.database import Session
from visavis.staff import AgentActor

View = Literal["mine", "unassigned", "all"]
StatusFilter = Literal["open", "snoozed", "resolved", "any"]

VIEWS: dict[View, LiteralString] = {
    "mine": "and c.assignee_id = %(actor_id)s",
    "unassigned": "and c.assignee_id is null",
    "all": "",
}

# By how much those in a hurry go first, and those who only browse last: as long as the policy gives them.
HEAD_START = timedelta(seconds=30)
# Who was promised nothing is served by how long they have waited; a solution is due beside all that.
DUE: LiteralString = """
    least(coalesce(least(c.answer_by, c.call_by), c.waiting_since), c.resolve_by) - case u.service_mode
        when 'hurry' then %(head_start)s when 'browsing' then -%(head_start)s else interval '0' end
"""
WAITS: LiteralString = "(c.waiting_since is not null or c.call_by is not null or c.resolve_by is not null)"


class Place(msgspec.Struct, frozen=True):
    """Where a page of the inbox ended: among those who wait, or among the rest."""

    due: datetime | None
    updated_at: datetime
    id: UUID


def place_of(conversation: Conversation) -> Place:
    """Give the place of a conversation in the inbox's order."""
    due = conversation.due
    head_start = {"hurry": HEAD_START, "browsing": -HEAD_START}.get(
        conversation.customer.service_mode or "", timedelta()
    )
    return Place(due - head_start if due else None, conversation.updated_at, conversation.id)


async def inbox(
    session: Session,
    actor: AgentActor,
    *,
    view: View = "all",
    brand_id: UUID | None = None,
    status: StatusFilter = "open",
    words: str | None = None,
    after: Place | None = None,
    limit: int = 30,
) -> list[Conversation]:
    """List conversations: customers who wait first, what is due first before the rest, then the freshest."""
    condition, params = visible(actor)
    searched: LiteralString = (
        "and (u.name ilike %(words)s or u.email ilike %(words)s or c.last_message ->> 'body' ilike %(words)s)"
        if words
        else ""
    )
    status_filter: LiteralString = "" if status == "any" else "and c.status = %(status)s"
    brand_filter: LiteralString = "and c.brand_id = %(brand_id)s" if brand_id else ""
    where: LiteralString = f"{condition} {VIEWS[view]} {status_filter} {brand_filter} {searched}"
    params |= {
        "brand_id": brand_id,
        "status": status,
        "head_start": HEAD_START,
        "words": f"%{_literally(words)}%" if words else None,
        "after_due": after.due if after else None,
        "after_updated": after.updated_at if after else None,
        "after_id": after.id if after else None,
    }
    found: list[Conversation] = []
    if after is None or after.due is not None:
        further: LiteralString = f"and ({DUE}, c.id) > (%(after_due)s, %(after_id)s)" if after else ""
        found = await session.rows(
            build_conversation,
            f"""{FROM} where {where} and {WAITS} {further}
                order by {DUE}, c.id limit %(limit)s""",
            params | {"limit": limit},
        )
    if len(found) < limit:
        beyond = after is not None and after.due is None
        further = "and (c.updated_at, c.id) < (%(after_updated)s, %(after_id)s)" if beyond else ""
        found += await session.rows(
            build_conversation,
            f"""{FROM} where {where} and not {WAITS} {further}
                order by c.updated_at desc, c.id desc limit %(limit)s""",
            params | {"limit": limit - len(found)},
        )
    return found


class Counts(msgspec.Struct, kw_only=True):
    """How many open conversations stand in each view."""

    mine: int
    unassigned: int
    all: int
    brands: dict[UUID, int]


async def counts(session: Session, actor: AgentActor) -> Counts:
    """Count the open conversations that an agent sees, by view and by brand."""
    condition, params = visible(actor)
    rows = await session.tuples(
        f"""
        select c.brand_id, count(*), count(*) filter (where c.assignee_id = %(actor_id)s),
               count(*) filter (where c.assignee_id is null)
        from conversation c where c.status = 'open' and {condition} group by c.brand_id
        """,
        params,
    )
    return Counts(
        all=sum(row[1] for row in rows),
        mine=sum(row[2] for row in rows),
        unassigned=sum(row[3] for row in rows),
        brands={row[0]: row[1] for row in rows},
    )


async def of_customer(
    session: Session, actor: Actor, customer_id: UUID, *, limit: int = 50
) -> list[Conversation]:
    """List a customer's conversations that the actor may see, the freshest first."""
    condition, params = visible(actor)
    return await session.rows(
        build_conversation,
        f"select {COLUMNS} from {TABLES} where c.customer_id = %(customer_id)s and {condition}"
        " order by c.updated_at desc, c.id desc limit %(limit)s",
        params | {"customer_id": customer_id, "limit": limit},
    )


async def own(session: Session, visitor: Visitor) -> list[VisitorConversation]:
    """List a visitor's own conversations, the freshest first."""
    found = await of_customer(session, visitor, visitor.id)
    return [conversation.for_customer() for conversation in found]


def _literally(words: str) -> str:
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
