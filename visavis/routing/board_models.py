"""What the supervisor's board shows."""

from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

import msgspec

from visavis.conversations.models import Channel
from visavis.promises import Balance


class Queue(msgspec.Struct, frozen=True, kw_only=True):
    """Who waits now: customers whose last word nobody has answered, in conversations that are not resolved.

    `longest_since`: when the longest of these waits began. `due_soon`: promised an answer, a call or a solution
    within the next 60 s. `broken`: the time they were promised has passed, and they still wait, be it for the call or
    the solution alone.
    """

    waiting: int = 0
    longest_since: datetime | None = None
    due_soon: int = 0
    broken: int = 0


class Today(msgspec.Struct, frozen=True, kw_only=True):
    """The promises made since midnight: `made` = `kept` + `broken` + `withdrawn` + `open`.

    `kept_rate` is kept / `sample`, where `sample` = kept + broken, and `low` to `high` its 95 % Wilson
    interval; None while none has ended. `first_response_s`: the median time from a first message of today to
    the first human word, in seconds, of the `first_responses` customers who got one.
    """

    made: int = 0
    kept: int = 0
    broken: int = 0
    withdrawn: int = 0
    open: int = 0
    sample: int = 0
    kept_rate: float | None = None
    low: float | None = None
    high: float | None = None
    first_response_s: int | None = None
    first_responses: int = 0


class Desk(msgspec.Struct, frozen=True, kw_only=True):
    """How many agents are there, by the status they chose, and the free places of those available."""

    available: int
    busy: int
    away: int
    free: int


class ChannelRow(msgspec.Struct, frozen=True, kw_only=True):
    """What of a brand's figures came by one channel."""

    channel: Channel
    queue: Queue
    today: Today


class BrandRow(msgspec.Struct, frozen=True, kw_only=True):
    """A brand; its day began at `since`, the last midnight in its `time_zone`."""

    brand_id: UUID
    time_zone: str
    since: datetime
    queue: Queue
    desk: Desk
    today: Today
    channels: list[ChannelRow]


class AgentThere(msgspec.Struct, frozen=True, kw_only=True):
    """An agent who is there; `taken` of their `places` are, by conversations of brands that you see."""

    agent_id: UUID
    name: str
    status: Literal["available", "busy", "away"]
    reason: str
    since: datetime
    places: int
    taken: int
    brand_ids: list[UUID]

    @property
    def free(self) -> int:
        """Give how many more conversations the agent takes; none unless available."""
        return max(0, self.places - self.taken) if self.status == "available" else 0


class AtRisk(msgspec.Struct, frozen=True, kw_only=True):
    """A conversation whose customer was promised an answer by `answer_by`: in less than 3 minutes, or already past.

    `is_call`: what is due then is the call that they asked for; `is_resolution`: the solution that they were promised.
    """

    conversation_id: UUID
    brand_id: UUID
    channel: Channel
    customer_name: str | None
    assignee_id: UUID | None
    waiting_since: datetime
    answer_by: datetime
    is_call: bool
    is_resolution: bool


class Board(msgspec.Struct, frozen=True, kw_only=True):
    """The brands that you see, each and together, as they were `at` then.

    Together, who works for several brands counts once, and each brand counts from its own midnight.
    `at_risk`: at most 50, soonest due first.
    """

    at: datetime
    queue: Queue
    desk: Desk
    today: Today
    brands: list[BrandRow]
    agents: list[AgentThere]
    at_risk: list[AtRisk]


def desk_of(agents: list[AgentThere]) -> Desk:
    """Count these agents."""
    statuses = [agent.status for agent in agents]
    return Desk(
        available=statuses.count("available"),
        busy=statuses.count("busy"),
        away=statuses.count("away"),
        free=sum(agent.free for agent in agents),
    )


def today_of(balance: Balance, median: timedelta | None, first_responses: int) -> Today:
    """Tell what became of a day's promises."""
    rate = balance.rate
    return Today(
        made=balance.made,
        kept=balance.kept,
        broken=balance.broken,
        withdrawn=balance.withdrawn,
        open=balance.open,
        sample=balance.kept + balance.broken,
        kept_rate=round(rate.value, 4) if rate else None,
        low=round(rate.low, 4) if rate else None,
        high=round(rate.high, 4) if rate else None,
        first_response_s=round(median.total_seconds()) if median is not None else None,
        first_responses=first_responses,
    )
