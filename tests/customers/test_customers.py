"""Customers: what is said of them, what is known of them, and which agent may know it."""

from typing import Any
from uuid import uuid4

import msgspec
import pytest

from tests.cast import Cast
from visavis import customers
from visavis.customers import CustomerChanges, CustomerNotFound, IdentitySigned, Visitor, VisitorChanges
from visavis.customers.welcoming import add_identity
from visavis.kit.errors import InvalidInput
from visavis.staff import AgentActor


async def described(cast: Cast, visitor: Visitor, **changes: Any) -> customers.VisitorView:
    async with cast.house.database.session(visitor.brand_ids) as session:
        return await customers.describe(session, visitor, msgspec.convert(changes, VisitorChanges))


async def read(cast: Cast, agent: AgentActor, visitor: Visitor) -> customers.Customer:
    async with cast.house.database.session(agent.brand_ids) as session:
        return await customers.access_customer(session, agent, visitor.id)


async def test_what_a_visitor_says_is_kept_as_said_and_not_as_proven(cast: Cast) -> None:
    view = await described(
        cast, cast.claire, name="Claire", email="claire@exemple.fr", attributes={"basket": 3}
    )
    assert (view.name, view.email, view.identified) == ("Claire", "claire@exemple.fr", False)
    seen = await read(cast, cast.lea, cast.claire)
    assert (seen.attributes, seen.signed_attributes, seen.identities) == ({"basket": 3}, {}, [])


async def test_attributes_add_up_and_the_last_word_counts(cast: Cast) -> None:
    await described(cast, cast.claire, attributes={"basket": 3, "plan": "or"})
    await described(cast, cast.claire, attributes={"basket": None, "loyal": True})
    seen = await read(cast, cast.lea, cast.claire)
    assert seen.attributes == {"basket": None, "plan": "or", "loyal": True}


async def test_nobody_has_more_than_fifty_attributes(cast: Cast) -> None:
    await described(cast, cast.claire, attributes={f"a{n}": n for n in range(50)})
    with pytest.raises(InvalidInput):
        await described(cast, cast.claire, attributes={"one_more": 1})
    assert len((await read(cast, cast.lea, cast.claire)).attributes) == 50


async def test_a_signed_customer_is_not_renamed_by_the_page(cast: Cast) -> None:
    signed = msgspec.structs.replace(cast.claire, signed=True)
    for changes in ({"name": "Direction"}, {"email": "direction@lumen.example"}):
        with pytest.raises(IdentitySigned):
            await described(cast, signed, **changes)
    await described(cast, signed, attributes={"basket": 1})


@pytest.mark.parametrize("who", ["oliver"])
async def test_another_brands_agent_knows_no_such_customer(cast: Cast, who: str) -> None:
    with pytest.raises(CustomerNotFound):
        await read(cast, cast.agents[who], cast.claire)
    async with cast.house.database.session(cast.agents[who].brand_ids) as session:
        with pytest.raises(CustomerNotFound):
            await customers.edit(session, cast.agents[who], cast.claire.id, CustomerChanges(name="X"))
    assert (await read(cast, cast.lea, cast.claire)).name is None


async def test_a_customer_of_two_brands_shows_each_its_own_side(cast: Cast) -> None:
    async with cast.house.database.system() as session:
        for brand, value in ((cast.lumen, "L-1"), (cast.brume, "B-2")):
            await add_identity(session, brand.id, cast.claire.id, "signed", value, verified=True)
    for agent, known in ((cast.lea, ["L-1"]), (cast.oliver, ["B-2"]), (cast.ana, ["L-1", "B-2"])):
        seen = await read(cast, agent, cast.claire)
        assert [identity.value for identity in seen.identities] == known
    async with cast.house.database.session(cast.lea.brand_ids) as session:
        edited = await customers.edit(
            session, cast.lea, cast.claire.id, CustomerChanges(name="Claire Fontaine")
        )
    assert [identity.value for identity in edited.identities] == ["L-1"]
    async with cast.house.database.system() as session:
        told = await session.tuples("select brand_id, payload from event where type = 'customer.changed'")
    assert [brand_id for brand_id, _ in told] == [cast.lumen.id]
    assert "B-2" not in told[0][1]


async def test_an_agent_corrects_a_customer(cast: Cast) -> None:
    async with cast.house.database.session(cast.lea.brand_ids) as session:
        changes = CustomerChanges(name="Claire Fontaine", phone="+33 1 99 00 11 22")
        await customers.edit(session, cast.lea, cast.claire.id, changes)
    async with cast.house.database.session(cast.lea.brand_ids) as session:
        await customers.edit(session, cast.lea, cast.claire.id, CustomerChanges(phone=None))
    seen = await read(cast, cast.karim, cast.claire)
    assert (seen.name, seen.phone) == ("Claire Fontaine", None)


async def test_an_identity_that_is_somebodys_stays_theirs(cast: Cast) -> None:
    async with cast.house.database.session([cast.lumen.id]) as session:
        for visitor in (cast.claire, cast.hugo):
            await add_identity(session, cast.lumen.id, visitor.id, "email", "both@exemple.fr", verified=True)
    assert [i.value for i in (await read(cast, cast.lea, cast.claire)).identities] == ["both@exemple.fr"]
    assert (await read(cast, cast.lea, cast.hugo)).identities == []


async def test_a_visit_is_taken_up_with_its_token_and_with_no_other(cast: Cast) -> None:
    async with cast.house.database.system() as session:
        again = await customers.welcome(session, cast.lumen.id, "fr", cast.tokens["claire"])
        elsewhere = await customers.welcome(session, cast.brume.id, "fr", cast.tokens["claire"])
        odd = [
            await customers.welcome(session, cast.lumen.id, "fr", t) for t in ("", "vvt_", str(uuid4()), "\0")
        ]
    assert (again.visitor.id, again.token) == (cast.claire.id, cast.tokens["claire"])
    assert len({cast.claire.id, elsewhere.visitor.id, *(welcome.visitor.id for welcome in odd)}) == 6


async def test_an_old_token_is_replaced_and_dies(cast: Cast) -> None:
    async with cast.house.database.system() as session:
        await session.execute("update visitor_session set created_at = now() - interval '2 days'")
    async with cast.house.database.system() as session:
        renewed = await customers.welcome(session, cast.lumen.id, "fr", cast.tokens["claire"])
    assert renewed.visitor.id == cast.claire.id
    assert renewed.token != cast.tokens["claire"]
    async with cast.house.database.system() as session:
        stranger = await customers.welcome(session, cast.lumen.id, "fr", cast.tokens["claire"])
    assert stranger.visitor.id != cast.claire.id
