"""Who accepts an invitation writes, and the agents see why; a visitor's own timeline says nothing of it."""

from uuid import uuid4

import pytest

from tests.cast import Cast, Running
from tests.inviting.house import answers, invited, later, payment_failed, reports
from visavis import conversations, inviting
from visavis.conversations import Message
from visavis.conversations.entries import Occasion
from visavis.customers import Visitor
from visavis.customers.welcoming import add_identity, newcomer
from visavis.inviting.errors import InvitationNotFound
from visavis.inviting.models import How, InvitationRuleChanges
from visavis.inviting.rules import change_rule, rules_of

PAYMENT = Occasion(moment="payment_error", amount=2, page="/checkout")


async def begins(cast: Cast, visitor: Visitor, body: str = "Ma carte est refusée") -> list[Message]:
    """A visitor begins a conversation as the sockets have it begin; gives its timeline as the agents read it."""
    async with cast.house.database.session(visitor.brand_ids) as session:
        begun, _ = await conversations.start(
            session,
            visitor,
            body=body,
            client_id=uuid4(),
            occasion=await inviting.occasion(session, visitor),
        )
    return (await cast.reads(cast.lea, begun.id))[1]


async def test_the_agent_reads_why_before_the_first_word(cast: Cast) -> None:
    visitor, invitation = await invited(cast)
    await answers(cast, visitor, invitation, "accepted")
    why, word = await begins(cast, visitor)
    assert why.entry is not None
    assert (why.kind, why.author.kind, why.entry.what, why.entry.occasion) == (
        "entry",
        "system",
        "invited",
        PAYMENT,
    )
    assert (why.seq, word.seq, word.body) == (1, 2, "Ma carte est refusée")
    _, own = await cast.reads(visitor, word.conversation_id)
    assert [message.body for message in own] == ["Ma carte est refusée"]
    again = await begins(cast, visitor, "Autre chose")
    assert [message.kind for message in again] == ["message"], "that was said once"


@pytest.mark.parametrize("how", ["declined", "withdrawn", None])
async def test_who_did_not_accept_writes_for_a_reason_of_their_own(cast: Cast, how: How | None) -> None:
    visitor, invitation = await invited(cast)
    if how:
        await answers(cast, visitor, invitation, how)
    assert [message.kind for message in await begins(cast, visitor)] == ["message"]


async def test_what_was_accepted_an_hour_ago_is_not_why(cast: Cast) -> None:
    visitor, invitation = await invited(cast)
    await answers(cast, visitor, invitation, "accepted", at=later(cast, hours=-1))
    assert [message.kind for message in await begins(cast, visitor)] == ["message"]


async def test_the_first_answer_counts(cast: Cast) -> None:
    visitor, invitation = await invited(cast)
    for how in ("accepted", "declined", "accepted"):
        await answers(cast, visitor, invitation, how)
    async with cast.house.database.system() as session:
        assert await session.tuples("select state from invitation_end") == [("accepted",)]


async def test_nobody_answers_for_another(cast: Cast) -> None:
    _, invitation = await invited(cast)
    for stranger in (cast.hugo, cast.nina):
        with pytest.raises(InvitationNotFound):
            await answers(cast, stranger, invitation, "declined")


async def test_who_signs_in_after_accepting_is_still_the_one_who_was_invited(cast: Cast) -> None:
    visitor, invitation = await invited(cast)
    await answers(cast, visitor, invitation, "accepted")
    async with cast.house.database.session(visitor.brand_ids) as session:
        known = await newcomer(session, cast.lumen.id, "fr")
        await add_identity(session, cast.lumen.id, known, "signed", "88213", verified=True)
        await inviting.move_to(session, from_customer_id=visitor.id, to_customer_id=known)
    signed = Visitor(id=known, brand_id=cast.lumen.id, session_id=visitor.session_id, signed=True)
    assert await reports(cast, signed, payment_failed()) is None
    assert (await begins(cast, signed))[0].entry is not None


async def test_over_http_nobody_is_invited_while_nobody_is_there_to_answer(running: Running) -> None:
    async with running.cast.house.database.session([running.cast.lumen.id]) as session:
        for rule in await rules_of(session, running.cast.lumen.id):
            await change_rule(session, rule.id, InvitationRuleChanges(hold_out=0))
    moment = {"moment": "payment_error", "page_url": "https://x.example/checkout?card=1", "times": 2}
    async with running.as_visitor("claire") as claire:
        said = await claire.post("/api/v1/widget/moments", json=moment | {"visit_id": str(uuid4())})
        assert (said.status_code, said.json()) == (200, {"invitation": None})
        async with await running.live_console("lea"):
            await running.app.live.watch.look()
            said = await claire.post("/api/v1/widget/moments", json=moment | {"visit_id": str(uuid4())})
        invitation = said.json()["invitation"]
        assert (invitation["moment"], invitation["within_s"]) == ("payment_error", 60)
        answered = await claire.post(
            f"/api/v1/widget/invitations/{invitation['id']}/answer", json={"how": "accepted"}
        )
        assert answered.status_code == 204
        begun = await claire.post(
            "/api/v1/widget/conversations", json={"client_id": str(uuid4()), "body": "Ma carte est refusée"}
        )
    async with running.as_agent("lea") as lea:
        read = (await lea.get(f"/api/v1/conversations/{begun.json()['conversation']['id']}")).json()
    why = {"moment": "payment_error", "amount": 2, "page": "/checkout"}
    assert read["messages"][0]["entry"]["occasion"] == why


async def test_a_moment_that_does_not_exist_is_an_error_with_a_code(running: Running) -> None:
    async with running.as_visitor("claire") as claire:
        for wrong in ({"moment": "coffee"}, {"times": 0}, {"seconds": -1}, {"page_url": "x" * 2001}):
            said = await claire.post(
                "/api/v1/widget/moments",
                json={"moment": "page", "visit_id": str(uuid4()), "page_url": "/"} | wrong,
            )
            assert (said.status_code, said.json()["code"]) == (400, "invalid_input"), wrong
