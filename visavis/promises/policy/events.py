"""What has happened: the state learns each, then `decide` answers it."""

from typing import Literal

import msgspec

from visavis.promises.policy.rows import Agent, Line, Mode, Work


class Seen(msgspec.Struct, frozen=True, tag="seen"):
    """An agent came, or changed status, skills or capacity; what is at their desk stays."""

    agent: Agent


class Vanished(msgspec.Struct, frozen=True, tag="vanished"):
    """An agent's lease is over: whoever waits at their desk goes back into line, due as before."""

    agent_id: str


class Forecast(msgspec.Struct, frozen=True, tag="forecast"):
    """How busy so many agents usually are: pairs (beginning of a slot, occupancy), one per slot."""

    occupancy: tuple[tuple[float, float], ...]
    agents: int


class Remembered(msgspec.Struct, frozen=True, tag="remembered"):
    """How this hour went in the last weeks; it stands until another is told.

    `chats` took so many `answers` after their greeting, of which `timed` took `work` seconds; `lefts` left of those
    who `waited`, all together, so many seconds to be greeted.
    """

    chats: float = 0.0
    answers: float = 0.0
    timed: float = 0.0
    work: float = 0.0
    lefts: float = 0.0
    waited: float = 0.0


class Asked(msgspec.Struct, frozen=True, tag="asked"):
    """A visitor would like to know what can be promised; nothing changes."""

    line: Line
    mode: Mode = ""
    own: str = ""
    open_until: float = float("inf")  # when this brand's agents go home


class Arrived(msgspec.Struct, frozen=True, tag="arrived"):
    """Work came into line."""

    work: Work


class Accepted(msgspec.Struct, frozen=True, tag="accepted"):
    """The agent took what was pushed to them."""

    work_id: str


class Declined(msgspec.Struct, frozen=True, tag="declined"):
    """The agent would rather not; somebody else will."""

    work_id: str


class Began(msgspec.Struct, frozen=True, tag="began"):
    """The agent began to write or talk; until when, as predicted."""

    agent_id: str
    work_id: str
    until: float


class Paused(msgspec.Struct, frozen=True, tag="paused"):
    """The agent no longer writes what they had begun; it waits as before."""

    agent_id: str


class Answered(msgspec.Struct, frozen=True, tag="answered"):
    """The agent's word reached the customer, after so many seconds of work."""

    agent_id: str
    work_id: str
    seconds: float


class Worked(msgspec.Struct, frozen=True, tag="worked"):
    """The agent worked for so many seconds on what is not finished."""

    agent_id: str
    seconds: float


class Wrote(msgspec.Struct, frozen=True, tag="wrote"):
    """The customer wrote in a conversation that has been greeted; the reply is due."""

    work_id: str
    due_at: float
    predicted: float


class Ended(msgspec.Struct, frozen=True, tag="ended"):
    """It is done, or the customer left: place and slot are free.

    `how` says what it was of work that stood in line: given up by its customer, answered or closed from there,
    or moved, to come again at once as something else.
    """

    work_id: str
    how: Literal["left", "served", "moved"] = "left"


class Tick(msgspec.Struct, frozen=True, tag="tick"):
    """Time passed: the moment of a `Wake`."""


Event = (
    Seen
    | Vanished
    | Forecast
    | Remembered
    | Asked
    | Arrived
    | Accepted
    | Declined
    | Began
    | Paused
    | Answered
    | Worked
    | Wrote
    | Ended
    | Tick
)
