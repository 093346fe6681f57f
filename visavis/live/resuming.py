"""A client that comes back says what it has heard, and is told exactly what it missed."""

from typing import LiteralString

from visavis.conversations import visible
from visavis.customers import Visitor
from visavis.kit.database import Database
from visavis.kit.dispatcher import COLUMNS, Cursor, Row
from visavis.kit.events import SAME
from visavis.live.registry import at_of, frame_of, hears, removed_of, sees
from visavis.staff import AgentActor

# More than this is cheaper to fetch afresh.
MOST = 1000

# Rights are those of now: what moved out of sight meanwhile is not told, only that it is gone.
AGENT: LiteralString = f"""
select {COLUMNS}, event.conversation_id is null or exists (
    select from conversation c where c.id = event.conversation_id and {{visible}}) as seen
from event
where (xid, position) > (%(xid)s::text::xid8, %(position)s)
  and (xid, position) <= (%(to_xid)s::text::xid8, %(to_position)s)
order by xid, position limit %(most)s
"""
VISITOR: LiteralString = f"""
select {COLUMNS} from event
where (xid, position) > (%(xid)s::text::xid8, %(position)s)
  and (xid, position) <= (%(to_xid)s::text::xid8, %(to_position)s)
  and customer_payload is not null
  and (customer_id = %(actor_id)s or customer_id is null and brand_id = %(brand_id)s)
order by xid, position limit %(most)s
"""
FORGOTTEN = "select epoch, forgotten_xid from installation"


def read_at(at: str, epoch: str) -> Cursor | None:
    """Read a place in the log; one that is not ours, or of another epoch, is nowhere."""
    ours, _, place = at.partition(".")
    parts = place.split(".")
    if ours != epoch or len(parts) != 2 or not all(p.isascii() and p.isdigit() for p in parts):
        return None
    xid, position = int(parts[0]), int(parts[1])
    return Cursor(xid, position) if max(xid, position) < 2**63 else None


async def missed(
    database: Database, actor: AgentActor | Visitor, *, since: Cursor, until: Cursor, epoch: str
) -> list[str] | None:
    """List the frames that an actor missed between two places; None when it is too many to tell."""
    params: dict[str, object] = {
        "xid": str(since.xid),
        "position": since.position,
        "to_xid": str(until.xid),
        "to_position": until.position,
        "most": MOST + 1,
    }
    async with database.session(actor.brand_ids) as session:
        kept = await session.tuple(FORGOTTEN)
        if kept is None or kept[0] != epoch or since.xid < kept[1]:
            return None
        if isinstance(actor, Visitor):
            found = await session.tuples(VISITOR, params | {"actor_id": actor.id, "brand_id": actor.brand_id})
        else:
            condition, rights = visible(actor)
            found = await session.tuples(AGENT.format(visible=condition), params | rights)
    if len(found) > MOST:
        return None
    width = len(Row._fields)
    frames: list[str] = []
    for values in found:
        row = Row._make(values[:width])
        at = at_of(epoch, row)
        if isinstance(actor, Visitor):
            same = row.customer_payload == SAME
            frames.append(frame_of(at, row, row.payload if same else row.customer_payload or "{}"))
        elif values[width] and hears(actor, row):
            frames.append(frame_of(at, row, row.payload))
        elif row.conversation_id and _had(actor, row):
            frames.append(removed_of(at, row))
    return frames


def _had(actor: AgentActor, row: Row) -> bool:
    return hears(actor, row) or (row.moved and sees(actor, row.left_team_id, row.left_agent_id))
