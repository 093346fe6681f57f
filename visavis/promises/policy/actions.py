"""What is to be done; once done, the state learns it as it learns events."""

from typing import Literal

import msgspec

from visavis.promises.policy.rows import Line


class Assign(msgspec.Struct, frozen=True, tag="assign"):
    """Put this work on this agent's desk, to be taken by a moment."""

    work_id: str
    agent_id: str
    accept_by: float
    handover: bool = False  # the customer has another counterpart: show the agent what was said
    elastic: bool = False  # above the soft cap, to save a promise


class TakeBack(msgspec.Struct, frozen=True, tag="take_back"):
    """The agent did not take it in time: back into line, not to them again."""

    work_id: str
    agent_id: str


class Reserve(msgspec.Struct, frozen=True, tag="reserve"):
    """Give this agent no new chat, so that they are free for this call-back."""

    work_id: str
    agent_id: str


class Page(msgspec.Struct, frozen=True, tag="page"):
    """This promise is at risk: call the qualified agents, and the supervisor."""

    work_id: str
    agent_ids: tuple[str, ...]


class Steer(msgspec.Struct, frozen=True, tag="steer"):
    """Chat is no longer offered in this line, or is again."""

    line: Line
    on: bool


Means = Literal["chat", "callback_now", "slot", "message"]


class Way(msgspec.Struct, frozen=True):
    """A way of contact that can be kept: between `after` and `by`, with this probability."""

    means: Means
    after: float
    by: float
    probability: float


class Offer(msgspec.Struct, frozen=True, tag="offer"):
    """What may be promised to this visitor now, the best first; help pages stand beside, always."""

    line: Line
    ways: tuple[Way, ...]


class Wake(msgspec.Struct, frozen=True, tag="wake"):
    """Send a `Tick` at this moment: something changes by time alone."""

    at: float


Action = Assign | TakeBack | Reserve | Page | Steer | Offer | Wake
