"""How many agents a promise takes, by formula for one at a time, by simulation for chats."""

from msgspec.structs import replace

from visavis.promises.prediction import agents_needed
from visavis.simulation.comparing import Row, days_of
from visavis.simulation.scenario import Scenario

PER_HOUR = (30, 60, 120, 300)
KEEP = (0.95, 0.99, 0.999)
HANDLING, PATIENCE = 480.0, 300.0  # seconds of a contact taken one at a time
LEFT = 0.03  # the greatest share that may leave: a service level alone may be met while many do
CHAT_PER_HOUR, CHAT_KEEP = (30, 60, 120), (0.95, 0.98)


def by_formula(promise: float) -> list[Row]:
    """Give the fewest agents for contacts taken one at a time (Erlang A, 8 minutes, patience 5 minutes)."""
    rows: list[Row] = []
    for per_hour in PER_HOUR:
        for keep in KEEP:
            bare = agents_needed(per_hour / 3600, HANDLING, PATIENCE, promise, keep)
            kind = agents_needed(per_hour / 3600, HANDLING, PATIENCE, promise, keep, LEFT)
            rows.append(
                {
                    "contact": "one_at_a_time",
                    "per_hour": per_hour,
                    "keep": keep,
                    "agents_for_keep_only": bare.agents,
                    "left_for_keep_only": round(bare.abandoned, 4),
                    "agents": kind.agents,
                    "left": round(kind.abandoned, 4),
                    "occupancy": round(kind.occupancy, 3),
                }
            )
    return rows


def by_simulation(scenario: Scenario, seed: str, days: int) -> list[Row]:
    """Give the fewest agents for chats, several at once, that keep the promise over four steady hours."""
    rows: list[Row] = []
    for per_hour in CHAT_PER_HOUR:
        work = per_hour / 3600 * scenario.chat_work
        agents = max(2, int(work))
        for keep in CHAT_KEEP:
            while True:
                steady = replace(scenario, hours=4.0, peaks=False, day_spread=0.0, leaving=0.0)
                house = replace(steady, agents=agents, load=work / agents)
                lived = days_of("kept_promise_no_steering", house, seed, days)
                counted = sum(day.counted for day in lived)
                within = sum(day.within_180 for day in lived) / counted
                if within >= keep:
                    break
                agents += 1
            rows.append(
                {
                    "contact": "chat",
                    "per_hour": per_hour,
                    "keep": keep,
                    "agents": agents,
                    "human_within_180": round(within, 4),
                    "broken": round(sum(day.broken for day in lived) / sum(day.offered for day in lived), 5),
                    "occupancy": round(sum(day.occupancy for day in lived) / days, 3),
                }
            )
    return rows
