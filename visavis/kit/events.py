"""What happened, told to whom it concerns: typed, stored with the act, delivered after commit."""

from typing import Any, ClassVar
from uuid import UUID

import msgspec

encode = msgspec.json.Encoder().encode

# Stands in `customer_payload` where the customer is told just what the agents are.
SAME = "="


class Audience(msgspec.Struct, frozen=True, kw_only=True):
    """Whom an event concerns, as things stood when it happened; without a customer, every visitor of the brand.

    `left_team_id` and `left_agent_id` name who could see the subject before the event
    and perhaps no longer can.
    """

    brand_id: UUID | None = None
    conversation_id: UUID | None = None
    version: int = 0
    customer_id: UUID | None = None
    team_id: UUID | None = None
    agent_id: UUID | None = None
    moved: bool = False
    left_team_id: UUID | None = None
    left_agent_id: UUID | None = None


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """The base of every event; a subclass names itself with `type`."""

    type: ClassVar[str]
    kinds: ClassVar[dict[str, "type[Event]"]] = {}

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "type" in cls.__dict__:
            Event.kinds[cls.type] = cls

    def for_customer(self) -> msgspec.Struct | None:
        """Give what the customer may see of it: nothing, unless the event says otherwise."""
        return None


class Emitted(msgspec.Struct, frozen=True):
    """An event on its way into the event table."""

    type: str
    audience: Audience
    payload: str
    customer_payload: str | None


def prepare(event: Event, audience: Audience) -> Emitted:
    """Encode an event once, for the table and for every reader."""
    customer = event.for_customer()
    payload = encode(event).decode()
    return Emitted(
        event.type,
        audience,
        payload,
        None if customer is None else SAME if customer is event else encode(customer).decode(),
    )


INSERT = """
insert into event (type, brand_id, conversation_id, version, customer_id, team_id, agent_id,
                   moved, left_team_id, left_agent_id, payload, customer_payload)
values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""


def values(emitted: Emitted) -> tuple[object, ...]:
    """List the values of an event row, in the order of `INSERT`."""
    to = emitted.audience
    return (
        emitted.type,
        to.brand_id,
        to.conversation_id,
        to.version,
        to.customer_id,
        to.team_id,
        to.agent_id,
        to.moved,
        to.left_team_id,
        to.left_agent_id,
        emitted.payload,
        emitted.customer_payload,
    )
