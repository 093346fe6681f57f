"""A day on the floor: customers come, agents work, the production policy decides, unchanged."""

from collections import defaultdict
from collections.abc import Iterable
from functools import partial

from msgspec.structs import replace

from visavis.promises import policy as p
from visavis.simulation.counting import Contact, Day, Promised, count
from visavis.simulation.customers import Customer, arrivals
from visavis.simulation.desk import REPLY, Desk
from visavis.simulation.loop import Loop
from visavis.simulation.policies import Policy
from visavis.simulation.scenario import DROPPED_FOR, Scenario, team

EMAIL, CALL = 3600.0, 900.0  # seconds in which who did not choose chat is answered


class Floor:
    """The people of one day, and what the policy knows of them."""

    def __init__(
        self,
        policy: Policy,
        scenario: Scenario,
        seed: str,
        day: int,
        customers: Iterable[Customer] | None = None,
    ) -> None:
        self.policy, self.scenario = policy, scenario
        self.loop, self.state = Loop(), p.State(policy.rules)
        self.contacts: dict[str, Contact] = {}
        self.promised: dict[str, Promised] = {}
        self.customers: dict[str, Customer] = {}
        self.replies: list[float] = []
        self.turns: defaultdict[str, int] = defaultdict(int)  # replies given in each chat
        self.gone: list[p.Agent] = []
        self.shifts: dict[str, str] = {}  # of those who were not there all day
        self.letters: dict[str, float] = {}  # seconds of work left on each email
        self.desks: dict[str, Desk] = {}
        self.asked = self.steered = self.paged = 0
        self._wake = float("inf")
        capacity: dict[p.Channel, int] = {"chat": policy.cap, "voice": 1, "email": 1}
        staff = team(scenario, capacity)
        for agent in staff:
            self._come(agent)
        if scenario.trouble == "shift":
            self.loop.at(scenario.day / 2, partial(self._change_shift, staff[::2]))
        for at in scenario.drops():
            self.loop.at(at, partial(self._drop, staff))
        slot = policy.rules.slot
        self.note(p.Forecast(scenario.usual_day(slot), scenario.agents))
        self._arrivals = arrivals(scenario, seed, day) if customers is None else iter(customers)
        self._next_arrival()

    def run(self) -> Day:
        """Live the day to its end, and count it."""
        self.loop.run()
        agents = [*self.state.agents.values(), *self.gone]
        return count(
            list(self.contacts.values()),
            list(self.promised.values()),
            self.replies,
            since=self.scenario.warm_up,
            asked=self.asked,
            steered=self.steered,
            work={a.id: (self._peers(a), a.work_today) for a in agents},
            time=self.scenario.day * (len(agents) - len(self.gone)),
            paged=self.paged,
        )

    def tell(self, event: p.Event) -> None:
        """Let the policy learn what has happened, and do what it says."""
        self.state.learn(event, self.loop.now)
        self.decide(event)

    def decide(self, event: p.Event) -> None:
        """Do what the policy says about an event that it has learnt."""
        for action in self.policy.decide(self.state, event, self.loop.now):
            self._do(action)

    def note(self, event: p.Event) -> None:
        """Let the policy learn what needs no answer."""
        self.state.learn(event, self.loop.now)

    def _do(self, action: p.Action) -> None:
        if isinstance(action, p.Wake):
            if action.at < self._wake:
                self._wake = action.at
                self.loop.at(action.at, partial(self._tick, action.at))
            return
        self.state.learn(action, self.loop.now)
        if isinstance(action, p.Assign):
            self.state.learn(p.Accepted(action.work_id), self.loop.now)
            self._leave_line(action.work_id)
            self.desks[action.agent_id].look()
        self.paged += isinstance(action, p.Page)

    def _leave_line(self, work_id: str) -> None:
        if (contact := self.contacts.get(work_id)) is not None and not contact.assigned:
            contact.assigned = self.loop.now

    def _tick(self, at: float) -> None:
        if at == self._wake:
            self._wake = float("inf")
            self.tell(p.Tick())

    def _come(self, agent: p.Agent) -> None:
        self.desks[agent.id] = Desk(self, agent.id)
        self.tell(p.Seen(agent))

    def _change_shift(self, leaving: list[p.Agent]) -> None:
        """Let some go home in the middle of things, and as many others come."""
        for agent in leaving:
            self.gone.append(self._vanish(agent.id))
            late = replace(agent, id=f"{agent.id} late")
            self.shifts |= {agent.id: "early", late.id: "late"}
            self._come(late)

    def _drop(self, cut_off: list[p.Agent]) -> None:
        """Let consoles lose their connection; what was on their desks is for whoever is there, or comes back."""
        for agent in cut_off:
            work = self._vanish(agent.id).work_today
            back = self.loop.now + DROPPED_FOR
            self.loop.at(back, partial(self._come, replace(agent, work_today=work, idle_since=back)))

    def _vanish(self, agent_id: str) -> p.Agent:
        self.desks[agent_id].leave()
        agent = self.state.agents[agent_id]
        self.tell(p.Vanished(agent_id))
        return agent

    def _peers(self, agent: p.Agent) -> str:
        """Name those with whom an agent's work is compared: the same languages, the same hours."""
        return " ".join((*sorted(agent.languages), self.shifts.get(agent.id, "")))

    def _next_arrival(self) -> None:
        if (customer := next(self._arrivals, None)) is not None:
            self.loop.at(customer.at, partial(self._arrive, customer))

    def _arrive(self, customer: Customer) -> None:
        self._next_arrival()
        others = self.scenario.other_channels
        if customer.channel < others:
            self._begin_other(
                customer, "", {"message": p.Way("message", self.loop.now, self.loop.now + EMAIL, 1.0)}
            )
        elif customer.channel < 1.5 * others:
            self._begin_other(
                customer,
                "",
                {"callback_now": p.Way("callback_now", self.loop.now, self.loop.now + CALL, 1.0)},
            )
        else:
            self._ask(customer, "")

    def _ask(self, customer: Customer, own: str) -> None:
        now, scenario = self.loop.now, self.scenario
        counted = now >= scenario.warm_up
        self.asked += counted
        asked = p.Asked(customer.line, own=own, open_until=scenario.day)
        self.state.learn(asked, now)
        ways: tuple[p.Way, ...] = ()
        for action in self.policy.decide(self.state, asked, now):
            if isinstance(action, p.Offer):
                ways = action.ways
            else:
                self._do(action)
        offered: dict[p.Means, p.Way] = {way.means: way for way in ways}
        if "chat" in offered and self.within(customer) is not None:
            self._begin_chat(customer, own)
            return
        self.steered += counted
        self._begin_other(customer, own, offered)

    def within(self, customer: Customer) -> float | None:
        """Tell within how many seconds an answer by chat is promised now; None where it is not."""
        return self.scenario.promise

    def _begin_chat(self, customer: Customer, own: str) -> None:
        now, scenario = self.loop.now, self.scenario
        within = self.within(customer) or scenario.promise
        here = own in self.state.agents and self.state.agents[own].status == "available"
        self.contacts[customer.id] = Contact(now, own=own, own_on_shift=here)
        self.customers[customer.id] = customer
        self.loop.at(now + customer.patience, partial(self._lose_patience, customer))
        self.loop.at(now + within, partial(self._fall_due, customer))
        self.tell(
            p.Arrived(
                p.Work(
                    customer.id,
                    "first_response",
                    customer.line,
                    now,
                    now + within,
                    own=own,
                    predicted=scenario.greeting,
                )
            )
        )

    def _begin_other(self, customer: Customer, own: str, offered: dict[p.Means, p.Way]) -> None:
        now, taste = self.loop.now, customer.taste
        if "callback_now" in offered:
            way = offered["callback_now"]
        elif "slot" in offered and taste < self.scenario.takes_slot:
            way = offered["slot"]
        elif taste < self.scenario.takes_slot + self.scenario.takes_message:
            way = offered["message"]
        else:
            return
        kind: p.Kind = "email" if way.means == "message" else "callback"
        self.customers[customer.id] = customer
        self.promised[customer.id] = Promised(kind, way.by)
        after = way.after if way.means == "slot" else 0.0
        predicted = self.scenario.email_time if kind == "email" else self.scenario.voice_time
        work = p.Work(
            customer.id, kind, customer.line, now, way.by, own=own, not_before=after, predicted=predicted
        )
        self.tell(p.Arrived(work))

    def _lose_patience(self, customer: Customer) -> None:
        contact = self.contacts[customer.id]
        if contact.first_word is not None:
            return
        contact.left = self.loop.now - contact.arrived_at
        if customer.silent:
            self.loop.at(self.loop.now + self.scenario.noticed, partial(self.end, customer.id))
        else:
            self.end(customer.id)

    def _fall_due(self, customer: Customer) -> None:
        contact = self.contacts[customer.id]
        contact.broken = contact.first_word is None and contact.left is None

    def end(self, work_id: str) -> None:
        """Free the place of somebody who left or is done."""
        agent_id = self.state.desks.get(work_id)
        self._leave_line(work_id)
        if agent_id is not None:
            self.desks[agent_id].drop(work_id)
        self.tell(p.Ended(work_id))
        if agent_id is not None:
            self.desks[agent_id].look()

    def spoke(self, work_id: str) -> None:
        """Note when somebody called back, or wrote."""
        promise = self.promised[work_id]
        promise.done_at = self.loop.now if promise.done_at is None else promise.done_at

    def answered(self, agent_id: str, work_id: str) -> None:
        """Hear an agent's word: the first, another, or the last."""
        customer, now = self.customers[work_id], self.loop.now
        if work_id in self.promised:
            self.spoke(work_id)
            self.tell(p.Ended(work_id))
            return
        contact = self.contacts[work_id]
        if contact.left is not None:
            return  # they are gone, and nobody knows yet
        if contact.first_word is None:
            contact.first_word, contact.agent = now - contact.arrived_at, agent_id
            self.note(p.Wrote(work_id, now + REPLY, self.policy.rules.turn))
            return
        contact.moved |= contact.agent != agent_id
        turn = self.turns[work_id]
        if turn >= customer.turns:
            self._resolve(customer, agent_id)
        else:
            self.loop.at(now + customer.thinking[turn], partial(self._write, work_id))

    def _write(self, work_id: str) -> None:
        self.tell(p.Wrote(work_id, self.loop.now + REPLY, self.policy.rules.turn))
        if (agent_id := self.state.desks.get(work_id)) is not None:
            self.desks[agent_id].look()

    def _resolve(self, customer: Customer, agent_id: str) -> None:
        self.tell(p.Ended(customer.id))
        contact, scenario = self.contacts[customer.id], self.scenario
        same = contact.own == agent_id
        back = self.loop.now + customer.back_after
        if customer.unresolved < scenario.unresolved - same * scenario.continuity and back < scenario.day:
            again = customer.returning(back)
            self.loop.at(back, partial(self._ask, again, agent_id))
