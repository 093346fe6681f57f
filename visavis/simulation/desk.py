"""An agent at their desk: one thing at a time, in the order of the screen; emails in between."""

from functools import partial
from typing import TYPE_CHECKING

from visavis.promises import policy as p

if TYPE_CHECKING:
    from visavis.simulation.floor import Floor

REPLY = 60.0  # seconds in which a reply within a chat is due
RESUME = 5.0  # seconds to find one's place again in an email that was interrupted


class Desk:
    """What an agent's hands are doing."""

    def __init__(self, floor: "Floor", agent_id: str) -> None:
        self.floor, self.agent_id = floor, agent_id
        self._doing = ""
        self._since = self._until = 0.0

    def look(self) -> None:
        """Take up what comes first on the screen, if the hands are free or only on an email."""
        agent = self.floor.state.agents[self.agent_id]
        doing = agent.seats.get(self._doing)
        if doing is not None and doing.work.channel != "email":
            return
        waiting = self.floor.policy.inbox(agent)
        if not waiting or waiting[0].work.id == self._doing:
            return
        if doing is not None:
            self._pause()
        self._begin(waiting[0])

    def drop(self, work_id: str) -> None:
        """Stop working on what is no longer there; the time was spent."""
        if self._doing == work_id:
            self.floor.note(p.Answered(self.agent_id, work_id, self.floor.loop.now - self._since))
            self._doing = ""

    def leave(self) -> None:
        """Go home in the middle of things."""
        if self._doing:
            self.floor.note(p.Worked(self.agent_id, self.floor.loop.now - self._since))
            self._doing = ""

    def _begin(self, seat: p.Seat) -> None:
        floor, work = self.floor, seat.work
        now, customer = floor.loop.now, floor.customers[seat.work.id]
        if work.channel == "email":
            seconds = predicted = floor.letters.setdefault(work.id, customer.email_time)
        elif work.channel == "voice":
            seconds, predicted = customer.voice_time, work.predicted
            floor.spoke(work.id)
        elif not seat.greeted:
            seconds = predicted = floor.scenario.greeting
        else:
            turn = min(floor.turns[work.id], customer.turns - 1)
            seconds, predicted = customer.typing[turn], seat.predicted
        self._doing, self._since, self._until = work.id, now, now + seconds
        floor.note(p.Began(self.agent_id, work.id, now + predicted))
        floor.loop.at(self._until, partial(self._finish, work.id, self._until))

    def _pause(self) -> None:
        now = self.floor.loop.now
        self.floor.letters[self._doing] = self._until - now + RESUME
        self.floor.note(p.Worked(self.agent_id, now - self._since))
        self._doing = ""

    def _finish(self, work_id: str, until: float) -> None:
        if self._doing != work_id or self._until != until:
            return  # put aside, or gone
        floor, now = self.floor, self.floor.loop.now
        seat = floor.state.agents[self.agent_id].seats[work_id]
        self._doing = ""
        answered = p.Answered(self.agent_id, work_id, now - self._since)
        floor.note(answered)
        if seat.work.channel == "chat" and seat.greeted:
            floor.turns[work_id] += 1
            floor.replies.append(now - (seat.due_at or now) + REPLY)
        floor.answered(self.agent_id, work_id)
        floor.decide(answered)
        self.look()
