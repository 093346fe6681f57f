"""How likely an invitation is: as much as there is to spare, never more, and drawn so that it can be drawn again."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as some

from visavis.inviting.chance import Pace, chance, is_held_out, is_sent
from visavis.routing import Capacity

NOBODY_YET = Pace(unanswered=0, coming=0, accepted=0, answered=0)
DAY = date(2026, 11, 25)
WHO, RULE = UUID(int=1), UUID(int=2)


def capacity(places: int, free: int, waiting: int = 0) -> Capacity:
    return Capacity(places=places, free=free, waiting=waiting)


def pace(unanswered: int = 0, coming: int = 0, accepted: int = 0, answered: int = 0) -> Pace:
    return Pace(unanswered=unanswered, coming=coming, accepted=accepted, answered=answered)


def test_the_first_invitation_of_a_quiet_hour_is_sent() -> None:
    assert chance(capacity(10, 10), NOBODY_YET) == 1.0


@pytest.mark.parametrize(
    ("there", "going"),
    [
        (capacity(0, 0), NOBODY_YET),
        (capacity(1, 1), NOBODY_YET),  # the only place is kept for who comes by themselves
        (capacity(10, 2), NOBODY_YET),  # a fifth is
        (capacity(10, 5, waiting=3), NOBODY_YET),
        (capacity(10, 4), pace(coming=2)),
    ],
)
def test_without_a_spare_place_nobody_is_invited(there: Capacity, going: Pace) -> None:
    assert chance(there, going) == 0.0


def test_each_invitation_still_unanswered_makes_the_next_less_likely() -> None:
    # One place to spare, one in four accepts: four may be asked at once, the fifth is asked four times in five.
    found = [chance(capacity(10, 3), pace(unanswered=n)) for n in range(8)]
    assert found[:4] == [1.0] * 4
    assert found[4] == pytest.approx(1 / (5 * 0.25))
    assert found[7] == pytest.approx(1 / (8 * 0.25))


def test_a_brand_whose_invitations_are_welcome_sends_fewer_of_them() -> None:
    shy = chance(capacity(10, 3), pace(unanswered=9, accepted=5, answered=180))
    welcome = chance(capacity(10, 3), pace(unanswered=9, accepted=95, answered=180))
    assert shy == 1.0
    assert welcome == pytest.approx(1 / (10 * 0.5))


@given(
    places=some.integers(0, 60),
    taken=some.integers(0, 60),
    waiting=some.integers(0, 20),
    unanswered=some.integers(0, 50),
    coming=some.integers(0, 10),
    accepted=some.integers(0, 100),
    more=some.integers(0, 100),
)
def test_it_is_a_probability_and_grows_with_nothing_but_what_is_free(
    places: int, taken: int, waiting: int, unanswered: int, coming: int, accepted: int, more: int
) -> None:
    free = max(0, places - taken)
    going = pace(unanswered, coming, accepted, accepted + more)
    here = chance(capacity(places, free, waiting), going)
    assert 0 <= here <= 1
    assert chance(capacity(places, free + 1, waiting), going) >= here
    assert chance(capacity(places, free, waiting + 1), going) <= here
    assert (
        chance(capacity(places, free, waiting), pace(unanswered + 1, coming, accepted, accepted + more))
        <= here
    )
    assert (
        chance(capacity(places, free, waiting), pace(unanswered, coming + 1, accepted, accepted + more))
        <= here
    )


def test_the_lot_can_be_drawn_again_and_another_day_is_another_lot() -> None:
    days = [DAY + timedelta(days=n) for n in range(200)]
    drawn = [is_sent(0.5, WHO, RULE, day) for day in days]
    assert drawn == [is_sent(0.5, WHO, RULE, day) for day in days]
    assert 60 < sum(drawn) < 140
    assert all(is_sent(1.0, WHO, RULE, day) and not is_sent(0.0, WHO, RULE, day) for day in days)


def test_one_in_twenty_is_held_out_whatever_the_first_lot_was() -> None:
    visitors = [uuid4() for _ in range(20_000)]
    held = [who for who in visitors if is_held_out(5, who, RULE, DAY)]
    # Five standard deviations of a fair lot.
    assert abs(len(held) - 20_000 * 0.05) < 5 * (20_000 * 0.05 * 0.95) ** 0.5
    assert not any(is_held_out(0, who, RULE, DAY) for who in visitors)
    sent = sum(is_sent(0.3, who, RULE, DAY) for who in held)
    assert abs(sent - 0.3 * len(held)) < 5 * (len(held) * 0.21) ** 0.5
