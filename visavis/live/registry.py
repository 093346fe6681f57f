"""Who is connected to this process, and who among them may hear an event."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from uuid import UUID

from visavis.customers import Visitor
from visavis.kit.dispatcher import Row
from visavis.kit.events import SAME
from visavis.live.frames import ConversationRemoved, encode
from visavis.live.socket import Socket
from visavis.routing.watching import About
from visavis.staff import AgentActor


class Registry:
    """The sockets of one process, found by brand for agents and by customer for visitors."""

    def __init__(self, epoch: str) -> None:
        self.epoch = epoch
        self.agents: dict[UUID, set[Socket]] = defaultdict(set)
        self._agents_by_brand: dict[UUID, set[Socket]] = defaultdict(set)
        self._agents_by_team: dict[UUID, set[Socket]] = defaultdict(set)
        self._all_seeing: set[Socket] = set()
        self._visitors: dict[UUID, set[Socket]] = {}
        self._about_something: set[Socket] = set()

    def __len__(self) -> int:
        return sum(1 for _ in self.every_socket())

    def every_socket(self) -> Iterator[Socket]:
        """List every socket."""
        for group in (self.agents, self._visitors):
            for sockets in group.values():
                yield from sockets

    def at_their_console(self) -> list[UUID]:
        """List the agents who are here themselves; a program that listens with their key is not them."""
        return [
            agent_id
            for agent_id, sockets in self.agents.items()
            if any(isinstance(s.actor, AgentActor) and s.actor.session_id for s in sockets)
        ]

    def add(self, socket: Socket) -> None:
        """Let a socket hear what concerns its actor."""
        actor = socket.actor
        if isinstance(actor, Visitor):
            self._visitors.setdefault(actor.id, set()).add(socket)
            return
        self.agents[actor.id].add(socket)
        for brand_id in actor.brand_ids:
            self._agents_by_brand[brand_id].add(socket)
        for team_id in actor.team_ids:
            self._agents_by_team[team_id].add(socket)
        if actor.sees_all_teams:
            self._all_seeing.add(socket)

    def remove(self, socket: Socket) -> None:
        """Forget a socket."""
        actor = socket.actor
        if isinstance(actor, Visitor):
            self._about_something.discard(socket)
            sockets = self._visitors.get(actor.id)
            if sockets is not None:
                sockets.discard(socket)
                if not sockets:
                    del self._visitors[actor.id]
            return
        self.agents[actor.id].discard(socket)
        if not self.agents[actor.id]:
            del self.agents[actor.id]
        for brand_id in actor.brand_ids:
            self._agents_by_brand[brand_id].discard(socket)
        for team_id in actor.team_ids:
            self._agents_by_team[team_id].discard(socket)
        self._all_seeing.discard(socket)

    def visitors_of(self, customer_id: UUID) -> list[Socket]:
        """List the sockets of a customer."""
        return list(self._visitors.get(customer_id, ()))

    def is_here(self, brand_id: UUID, customer_id: UUID) -> bool:
        """Tell whether a customer has a page of this brand open here."""
        return any(brand_id in socket.actor.brand_ids for socket in self._visitors.get(customer_id, ()))

    def choose(self, socket: Socket, subject_id: UUID | None) -> None:
        """Note what a visitor would write about."""
        socket.about = subject_id
        if subject_id is None:
            self._about_something.discard(socket)
        else:
            self._about_something.add(socket)

    def chosen(self) -> set[About]:
        """List what the visitors here would write about, at which brand and in which language."""
        found = ((socket.actor, socket.about) for socket in self._about_something)
        return {
            (actor.brand_id, subject_id, actor.locale)
            for actor, subject_id in found
            if isinstance(actor, Visitor)
        }

    def visitors_at(self, about: About) -> list[Socket]:
        """List the sockets of a brand's visitors in one language who would write about this, or have not said."""
        everyone = (socket for sockets in self._visitors.values() for socket in sockets)
        found = everyone if about[1] is None else self._about_something
        return [
            s
            for s in found
            if isinstance(s.actor, Visitor) and (s.actor.brand_id, s.about, s.actor.locale) == about
        ]

    def deliver(self, row: Row) -> None:
        """Tell an event to every socket that may hear it now."""
        agents = self._concerned(row)
        visitors = self._visitors_concerned(row)
        if not agents and not visitors:
            return
        at = at_of(self.epoch, row)
        frame = removed = None
        for socket in agents:
            actor = socket.actor
            assert isinstance(actor, AgentActor)
            if hears(actor, row):
                frame = frame or frame_of(at, row, row.payload)
                socket.push(frame)
            elif row.moved and sees(actor, row.left_team_id, row.left_agent_id):
                removed = removed or removed_of(at, row)
                socket.push(removed)
        if visitors and row.customer_payload is not None:
            same = row.customer_payload == SAME
            told = frame_of(at, row, row.payload if same else row.customer_payload)
            for socket in visitors:
                socket.push(told)

    def whisper(self, sockets: Iterable[Socket], frame: str) -> None:
        """Pass a word that is not an event."""
        for socket in sockets:
            socket.push(frame)

    def hearing(self, row: Row) -> Iterator[Socket]:
        """List the agents' sockets that may hear about a conversation."""
        for socket in self._concerned(row):
            assert isinstance(socket.actor, AgentActor)
            if hears(socket.actor, row):
                yield socket

    def _visitors_concerned(self, row: Row) -> Iterable[Socket]:
        """List the visitors' sockets to tell: a customer's, or for news of a brand those of all its visitors."""
        if row.customer_id is not None:
            return self._visitors.get(row.customer_id, ())
        if row.customer_payload is None:
            return ()
        everyone = (socket for sockets in self._visitors.values() for socket in sockets)
        return [socket for socket in everyone if row.brand_id in socket.actor.brand_ids]

    def _concerned(self, row: Row) -> Iterable[Socket]:
        """List the agents' sockets to ask: a circle's, or for news of the staff one agent's or all."""
        if row.brand_id is not None:
            circle = self._circle(row.brand_id, row.team_id, row.agent_id)
            if not row.moved:
                return circle
            return circle | self._circle(row.brand_id, row.left_team_id, row.left_agent_id)
        if row.agent_id is not None:
            return self.agents.get(row.agent_id, ())
        return [socket for sockets in self.agents.values() for socket in sockets]

    def _circle(self, brand_id: UUID, team_id: UUID | None, agent_id: UUID | None) -> set[Socket]:
        """Give those who may see what is a team's and an agent's, and perhaps some who may not.

        Asking every agent of the brand about every event would cost most of a busy server's time.
        """
        if team_id is None:
            return self._agents_by_brand.get(brand_id, set())
        own = self.agents.get(agent_id, set()) if agent_id else set[Socket]()
        return self._all_seeing | self._agents_by_team.get(team_id, set()) | own


def sees(actor: AgentActor, team_id: UUID | None, agent_id: UUID | None) -> bool:
    """Tell whether an agent sees what is a team's and an agent's, within her brands."""
    return actor.sees_all_teams or team_id is None or team_id in actor.team_ids or agent_id == actor.id


def hears(actor: AgentActor, row: Row) -> bool:
    """Tell whether an agent may hear an event, by her rights of now."""
    if row.brand_id is not None and row.brand_id not in actor.brand_ids:
        return False
    return sees(actor, row.team_id, row.agent_id)


def at_of(epoch: str, row: Row) -> str:
    """Name the place of an event in the log."""
    return f"{epoch}.{row.xid}.{row.position}"


def frame_of(at: str, row: Row, payload: str) -> str:
    """Write an event as it goes over the wire."""
    about = f'"{row.conversation_id}"' if row.conversation_id else "null"
    return (
        f'{{"type":"{row.type}","at":"{at}","conversation_id":{about},'
        f'"version":{row.version},"data":{payload}}}'
    )


def removed_of(at: str, row: Row) -> str:
    """Write that a conversation is no longer this agent's to see."""
    assert row.conversation_id is not None, "only conversations change hands"
    removed = ConversationRemoved(at=at, conversation_id=row.conversation_id, version=row.version)
    return encode(removed).decode()
