"""A customer asks to be called, and is promised what can be kept."""

import asyncio
from datetime import datetime, timedelta
from uuid import uuid4

import msgspec
import psycopg
import pytest

from tests.callbacks.office import NOON, PHONE, Office, owed, slot
from visavis import brands, callbacks, conversations, customers
from visavis.brands import BrandChanges
from visavis.conversations.errors import ConversationNotFound
from visavis.conversations.queries import place_of
from visavis.customers import Visitor

SLOT = slot(15, 0)


async def test_who_asks_to_be_called_now_is_owed_a_call_within_two_minutes(office: Office) -> None:
    begun = await office.books(about="Ma lampe clignote")
    call = owed(begun)
    assert (call.phone, call.phone_shown, call.about) == ("+33199001122", PHONE, "Ma lampe clignote")
    assert (call.after, call.by, call.tries) == (NOON, NOON + timedelta(minutes=2), 0)
    assert begun.status == "open"
    assert begun.waiting_since == NOON, "they wait, and take a place"
    (made,) = await office.ledger(begun.id)
    assert (made.kind, made.way, made.due_at, made.state) == ("callback", "callback", call.by, "open")
    assert made.probability == 1.0
    _, said = await office.cast.reads(office.cast.claire, begun.id)
    assert [message.entry and message.entry.what for message in said] == ["callback_booked"]


async def test_a_slot_is_promised_until_its_end_and_nobody_waits_meanwhile(office: Office) -> None:
    begun = await office.books(SLOT.after)
    assert (owed(begun).after, owed(begun).by) == (SLOT.after, SLOT.by)
    assert begun.waiting_since is None
    (made,) = await office.ledger(begun.id)
    assert (made.due_at, made.probability) == (SLOT.by, None)


async def test_what_they_agreed_to_is_kept_as_proof(office: Office) -> None:
    await office.books(SLOT.after, words="Appelez-moi une fois.")
    async with office.cast.house.database.session([office.cast.lumen.id]) as session:
        kept = await session.tuple(
            "select asked_at, words, phone, after_at, by_at, address_hash from callback"
        )
        connection = await session.begin()
        for statement in ("update callback set phone = '+33100000000'", "delete from callback"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                async with connection.transaction():
                    await connection.execute(statement.encode())
    assert kept == (NOON, "Appelez-moi une fois.", "+33199001122", SLOT.after, SLOT.by, b"hash")


async def test_asked_twice_under_one_name_it_is_one_call(office: Office) -> None:
    name = uuid4()
    one, other = await asyncio.gather(*(office.books(SLOT.after, client_id=name) for _ in range(2)))
    assert one == other
    again = await office.books(SLOT.after, client_id=name, phone="+33 1 99 00 11 22")
    assert again == one, "the same number in other words"
    for after, phone in ((SLOT.after, "01 99 00 11 33"), (slot(16, 0).after, PHONE)):
        with pytest.raises(callbacks.CallbackConflict):
            await office.books(after, client_id=name, phone=phone)
    assert (await office.sum_is_right()).made == 1


async def test_one_call_at_a_time_is_owed_to_a_customer(office: Office) -> None:
    begun = await office.books(SLOT.after)
    for conversation_id in (None, begun.id):
        with pytest.raises(callbacks.CallbackBooked):
            await office.books(slot(16, 0).after, conversation_id=conversation_id)
    await office.books(SLOT.after, who=office.cast.hugo, desk=msgspec.structs.replace(office.desk, agents=4))


async def test_the_last_place_of_a_slot_has_one_taker(office: Office) -> None:
    """Eight customers click at once on a slot with room for three."""
    roomy = msgspec.structs.replace(office.desk, agents=4)
    async with office.cast.house.database.system() as session:
        crowd = [
            (await customers.welcome(session, office.cast.lumen.id, "fr", None)).visitor for _ in range(8)
        ]
    done = await asyncio.gather(
        *(office.books(SLOT.after, who=visitor, desk=roomy) for visitor in crowd), return_exceptions=True
    )
    refused = [error for error in done if isinstance(error, callbacks.OfferGone)]
    assert len(refused) == 5
    assert len([error for error in done if isinstance(error, BaseException)]) == 5
    problem = refused[0].problem()
    told = msgspec.json.decode(msgspec.json.encode(problem))
    assert (told["status"], told["code"]) == (409, "offer_gone")
    assert SLOT.after not in [datetime.fromisoformat(offer["after"]) for offer in told["offers"]]
    assert len(told["offers"]) == 4
    assert (await office.sum_is_right()).made == 3


async def test_the_last_free_hands_have_one_taker(office: Office) -> None:
    alone = msgspec.structs.replace(office.desk, agents=1, hands=1, free=1, places=1)
    done = await asyncio.gather(
        *(office.books(who=visitor, desk=alone) for visitor in (office.cast.claire, office.cast.hugo)),
        return_exceptions=True,
    )
    assert len([error for error in done if isinstance(error, callbacks.OfferGone)]) == 1


async def test_the_click_is_the_offer(office: Office) -> None:
    gone = msgspec.structs.replace(office.desk, agents=0, hands=0, free=0, places=0)
    with pytest.raises(callbacks.OfferGone):
        await office.books(desk=gone)
    assert (await office.sum_is_right()).made == 0
    async with office.cast.house.database.session([office.cast.lumen.id]) as session:
        assert await session.tuples("select id from conversation") == [], "nothing is left of it"


async def test_a_brand_without_a_telephone_calls_nobody(office: Office) -> None:
    async with office.cast.house.database.session([office.cast.lumen.id]) as session:
        await brands.edit(session, office.cast.lumen.id, BrandChanges(callbacks=False))
    with pytest.raises(callbacks.CallbacksOff):
        await office.books()


async def test_called_in_a_conversation_the_answer_is_owed_as_well(office: Office) -> None:
    begun = await office.writes()
    asked = await office.books(SLOT.after, conversation_id=begun.id)
    assert asked.id == begun.id
    assert (asked.answer_by, owed(asked).by) == (begun.answer_by, SLOT.by)
    assert await office.states(asked) == [("first_response", "open"), ("callback", "open")]
    await office.says(office.cast.lea, asked)
    now, _ = await office.cast.reads(office.cast.lea, asked.id)
    assert (now.answer_by, now.callback) == (None, owed(asked)), "a message is no call"
    assert await office.states(asked) == [("first_response", "kept"), ("callback", "open")]
    assert (await office.sum_is_right()).open == 1


async def test_a_closed_conversation_opens_again_for_the_call(office: Office) -> None:
    begun = await office.writes()
    await office.act(office.cast.claire, conversations.resolve, conversation_id=begun.id)
    assert (await office.books(SLOT.after, conversation_id=begun.id)).status == "open"


async def test_nobody_is_called_in_the_name_of_another(office: Office) -> None:
    begun = await office.writes()
    for stranger in (office.cast.hugo, office.cast.nina):
        with pytest.raises((ConversationNotFound, callbacks.CallbacksOff)):
            await office.books(SLOT.after, conversation_id=begun.id, who=stranger)


async def test_agents_find_first_what_is_due_first(office: Office) -> None:
    cast = office.cast
    slotted = await office.books(slot(12, 15).after)
    waiting = await office.act(
        cast.hugo, conversations.start, body="?", client_id=uuid4()
    )  # promised nothing, waits since noon
    office.now += timedelta(minutes=1)
    at_once = await office.books(who=await visitor(office))
    await office.says(cast.lea, slotted)
    async with cast.house.database.session(cast.lea.brand_ids) as session:
        listed = await conversations.inbox(session, cast.lea)
        first_two = await conversations.inbox(session, cast.lea, limit=2)
        rest = await conversations.inbox(session, cast.lea, after=place_of(first_two[-1]))
    order = [waiting[0].id, at_once.id, slotted.id]
    assert [found.id for found in listed] == order
    assert [found.id for found in (*first_two, *rest)] == order


async def visitor(office: Office) -> Visitor:
    async with office.cast.house.database.system() as session:
        return (await customers.welcome(session, office.cast.lumen.id, "fr", None)).visitor
