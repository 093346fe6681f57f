"""Emails wait for idle hands, and for nobody else once they are due."""

from tests.promises.house import FR, agent, chat, given, house_of, keep_writing, only
from visavis.promises import policy as p


def test_emails_wait_for_idle_hands_until_they_are_due_soon() -> None:
    house = house_of(agent("Léa"))
    keep_writing(house, "Léa", 3)
    actions = house.tell(p.Arrived(p.Work("Ana", "email", FR, 0.0, 3600.0, predicted=240.0)), 0.0)
    assert only(actions, p.Assign) == []
    assert given(house, p.Tick(), 1800.0) == [("Ana", "Léa")]


def test_writing_an_email_does_not_keep_an_agent_from_greeting() -> None:
    house = house_of(agent("Léa"))
    assert given(house, p.Arrived(p.Work("Ana", "email", FR, 0.0, 3600.0)), 0.0) == [("Ana", "Léa")]
    house.tell(p.Began("Léa", "Ana", 240.0), 1.0)
    assert given(house, p.Arrived(chat("Ben", 2.0)), 2.0) == [("Ben", "Léa")]


def test_an_email_goes_to_the_customer_s_own_agent_and_waits_for_them_while_there_is_time() -> None:
    house = house_of(agent("Léa"), agent("Marc"))
    keep_writing(house, "Léa", 2)
    letter = p.Work("Ana", "email", FR, 0.0, 7200.0, own="Léa")
    assert given(house, p.Arrived(letter), 0.0) == []
    assert given(house, p.Tick(), 7200.0 - 1800.0) == [("Ana", "Léa")]
