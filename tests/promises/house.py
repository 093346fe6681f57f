"""A house in which anything may happen, and the policy decides: the cast of the property tests."""

import random
from typing import TypeVar

from msgspec.structs import replace

from visavis.promises import policy as p

FR, EN, LUMEN = ("aube", "orders", "fr"), ("aube", "orders", "en"), ("lumen", "orders", "fr")
LINES = (FR, EN, LUMEN)
X = 180.0

A = TypeVar("A")


def agent(name: str, *, languages: str = "fr en", brands: str = "aube lumen", **more: object) -> p.Agent:
    """Someone who answers about orders."""
    row = p.Agent(name, frozenset({"orders"}), frozenset(languages.split()), frozenset(brands.split()))
    return replace(row, **more)


def chat(name: str, at: float, line: p.Line = FR, **more: object) -> p.Work:
    """A visitor's first message, promised within X."""
    return replace(p.Work(name, "first_response", line, at, at + X), **more)


class House:
    """Carries out what the policy says, and remembers every fact."""

    def __init__(self, rules: p.Rules | None = None) -> None:
        self.state = p.State(rules)
        self.history: list[tuple[p.Fact, float]] = []
        self.said: list[tuple[p.Action, float]] = []

    def learn(self, fact: p.Fact, now: float) -> None:
        """Take in a fact without asking."""
        self.history.append((fact, now))
        self.state.learn(fact, now)

    def tell(self, event: p.Event, now: float, *, accept: bool = True) -> tuple[p.Action, ...]:
        """Take in an event, and do what is decided."""
        self.learn(event, now)
        actions = p.decide(self.state, event, now)
        for action in actions:
            self.said.append((action, now))
            self.learn(action, now)
            if accept and isinstance(action, p.Assign):
                self.learn(p.Accepted(action.work_id), now)
        return actions

    def greet(self, agent_id: str, work_id: str, now: float) -> None:
        """Let an agent say hello."""
        self.tell(p.Answered(agent_id, work_id, 8.0), now)


def live(house: House, chance: random.Random, steps: int) -> None:
    """Let people come, wait, write, leave, and agents work, take breaks, vanish, for so many steps."""
    now = 0.0
    for number in range(chance.randint(1, 4)):
        house.tell(p.Seen(someone(chance, number)), now)
    for step in range(steps):
        now += chance.choice((0.0, 1.0, 5.0, 20.0, 70.0))
        house.tell(happening(house, chance, step, now), now, accept=chance.random() < 0.7)


def someone(chance: random.Random, number: int) -> p.Agent:
    """An agent with some languages and brands."""
    return agent(
        f"agent {number}",
        languages=chance.choice(("fr", "en", "fr en")),
        brands=chance.choice(("aube", "lumen", "aube lumen")),
        capacity={"chat": chance.choice((1, 3, 5)), "voice": 1, "email": 1},
        status=chance.choice(("available", "available", "available", "away")),
    )


def happening(house: House, chance: random.Random, step: int, now: float) -> p.Event:
    """Anything that may happen now."""
    state = house.state
    agents, seated, known = sorted(state.agents), sorted(state.desks), sorted(state.works)
    kind = chance.randrange(14)
    if kind in (0, 1) and seated:
        work_id = chance.choice(seated)
        if kind == 0:
            return p.Answered(state.desks[work_id], work_id, chance.choice((8.0, 35.0)))
        return p.Began(state.desks[work_id], work_id, now + 35.0)
    if kind == 2 and known:
        return p.Ended(chance.choice(known))
    if kind == 3 and seated:
        return chance.choice((p.Accepted, p.Declined))(chance.choice(seated))
    if kind == 4 and seated and state.works[work_id := chance.choice(seated)].channel == "chat":
        return p.Wrote(work_id, now + 60.0, 35.0)
    if kind == 5:
        return p.Seen(someone(chance, chance.randrange(5)))
    if kind == 6 and agents and chance.random() < 0.3:
        return p.Vanished(chance.choice(agents))
    if kind == 7:
        return p.Asked(chance.choice(LINES), open_until=now + chance.choice((100.0, 5000.0)))
    if kind == 8:
        return p.Tick()
    if kind == 9:
        busy = chance.choice((0.0, 0.5, 0.95))
        return p.Forecast(tuple((now // 900 * 900 + n * 900, busy) for n in range(96)), 4)
    if kind == 10:
        turns = chance.choice((0, 3, 900))
        return p.Remembered(turns / 7, turns, turns, 60.0 * turns, turns / 20, 30.0 * turns)
    return p.Arrived(work(chance, f"work {step}", agents, now))


def work(chance: random.Random, name: str, agents: list[str], now: float) -> p.Work:
    """Anything that somebody may want."""
    row = chat(name, now, chance.choice(LINES), own=chance.choice([*agents, ""]))
    match chance.randrange(8):
        case 0:
            return replace(row, kind="email", due_at=now + 3600.0)
        case 1:
            return replace(row, kind="callback", not_before=now + 600.0, due_at=now + 1500.0)
        case 2:
            return replace(row, kind="callback", due_at=now + 120.0)
        case 3:
            return replace(row, mode=chance.choice(("hurry", "advice", "browsing")))
        case _:
            return row


def only(actions: tuple[p.Action, ...], kind: type[A]) -> list[A]:
    """Give the actions of one kind."""
    return [action for action in actions if isinstance(action, kind)]


def given(house: House, event: p.Event, now: float) -> list[tuple[str, str]]:
    """Tell the house, and say who is given what."""
    return [(action.work_id, action.agent_id) for action in only(house.tell(event, now), p.Assign)]


def house_of(*people: p.Agent, rules: p.Rules | None = None) -> House:
    """Give a house with these agents."""
    house = House(rules)
    for person in people:
        house.learn(p.Seen(person), 0.0)
    return house


def keep_writing(house: House, agent_id: str, chats: int, now: float = 0.0) -> None:
    """Let an agent have so many chats, all greeted, and write in the first."""
    for n in range(chats):
        name = f"{agent_id} {n}"
        house.learn(p.Arrived(chat(name, now)), now)
        house.learn(p.Assign(name, agent_id, now + 12), now)
        house.learn(p.Answered(agent_id, name, 8.0), now)
    house.learn(p.Began(agent_id, f"{agent_id} 0", now + 35.0), now)
