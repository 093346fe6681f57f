"""The telephone of the demo: calls of the last days, made, missed and given back, and one to come."""

import random
from datetime import datetime, timedelta
from typing import Literal, LiteralString
from uuid import UUID

import msgspec

from visavis import callbacks, conversations
from visavis.brands import Brand, HoursVersion
from visavis.callbacks import Desk, NewCallback, OfferGone
from visavis.callbacks.offering import slots
from visavis.conversations import Conversation
from visavis.customers import Visitor
from visavis.demo.performing import PastSession, Troupe
from visavis.staff import AgentActor

Turn = Literal["called", "called late", "called at the second try", "not reached", "cancelled"]
TURNS: tuple[Turn, ...] = (
    *("called", "called", "called at the second try", "called", "cancelled", "called"),
    *("called late", "called", "not reached", "called", "called", "called"),
)
ABOUT = {
    "fr": ("Un détail à régler de vive voix", "Une question sur la livraison", "", "Le choix de la taille"),
    "en": ("Easier to explain by phone", "A question about delivery", "", "Choosing the size"),
}
WORDS = {
    "fr": "{brand} peut m’appeler une fois à ce numéro, à ma demande. Rien ne vous sera vendu pendant cet appel.",
    "en": "{brand} may call me once at this number, as I ask. Nothing will be sold to you in this call.",
}
AFTERWARDS = timedelta(minutes=7)

SETTLED: LiteralString = """
select c.id, c.customer_id, u.name, u.locale, c.assignee_id, c.updated_at
from conversation c join customer u on u.id = c.customer_id
where c.brand_id = %s and c.status = 'resolved' and c.assignee_id is not null
  and c.updated_at between %s and %s order by c.updated_at, c.id
"""
ANSWERED: LiteralString = """
select c.id, c.customer_id, u.name, u.locale from conversation c join customer u on u.id = c.customer_id
where c.brand_id = %s and c.status = 'open' and c.waiting_since is null and c.assignee_id is not null
order by c.updated_at desc, c.id limit 1
"""


class Caller(msgspec.Struct, frozen=True, kw_only=True):
    """A customer with a telephone, in a conversation."""

    visitor: Visitor
    conversation_id: UUID
    locale: str


async def telephone(session: PastSession, troupe: Troupe, chance: random.Random) -> None:
    """Have some customers of the last days called back, and let one wait for the next slot."""
    agents = {agent.id: agent for agent in troupe.agents.values()}
    for brand in troupe.brands.values():
        found = await session.tuples(
            SETTLED, (brand.id, troupe.now - timedelta(days=12), troupe.now - timedelta(hours=2))
        )
        desk = _desk(brand, troupe)
        for turn, row in zip(TURNS, found[:: max(1, len(found) // len(TURNS))], strict=False):
            conversation_id, customer_id, name, locale, agent_id, at = row
            caller = _caller(brand, customer_id, name, conversation_id, locale)
            session.at = at + AFTERWARDS
            try:
                booked = await _book(session, brand, caller, desk, chance)
            except OfferGone:  # it was about to close
                continue
            await _play(session, booked, caller, agents[agent_id], turn)
    session.at = troupe.now


async def let_one_wait(
    session: PastSession, brand: Brand, hours: HoursVersion, chance: random.Random
) -> None:
    """A customer will be called in the next slot."""
    found = await session.tuple(ANSWERED, (brand.id,))
    if found is None:
        return
    conversation_id, customer_id, name, locale = found
    desk = Desk(brand_id=brand.id, hours=hours, offered=True, agents=4, hands=4, free=16, places=16, usual=6)
    caller = _caller(brand, customer_id, name, conversation_id, locale)
    await _book(session, brand, caller, desk, chance, next(slots(desk, session.clock())).after)


async def _book(
    session: PastSession,
    brand: Brand,
    caller: Caller,
    desk: Desk,
    chance: random.Random,
    after: datetime | None = None,
) -> Conversation:
    asked = NewCallback(
        client_id=UUID(int=chance.getrandbits(128), version=4),
        phone=f"+33 1 99 00 {chance.randint(10, 99)} {chance.randint(10, 99)}",
        words=WORDS[caller.locale].format(brand=brand.name),
        after=after,
        about=chance.choice(ABOUT[caller.locale]),
        conversation_id=caller.conversation_id,
    )
    return await callbacks.book(session, caller.visitor, asked=asked, desk=desk, address_hash=b"")


async def _play(
    session: PastSession, booked: Conversation, caller: Caller, agent: AgentActor, turn: Turn
) -> None:
    callback = booked.callback
    assert callback is not None, "it has just been booked"
    which = {"conversation_id": booked.id, "callback_id": callback.id}
    session.at += timedelta(seconds=170 if turn == "called late" else 45)
    match turn:
        case "cancelled":
            await callbacks.cancel(session, caller.visitor, **which)
        case "not reached":
            await callbacks.not_reached(session, agent, **which)
            session.at += timedelta(seconds=50)
            await callbacks.not_reached(session, agent, **which)
        case _:
            if turn == "called at the second try":
                await callbacks.not_reached(session, agent, **which)
                session.at += timedelta(seconds=50)
            await callbacks.on_the_line(session, agent, **which)
    session.at += timedelta(minutes=4)
    await conversations.resolve(session, agent, conversation_id=booked.id)


def _desk(brand: Brand, troupe: Troupe) -> Desk:
    hours = HoursVersion(
        brand_id=brand.id, version=1, valid_from=None, saved_by=None, hours=troupe.hours[brand.slug]
    )
    return Desk(brand_id=brand.id, hours=hours, offered=True, agents=4, hands=4, free=16, places=16, usual=6)


def _caller(brand: Brand, customer_id: UUID, name: str | None, conversation_id: UUID, locale: str) -> Caller:
    # Nobody comes in by this visit: it only says whose act it is.
    visitor = Visitor(id=customer_id, brand_id=brand.id, session_id=conversation_id, signed=False, name=name)
    return Caller(visitor=visitor, conversation_id=conversation_id, locale=locale)
