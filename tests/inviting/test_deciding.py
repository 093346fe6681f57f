"""Who is invited: at a brand's moments, once a visit, in peace after a refusal, and not all of them."""

import asyncio
from datetime import datetime
from uuid import uuid4

import pytest

from tests.cast import Cast
from tests.inviting.house import (
    answers,
    invited,
    later,
    payment_failed,
    reports,
    rule,
    rules,
    somebody,
)
from visavis import customers, inviting
from visavis.customers import Visitor
from visavis.inviting import ReportedMoment
from visavis.inviting.deciding import choose
from visavis.inviting.ending import end_ignored
from visavis.inviting.errors import InvitationNotFound
from visavis.inviting.models import InvitationRule
from visavis.inviting.rules import remove_rule
from visavis.routing import Capacity


async def test_claire_is_invited_when_her_payment_fails_twice(cast: Cast) -> None:
    visitor, invitation = await invited(cast)
    assert (
        invitation.text
        == "Le paiement ne passe pas\u202f? Regardons cela ensemble, votre commande n’est pas perdue."
    )
    assert (invitation.moment, invitation.within_s) == ("payment_error", 60)
    async with cast.house.database.system() as session:
        found = await session.tuples(
            "select moment, amount, page, arm, chance from invitation where customer_id = %s", (visitor.id,)
        )
    assert found == [("payment_error", 2, "/checkout", "invited", 1.0)], "nothing of the address but its path"


async def test_one_failure_is_not_yet_a_moment(cast: Cast) -> None:
    for _ in range(3):
        assert await reports(cast, await somebody(cast), payment_failed(times=1)) is None


async def test_without_capacity_nobody_is_invited_and_nothing_is_written_down(cast: Cast) -> None:
    none = Capacity(places=1, free=1, waiting=0)
    assert await reports(cast, cast.claire, payment_failed(), capacity=none) is None
    async with cast.house.database.system() as session:
        assert await session.tuple("select count(*) from invitation") == (0,)


async def test_who_only_looks_is_left_in_peace(cast: Cast) -> None:
    async with cast.house.database.session(cast.claire.brand_ids) as session:
        await customers.choose(session, cast.claire, mode="browsing")
    for _ in range(3):
        assert await reports(cast, cast.claire, payment_failed()) is None


async def test_once_a_visit_and_two_tabs_are_one(cast: Cast) -> None:
    visitor, _ = await invited(cast)
    async with cast.house.database.system() as session:
        found = await session.tuple("select visit_id from invitation where customer_id = %s", (visitor.id,))
    assert found is not None
    assert await reports(cast, visitor, payment_failed()) is None, "another tab, a moment later"
    assert not await decided(cast, visitor, payment_failed(found[0]), at=later(cast, days=1)), "the same tab"
    assert not await decided(cast, visitor, payment_failed(), at=later(cast, minutes=29))
    assert await decided(cast, visitor, payment_failed(), at=later(cast, minutes=31)), "another visit"


async def test_two_tabs_that_report_at_once_get_one_invitation(cast: Cast) -> None:
    for _ in range(5):
        visitor = await somebody(cast)
        both = await asyncio.gather(*(reports(cast, visitor, payment_failed()) for _ in range(4)))
        assert sum(one is not None for one in both) <= 1
        async with cast.house.database.system() as session:
            written = await session.tuple(
                "select count(*) from invitation where customer_id = %s", (visitor.id,)
            )
        assert written == (1,)


async def test_who_refused_is_left_in_peace_for_a_day(cast: Cast) -> None:
    visitor, invitation = await invited(cast)
    await answers(cast, visitor, invitation, "declined")
    assert not await decided(cast, visitor, payment_failed(), at=later(cast, hours=23, minutes=59))
    assert await decided(cast, visitor, payment_failed(), at=later(cast, hours=24, minutes=1))


async def test_who_ignored_it_may_be_asked_in_another_visit(cast: Cast) -> None:
    visitor, _ = await invited(cast)
    async with cast.house.database.system(clock=lambda: later(cast, minutes=31)) as session:
        assert await end_ignored(session) == 1
        assert await end_ignored(session) == 0
    assert await decided(cast, visitor, payment_failed(), at=later(cast, minutes=31))


async def test_who_is_being_answered_is_not_invited(cast: Cast) -> None:
    visitor = await somebody(cast)
    begun = await cast.starts(visitor)
    for status in ("open", "snoozed"):
        async with cast.house.database.session(visitor.brand_ids) as session:
            await session.execute(
                "update conversation set status = %s, snoozed_until = %s where id = %s",
                (status, later(cast, days=9) if status == "snoozed" else None, begun.id),
            )
        assert not await decided(cast, visitor, payment_failed())
    async with cast.house.database.session(visitor.brand_ids) as session:
        await session.execute(
            "update conversation set status = 'resolved', snoozed_until = null where id = %s", (begun.id,)
        )
    assert await decided(cast, visitor, payment_failed())


async def test_one_in_twenty_is_held_out_and_written_down(cast: Cast) -> None:
    for _ in range(300):
        await reports(
            cast, await somebody(cast), payment_failed(), capacity=Capacity(places=9999, free=9999, waiting=0)
        )
    async with cast.house.database.system() as session:
        found = dict(await session.tuples("select arm, count(*) from invitation group by arm"))
    assert sum(found.values()) == 300
    # Fewer than 2 or more than 38 of 300 come less than once in ten thousand times.
    assert 2 <= found["held_out"] <= 38


async def test_who_is_held_out_is_told_nothing_and_answers_nothing(cast: Cast) -> None:
    while True:
        visitor, visit = await somebody(cast), uuid4()
        if await reports(cast, visitor, payment_failed(visit)) is None:
            break
    assert await reports(cast, visitor, payment_failed(visit)) is None
    async with cast.house.database.system() as session:
        found = await session.tuple("select id from invitation where customer_id = %s", (visitor.id,))
    assert found is not None
    async with cast.house.database.session(visitor.brand_ids) as session:
        with pytest.raises(InvitationNotFound):
            await inviting.end(session, visitor, invitation_id=found[0], how="accepted")


async def test_invitations_are_paced_while_nobody_answers(cast: Cast) -> None:
    tight = Capacity(places=10, free=3, waiting=0)  # one to spare: four may be asked, the fortieth hardly
    said = [await reports(cast, await somebody(cast), payment_failed(), capacity=tight) for _ in range(40)]
    sent = sum(one is not None for one in said)
    assert 3 <= sent <= 25
    async with cast.house.database.system() as session:
        chances = [row[0] for row in await session.tuples("select chance from invitation order by at, id")]
    assert chances[0] == 1.0
    assert chances[-1] < 0.5
    assert chances == sorted(chances, reverse=True)


async def test_a_rule_that_is_off_or_removed_invites_nobody(cast: Cast) -> None:
    basket = ReportedMoment(moment="basket_idle", visit_id=uuid4(), page_url="/basket", seconds=999)
    assert await reports(cast, cast.claire, basket) is None
    made = await rule(cast, moment="basket_idle", threshold=60)
    async with cast.house.database.session([cast.lumen.id]) as session:
        await remove_rule(session, made.id)
    assert made.id not in {known.id for known in await rules(cast, cast.lumen)}
    for _ in range(3):
        assert await reports(cast, await somebody(cast), basket) is None


async def test_the_rules_of_one_brand_say_nothing_about_the_other(cast: Cast) -> None:
    await rule(cast, moment="page", threshold=5, pages=["/checkout"], text_fr="Besoin d’un coup de main ?")
    read = ReportedMoment(moment="page", visit_id=uuid4(), page_url="/checkout", seconds=5)
    for _ in range(3):
        assert await reports(cast, await somebody(cast, cast.brume), read) is None
    said = {await _text(cast, read) for _ in range(4)} - {None}
    assert said == {"Besoin d’un coup de main ?"}
    theirs, _ = await invited(cast)
    async with cast.house.database.session([cast.brume.id]) as session:
        assert await session.tuples("select id from invitation where customer_id = %s", (theirs.id,)) == []


def test_the_rule_closest_to_the_page_is_meant() -> None:
    def one(threshold: int, *pages: str) -> InvitationRule:
        return InvitationRule(
            id=uuid4(),
            brand_id=uuid4(),
            moment="page",
            threshold=threshold,
            pages=list(pages),
            hold_out=5,
            text_fr="",
            text_en="",
            enabled=True,
        )

    everywhere, help_pages, returns = one(10, "*"), one(20, "/help/*"), one(60, "/help/returns")
    listed = [everywhere, help_pages, returns]
    assert choose(listed, "/help/returns", 60) is returns
    assert choose(listed, "/help/returns", 59) is help_pages
    assert choose(listed, "/help/returns", None) is returns, "the page has judged for itself"
    assert choose(listed, "/shop", 10) is everywhere
    assert choose(listed, "/shop", 9) is None


async def decided(
    cast: Cast, visitor: Visitor, reported: ReportedMoment, *, at: datetime | None = None
) -> bool:
    """Whether something was decided about them: invited, or held out."""
    before = await _written(cast)
    await reports(cast, visitor, reported, at=at)
    return await _written(cast) > before


async def _written(cast: Cast) -> int:
    async with cast.house.database.system() as session:
        found = await session.tuple("select count(*) from invitation")
    return found[0] if found else 0


async def _text(cast: Cast, reported: ReportedMoment) -> str | None:
    invitation = await reports(cast, await somebody(cast), reported)
    return invitation.text if invitation else None
