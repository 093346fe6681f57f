"""Who can answer, what waits, and the rules of the house: the rows of the policy's state.

Ids are opaque strings; times are seconds on the caller's clock, durations are seconds.
"""

from collections.abc import Mapping
from typing import Literal

import msgspec

Line = tuple[str, str, str]  # brand, skill, language: what the work asks of an agent
Kind = Literal["first_response", "next_response", "callback", "email", "call"]
Channel = Literal["chat", "voice", "email"]
Mode = Literal["", "hurry", "advice", "browsing"]
Status = Literal["available", "busy", "away", "offline"]

CHANNEL: Mapping[Kind, Channel] = {
    "first_response": "chat",
    "next_response": "chat",
    "callback": "voice",
    "call": "voice",
    "email": "email",
}
SOON = 2.0  # seconds: the least that is predicted of a word that takes longer than was predicted


MEANT_FOR = 180.0  # seconds: the promise for which the rules' last minute, budget and reserve are meant


def usual_capacity() -> dict[Channel, int]:
    """Give what an agent can have at once if nobody says otherwise."""
    return {"chat": 5, "voice": 1, "email": 1}


class Work(msgspec.Struct, frozen=True):
    """A piece of work for one agent, with the moment by which it is promised."""

    id: str
    kind: Kind
    line: Line
    arrived_at: float
    due_at: float
    own: str = ""  # the customer's own agent
    mode: Mode = ""
    head_start: float = 0.0  # seconds by which it goes before others due at the same time
    not_before: float = 0.0  # the beginning of a booked slot
    predicted: float = 8.0  # seconds of work until the customer has something from a person
    refused: frozenset[str] = frozenset()  # agents who declined it or let it lapse

    @property
    def channel(self) -> Channel:
        """By which kind of capacity it is held."""
        return CHANNEL[self.kind]

    @property
    def promised(self) -> float:
        """The seconds within which it was promised."""
        return round(self.due_at - self.arrived_at, 3)


class Seat(msgspec.Struct, frozen=True):
    """A piece of work at an agent's desk."""

    work: Work
    since: float
    accept_by: float | None = None  # while the agent has not taken it yet
    due_at: float | None = None  # when the customer's unanswered message is due; None if nothing waits
    predicted: float = 0.0  # seconds of work on that message
    greeted: bool = False  # a person has spoken
    answered_at: float = 0.0  # when one last spoke


class Agent(msgspec.Struct, frozen=True):
    """An agent with what is on their desk."""

    id: str
    skills: frozenset[str]
    languages: frozenset[str]
    brands: frozenset[str]
    status: Status = "available"
    capacity: Mapping[Channel, int] = msgspec.field(
        default_factory=usual_capacity
    )  # the most of each, never passed
    idle_since: float = 0.0
    assigned_at: float = -1.0
    work_today: float = 0.0  # seconds
    seats: Mapping[str, Seat] = msgspec.field(default_factory=dict[str, Seat])
    typing: str = ""  # the work whose answer is being written now
    typing_until: float = 0.0  # as predicted
    reserved_for: str = ""  # a call-back for which the desk is being emptied
    # Counted from the seats whenever they change.
    chats: int = 0
    voices: int = 0
    emails: int = 0
    greetings: float = 0.0  # seconds of work on those who have not heard a person yet
    waiting: float = 0.0  # seconds of messages that wait here, greetings included

    def can(self, line: Line) -> bool:
        """Tell whether they have the brand, the skill and the language."""
        return line[1] in self.skills and line[2] in self.languages and line[0] in self.brands

    @property
    def breadth(self) -> int:
        """How many kinds of work they could do instead, beyond one."""
        return len(self.skills) + len(self.languages) + len(self.brands) - 3

    def first_word(self, now: float) -> float:
        """Predict the seconds until they could begin with somebody new, greetings first."""
        return (max(self.typing_until - now, SOON) if self.typing else 0.0) + self.greetings


class Weights(msgspec.Struct, frozen=True):
    """How an agent is chosen: points are seconds of a first word's delay."""

    waiting: float = 0.35  # for each second of messages that wait at their desk
    chat: float = 6.0  # for each chat they have
    beyond: float = 25.0  # for each chat from the soft cap on
    breadth: float = 2.0  # for each kind of work they alone might be needed for
    work: float = 0.002  # for each second worked today


class Rules(msgspec.Struct, frozen=True):
    """The house's rules; X is the promised seconds of a first response by chat.

    What is `elastic_slack`, `own_budget` and `own_reserve` of a promise of 180 s is as much less of a shorter one: the
    last minute is a third of it. `page_slack` is never more than its last quarter.
    """

    promise: float = 180.0
    first_come: bool = False  # by arrival, instead of by deadline: to be compared with
    by_hand: frozenset[str] = frozenset()  # brands whose agents choose for themselves whom they answer
    weights: Weights = Weights()
    hurry: Weights = Weights(waiting=0.7)
    advice: Weights = Weights(chat=12.0)
    hurry_start: float = 30.0  # seconds by which those in a hurry go first, and those who browse last
    soft_cap: int = 3
    elastic_after: float = 20.0  # seconds waited after which a slot above the soft cap may open
    elastic_slack: float = 60.0  # or seconds left
    own_budget: float = 45.0  # seconds a customer may wait for their own agent; 0 for no counterpart
    own_waiting: float = 0.3  # weight of the messages that wait at that agent's
    own_reserve: float = 30.0  # seconds that must be left when the own agent is chosen
    page_slack: float = 30.0  # seconds left at which qualified agents and the supervisor are paged
    accept: float = 12.0  # seconds in which a push is taken, or less: a quarter of what is left
    accept_letter: float = 60.0  # the same, of an email
    email_slack: float = 1800.0  # seconds left from which an email no longer waits for idle hands
    steer: bool = True
    steer_below: float = 0.97  # probability of keeping X below which chat is no longer offered
    steer_above: float = 0.99  # and from which it is offered again
    steer_wait: float = 2.0  # X over this: the longest wait in line while chat is offered
    steer_full: float = 0.8  # share of the line's agents at their hard cap
    steer_dwell: float = 30.0  # seconds for which chat, once refused, is not offered again
    patience: float = 300.0  # seconds: the prior of 1 / theta
    greeting: float = 8.0  # seconds it takes to say hello
    turn: float = 35.0  # seconds of work on one message, the prior of a chat's pace
    think: float = 45.0
    turns: float = 7.0
    voice_time: float = 300.0
    email_time: float = 240.0
    slot: float = 900.0
    slot_share: float = 0.25  # of the agents' time for call-backs and messages when nothing is forecast
    slot_lead: float = 480.0  # seconds before a slot when a desk begins to be emptied for it
    slot_full: float = 0.9  # forecast occupancy up to which their time is promised to them
    message_promise: float = 3600.0

    def part(self, seconds: float, promised: float) -> float:
        """Give what so many seconds, meant for a promise of 180, are of one of `promised` seconds."""
        return seconds * min(1.0, promised / MEANT_FOR)

    def last_minute(self, work: Work) -> float:
        """Give the seconds before it is due in which anybody with a place is asked."""
        return self.part(self.elastic_slack, work.promised)

    def page_at(self, work: Work) -> float:
        """Give the moment at which agents and supervisor are called out about it."""
        return work.due_at - min(self.page_slack, work.promised / 4)

    def rank(self, work: Work) -> float:
        """Give the moment by which work is ordered: its due time, less its head starts."""
        if self.first_come:
            return work.arrived_at
        mode = {"hurry": self.hurry_start, "browsing": -self.hurry_start}.get(work.mode, 0.0)
        return work.due_at - work.head_start - mode
