"""How a customer wants to be served: chosen, remembered, taken back, and known to whom it concerns."""

import json
from uuid import UUID

import pytest

from tests.cast import Cast
from tests.security.stage import claim
from visavis import brands, conversations, customers
from visavis.conversations.queries import HEAD_START
from visavis.customers import CustomerNotFound, ServiceMode, Visitor, VisitorChanges
from visavis.customers.welcoming import add_identity
from visavis.promises.policy import Rules
from visavis.staff import AgentActor


async def chooses(cast: Cast, visitor: Visitor, mode: ServiceMode | None) -> customers.VisitorView:
    async with cast.house.database.session(visitor.brand_ids) as session:
        return await customers.choose(session, visitor, mode)


async def seen_by(cast: Cast, agent: AgentActor, visitor: Visitor) -> ServiceMode | None:
    async with cast.house.database.session(agent.brand_ids) as session:
        return (await customers.access_customer(session, agent, visitor.id)).service_mode


async def signs_in(cast: Cast, visitor: Visitor, sub: str = "L-1") -> Visitor:
    """The brand's site says who the visitor is, and what they wrote before comes along."""
    async with cast.house.database.session(visitor.brand_ids) as session:
        secret = await brands.identity_secret(session, cast.house.keys, cast.lumen.id)
        jwt = claim(secret, cast.lumen.slug, sub)
        known = await customers.identify(session, visitor, brand=cast.lumen, secret=secret, jwt=jwt)
        now = known.welcome.visitor
        if known.absorbed_id is not None:
            await conversations.move_to(
                session, from_customer_id=known.absorbed_id, to_customer_id=now.id, name=None
            )
    return now


async def told(cast: Cast) -> list[tuple[UUID, UUID, str | None]]:
    """To which brand and to whom each choice was told, in order."""
    async with cast.house.database.system() as session:
        rows = await session.tuples(
            """
            select brand_id, customer_id, payload, customer_payload from event
            where type = 'customer.service_mode_chosen' order by xid, position
            """
        )
    assert all(row[3] == "=" for row in rows), "the customer's other tabs hear the same"
    return [(row[0], row[1], json.loads(row[2])["service_mode"]) for row in rows]


async def test_a_choice_is_remembered_can_be_changed_and_taken_back(cast: Cast) -> None:
    modes: list[ServiceMode | None] = ["hurry", "advice", None]
    for mode in modes:
        assert (await chooses(cast, cast.claire, mode)).service_mode == mode
        async with cast.house.database.session(cast.claire.brand_ids) as session:
            again = await customers.visitor_view(session, cast.claire.id, signed=False)
        assert again.service_mode == mode
        assert await seen_by(cast, cast.lea, cast.claire) == mode
        assert await seen_by(cast, cast.lea, cast.hugo) is None
    assert await told(cast) == [(cast.lumen.id, cast.claire.id, mode) for mode in modes]


async def test_what_is_said_again_is_no_news(cast: Cast) -> None:
    await chooses(cast, cast.claire, None)
    await chooses(cast, cast.claire, "browsing")
    await chooses(cast, cast.claire, "browsing")
    assert await told(cast) == [(cast.lumen.id, cast.claire.id, "browsing")]


async def test_an_agent_reads_it_in_the_list_and_where_it_was_corrected(cast: Cast) -> None:
    begun = await cast.starts(cast.claire)
    await chooses(cast, cast.claire, "advice")
    conversation, _ = await cast.reads(cast.lea, begun.id)
    assert conversation.customer.service_mode == "advice"
    async with cast.house.database.session(cast.claire.brand_ids) as session:
        await customers.describe(session, cast.claire, VisitorChanges(name="Claire"))
    assert await seen_by(cast, cast.lea, cast.claire) == "advice"


async def test_another_brands_agent_learns_it_only_of_a_customer_known_there(cast: Cast) -> None:
    await chooses(cast, cast.claire, "hurry")
    with pytest.raises(CustomerNotFound):
        await seen_by(cast, cast.oliver, cast.claire)
    async with cast.house.database.system() as session:
        await add_identity(session, cast.brume.id, cast.claire.id, "signed", "B-2", verified=True)
    assert await seen_by(cast, cast.oliver, cast.claire) == "hurry"


async def test_no_visitor_chooses_for_a_customer_of_another_brand(cast: Cast) -> None:
    async with cast.house.database.session(cast.nina.brand_ids) as session:
        with pytest.raises(CustomerNotFound):
            await customers.choose(session, cast.claire, "hurry")
    assert await seen_by(cast, cast.lea, cast.claire) is None


@pytest.mark.parametrize(
    ("chosen_before", "known_as", "in_the_end"),
    [("hurry", None, "hurry"), ("hurry", "browsing", "hurry"), (None, "advice", "advice")],
)
async def test_what_an_anonymous_visitor_chose_follows_them_when_they_sign_in(
    cast: Cast,
    chosen_before: ServiceMode | None,
    known_as: ServiceMode | None,
    in_the_end: ServiceMode,
) -> None:
    claire = await signs_in(cast, cast.claire)
    await chooses(cast, claire, known_as)
    begun = await cast.starts(cast.hugo)
    await chooses(cast, cast.hugo, chosen_before)
    before = len(await told(cast))
    assert (await signs_in(cast, cast.hugo)).id == claire.id
    conversation, _ = await cast.reads(cast.lea, begun.id)
    assert conversation.customer.service_mode == await seen_by(cast, cast.lea, claire) == in_the_end
    news = [(cast.lumen.id, claire.id, in_the_end)] if in_the_end != known_as else []
    assert (await told(cast))[before:] == news


async def test_what_a_signed_customer_chose_stays_theirs_when_another_signs_in(cast: Cast) -> None:
    claire = await signs_in(cast, cast.claire)
    await chooses(cast, claire, "hurry")
    other = await signs_in(cast, claire, sub="L-2")
    assert await seen_by(cast, cast.lea, other) is None


def test_the_list_gives_the_head_start_of_the_policy() -> None:
    assert HEAD_START.total_seconds() == Rules().hurry_start
