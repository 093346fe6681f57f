"""How long one decision takes in a large house: learning the event and saying what to do."""

import random
import time

import msgspec

from visavis.promises import policy as p

BRANDS, SKILLS, LANGUAGES = ("aube", "brume", "lumen"), ("orders", "returns", "advice"), ("fr", "en", "de")


class Options(msgspec.Struct, frozen=True):
    """How large the house is, and how many events are measured."""

    agents: int = 1000
    waiting: int = 10_000
    events: int = 5000
    seed: int = 1


def run(options: Options) -> tuple[dict[str, object], bool]:
    """Measure a house in which so many wait, and one in which so many agents have free hands."""
    crowded = _measure(options, _house(options, options.waiting))
    quiet = _measure(options, _house(options, 0))
    found: dict[str, object] = {
        "agents": options.agents,
        "waiting": options.waiting,
        "events": options.events,
        **_quantiles("", crowded),
        **_quantiles("quiet_", quiet),
    }
    return found, True


def _house(options: Options, waiting: int) -> p.State:
    chance, state = random.Random(options.seed), p.State()
    for n in range(options.agents):
        agent = p.Agent(
            f"agent {n:05}",
            skills=frozenset(chance.sample(SKILLS, chance.randint(1, 3))),
            languages=frozenset(chance.sample(LANGUAGES, chance.randint(1, 2))),
            brands=frozenset(chance.sample(BRANDS, chance.randint(1, 3))),
        )
        state.learn(p.Seen(agent), 0.0)
    if waiting:
        _fill(state)
    for n in range(waiting):
        state.learn(p.Arrived(_work(chance, f"waiting {n}", 1000.0 + n / 100)), 1000.0 + n / 100)
    return state


def _fill(state: p.State) -> None:
    """Give every agent as many chats as they can have, and their hands something to do."""
    for agent in list(state.agents.values()):
        line = (min(agent.brands), min(agent.skills), min(agent.languages))
        for n in range(agent.capacity["chat"]):
            work_id = f"{agent.id} chat {n}"
            state.learn(p.Arrived(p.Work(work_id, "first_response", line, 900.0, 1080.0)), 900.0)
            state.learn(p.Assign(work_id, agent.id, 912.0), 900.0)
            state.learn(p.Accepted(work_id), 901.0)
            state.learn(p.Answered(agent.id, work_id, 8.0), 910.0)
        state.learn(p.Began(agent.id, f"{agent.id} chat 0", 5000.0), 911.0)


def _work(chance: random.Random, name: str, now: float) -> p.Work:
    kinds: tuple[p.Kind, ...] = ("first_response", "first_response", "callback", "email")
    kind = chance.choice(kinds)
    line = (chance.choice(BRANDS), chance.choice(SKILLS), chance.choice(LANGUAGES))
    due = {"callback": 900.0, "email": 3600.0}.get(kind, 180.0)
    return p.Work(name, kind, line, now, now + due, own=f"agent {chance.randrange(1000):05}")


def _measure(options: Options, state: p.State) -> list[tuple[float, float]]:
    chance = random.Random(options.seed + 1)
    now, taken = 1100.0, list[tuple[float, float]]()
    for n in range(options.events):
        now += 0.05
        event = _event(chance, state, n, now)
        began, worked = time.perf_counter(), time.thread_time()
        state.learn(event, now)
        actions = p.decide(state, event, now)
        taken.append((1000 * (time.perf_counter() - began), 1000 * (time.thread_time() - worked)))
        for action in actions:
            state.learn(action, now)
            if isinstance(action, p.Assign):
                state.learn(p.Accepted(action.work_id), now)
    return taken


def _event(chance: random.Random, state: p.State, n: int, now: float) -> p.Event:
    turn = n % 4
    if turn == 0:
        return p.Arrived(_work(chance, f"new {n}", now))
    if turn == 1:
        work = _work(chance, "", now)
        return p.Asked(work.line, own=work.own)
    if turn == 2 and (desks := state.desks):
        # Somebody far along in the order of arrival is done: a place opens.
        return p.Ended(next(iter(desks)))
    return p.Tick()


def _quantiles(name: str, taken: list[tuple[float, float]]) -> dict[str, float]:
    ordered, worked = sorted(wall for wall, _ in taken), sorted(cpu for _, cpu in taken)
    return {
        f"{name}decide_p50_ms": round(ordered[len(ordered) // 2], 3),
        f"{name}decide_p99_ms": round(ordered[int(len(ordered) * 0.99)], 3),
        f"{name}decide_cpu_p99_ms": round(worked[int(len(worked) * 0.99)], 3),
        f"{name}decide_max_ms": round(ordered[-1], 3),
    }
