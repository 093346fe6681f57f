"""Which agent: the least predicted time to the first human word, with care for what comes after it."""

from collections.abc import Callable, Iterable
from typing import Literal

from visavis.promises.policy.lines import Line
from visavis.promises.policy.rows import Agent, Rules, Weights, Work
from visavis.promises.policy.seating import has_room, seated
from visavis.promises.policy.state import State

# "later": this one waits for something that others need not wait for; None: nobody can take it now.
Chosen = Agent | Literal["later"] | None
Choose = Callable[["Desks", Line, Work, float], Chosen]


class Desks:
    """The agents of a state, with what this decision has put on their desks already."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.moved: dict[str, Agent] = {}

    def seat(self, agent: Agent, work: Work, now: float) -> None:
        """Count this work at the agent's desk, for the rest of the decision."""
        self.moved[agent.id] = seated(agent, work, now, None)

    def reserve(self, agent: Agent) -> None:
        """Count the agent as kept for a call-back, for the rest of the decision."""
        self.moved[agent.id] = agent

    def find(self, agent_id: str) -> Agent | None:
        """Give an agent as they would be now."""
        return self.moved.get(agent_id) or self.state.agents.get(agent_id)

    def of(self, agent_ids: Iterable[str], work: Work, now: float) -> list[Agent]:
        """Give these agents as they would be now, but those who refused the work.

        In the last minute, if all who qualify refused it, they are asked again: nobody is left alone.
        """
        known = self.state.agents
        agents = (
            [self.moved.get(a) or known[a] for a in agent_ids]
            if self.moved
            else [known[a] for a in agent_ids]
        )
        if not work.refused:
            return agents
        last_minute = work.due_at - now <= self.state.rules.last_minute(work)
        if last_minute and self.state.line(work.line).agents <= work.refused:
            return agents
        return [agent for agent in agents if agent.id not in work.refused]


def kept_promise(desks: Desks, line: Line, work: Work, now: float) -> Chosen:
    """Choose as the promise asks: own agent within the budget, else free hands, else the soonest free."""
    rules = desks.state.rules
    if (own := _own(desks, line, work, now, rules)) is not None:
        return own
    slack, waited = work.due_at - now, now - work.arrived_at
    free = [agent for agent in desks.of(line.free, work, now) if _greets_at_once(agent)]
    if work.kind == "next_response" and slack > 0:
        # What a vanished agent leaves behind is for hands that have nothing else: whoever comes back first
        # would take it all.
        free = [agent for agent in free if not agent.waiting]
        if not free:
            return "later"
    if free:
        best = _least(free, _weights(rules, work), rules, now)
        patient = work.mode != "advice" and waited >= rules.elastic_after
        if best.chats < rules.soft_cap or patient or slack <= rules.last_minute(work):
            return best
        return None
    if slack > rules.last_minute(work):
        # Whoever finishes first will greet: sooner than anybody who could be named now.
        return None
    roomy = [
        agent
        for agent in desks.of(line.roomy, work, now)
        if has_room(agent, "chat") and not agent.reserved_for
    ]
    return _least(roomy, _weights(rules, work), rules, now) if roomy else None


def own_only(desks: Desks, line: Line, work: Work, now: float) -> Chosen:
    """Choose the customer's own agent or nobody: for those behind one for whom nobody is free."""
    return _own(desks, line, work, now, desks.state.rules)


def for_call(desks: Desks, line: Line, work: Work, now: float) -> Chosen:
    """Choose who talks: an empty desk, the customer's own agent first, then the least flexible, then the least worked."""
    agents = desks.of(line.empty, work, now)
    able = [a for a in agents if has_room(a, "voice") and a.reserved_for in ("", work.id)]
    return min(able, key=lambda a: (a.id != work.own, *_ready(a)), default=None)


def to_empty(desks: Desks, line: Line, work: Work, now: float) -> Agent | None:
    """Choose whose desk is emptied for a call-back: the fewest chats; nobody when many are already."""
    if not may_empty(desks.state, line):
        return None
    agents = desks.of(line.agents, work, now)
    able = [a for a in agents if not a.reserved_for and not a.voices and a.capacity.get("voice", 0)]
    return min(able, key=lambda a: (a.chats, a.waiting, *_ready(a)), default=None)


def may_empty(state: State, line: Line) -> bool:
    """Tell whether one more desk may be emptied: a share of the line's agents, one at least."""
    return len(line.kept) < max(1, int(state.rules.slot_share * len(line.agents)))


def for_email(desks: Desks, line: Line, work: Work, now: float) -> Chosen:
    """Choose who writes: the customer's own agent, else idle hands while there is time, then anybody with a place."""
    hurried = work.due_at - now <= desks.state.rules.email_slack
    own = desks.find(work.own) if work.own and work.own not in work.refused else None
    if own is not None and own.status == "available" and own.can(line.key):
        if has_room(own, "email") and (hurried or own.chats <= 1):
            return own
        if not hurried:
            return "later"
    agents = desks.of(line.writers if hurried else line.free, work, now)
    able = [a for a in agents if has_room(a, "email") and (hurried or a.chats <= 1)]
    return min(able, key=lambda a: (a.chats, a.waiting, *_ready(a)), default=None)


def score(agent: Agent, weights: Weights, rules: Rules, now: float) -> float:
    """Give the points of an agent for a chat, in seconds of a first word's delay; less is better."""
    crowd = weights.beyond * (agent.chats - 2) if agent.chats >= rules.soft_cap else 0.0
    return (
        agent.first_word(now)
        + weights.waiting * agent.waiting
        + weights.chat * agent.chats
        + crowd
        + weights.breadth * agent.breadth
        + weights.work * agent.work_today
    )


def _own(desks: Desks, line: Line, work: Work, now: float, rules: Rules) -> Chosen:
    if not work.own or not rules.own_budget or work.own in work.refused:
        return None
    own = desks.find(work.own)
    if own is None or own.status != "available" or not own.can(line.key):
        return None
    slack, promised = work.due_at - now, work.promised
    budget, reserve = rules.part(rules.own_budget, promised), rules.part(rules.own_reserve, promised)
    # In the middle of a chat nobody else knows what was said.
    begun = work.kind == "next_response"
    if has_room(own, "chat") and not own.reserved_for:
        cost = own.first_word(now) + rules.own_waiting * own.waiting
        if cost < (rules.own_budget if begun else min(budget, slack - reserve)):
            return own
    held = not begun and slack > promised - budget and len(line.queues["chat"]) <= 2
    return "later" if held else None


def _greets_at_once(agent: Agent) -> bool:
    busy = agent.typing or agent.greetings or agent.reserved_for
    return not busy and has_room(agent, "chat")


def _weights(rules: Rules, work: Work) -> Weights:
    return {"hurry": rules.hurry, "advice": rules.advice}.get(work.mode, rules.weights)


def _least(agents: list[Agent], weights: Weights, rules: Rules, now: float) -> Agent:
    return min(agents, key=lambda a: (score(a, weights, rules, now), a.idle_since, a.id))


def _ready(agent: Agent) -> tuple[float, float, str]:
    return (2.0 * agent.breadth + 0.002 * agent.work_today, agent.idle_since, agent.id)
