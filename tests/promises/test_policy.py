"""The house's rules, one person at a time."""

from collections.abc import Callable

import pytest

from tests.promises.house import EN, FR, LUMEN, agent, chat, given, house_of, keep_writing, only
from visavis.promises import policy as p

Decide = Callable[[p.State, p.Event, float], tuple[p.Action, ...]]


def test_a_visitor_is_greeted_by_whoever_finishes_first() -> None:
    house = house_of(agent("Léa"), agent("Marc"))
    keep_writing(house, "Léa", 1)
    keep_writing(house, "Marc", 1)
    assert given(house, p.Arrived(chat("Ana", 5.0)), 5.0) == []
    assert given(house, p.Answered("Marc", "Marc 0", 9.0), 9.0) == [("Ana", "Marc")]


def test_a_visitor_is_not_given_to_an_agent_without_the_brand_or_language() -> None:
    house = house_of(agent("Léa", brands="aube"), agent("Tom", languages="en"))
    assert given(house, p.Arrived(chat("Ana", 0.0, LUMEN)), 0.0) == []
    assert given(house, p.Arrived(chat("Ben", 0.0, EN)), 0.0) == [("Ben", "Léa")]


def test_the_least_flexible_agent_is_asked_first() -> None:
    house = house_of(agent("both"), agent("french", languages="fr"))
    assert given(house, p.Arrived(chat("Ana", 0.0)), 0.0) == [("Ana", "french")]


def test_between_equals_who_has_worked_least_today() -> None:
    house = house_of(agent("Léa", work_today=9000.0), agent("Marc", work_today=6000.0))
    assert given(house, p.Arrived(chat("Ana", 0.0)), 0.0) == [("Ana", "Marc")]


def test_a_returning_customer_is_kept_for_their_agent_who_is_about_to_finish() -> None:
    house = house_of(agent("Léa"), agent("Marc"))
    keep_writing(house, "Léa", 2)
    assert given(house, p.Arrived(chat("Ana", 5.0, own="Léa")), 5.0) == [("Ana", "Léa")]


def test_a_returning_customer_whose_agent_is_away_is_handed_over_with_a_note() -> None:
    house = house_of(agent("Léa", status="away"), agent("Marc"))
    [assigned] = only(house.tell(p.Arrived(chat("Ana", 0.0, own="Léa")), 0.0), p.Assign)
    assert (assigned.agent_id, assigned.handover) == ("Marc", True)


def test_a_house_without_counterparts_sends_everybody_to_the_pool() -> None:
    house = house_of(agent("Léa"), agent("Marc"), rules=p.Rules(own_budget=0.0))
    keep_writing(house, "Léa", 1)
    assert given(house, p.Arrived(chat("Ana", 5.0, own="Léa")), 5.0) == [("Ana", "Marc")]


def test_a_fourth_chat_is_given_only_to_save_a_promise() -> None:
    house = house_of(agent("Léa"))
    keep_writing(house, "Léa", 3)
    house.learn(p.Answered("Léa", "Léa 0", 35.0), 35.0)
    actions = house.tell(p.Arrived(chat("Ana", 40.0)), 40.0)
    assert only(actions, p.Assign) == []
    [wake] = only(actions, p.Wake)
    assert wake.at == 60.0
    [assigned] = only(house.tell(p.Tick(), wake.at), p.Assign)
    assert assigned.elastic


def test_a_full_desk_gets_nothing_more() -> None:
    house = house_of(agent("Léa"))
    keep_writing(house, "Léa", 5)
    assert given(house, p.Arrived(chat("Ana", 0.0)), 0.0) == []
    assert given(house, p.Tick(), 170.0) == []
    assert given(house, p.Ended("Léa 3"), 175.0) == [("Ana", "Léa")]


def test_an_agent_who_does_not_take_it_loses_it_to_another() -> None:
    house = house_of(agent("Léa", work_today=0.0), agent("Marc", work_today=5000.0))
    [assigned] = only(house.tell(p.Arrived(chat("Ana", 0.0)), 0.0, accept=False), p.Assign)
    assert (assigned.agent_id, assigned.accept_by) == ("Léa", 12.0)
    actions = house.tell(p.Tick(), 12.0, accept=False)
    assert only(actions, p.TakeBack) == [p.TakeBack("Ana", "Léa")]
    assert [a.agent_id for a in only(actions, p.Assign)] == ["Marc"]
    # Both have let it pass: it waits for somebody else.
    actions = house.tell(p.Tick(), 24.0, accept=False)
    assert only(actions, p.Assign) == []
    assert given(house, p.Seen(agent("Nora")), 30.0) == [("Ana", "Nora")]


def test_in_the_last_minute_those_who_declined_are_asked_again_rather_than_nobody() -> None:
    house = house_of(agent("Léa"))
    house.tell(p.Arrived(chat("Ana", 0.0)), 0.0, accept=False)
    assert only(house.tell(p.Declined("Ana"), 3.0), p.Assign) == []
    [assigned] = only(house.tell(p.Tick(), 120.0, accept=False), p.Assign)
    assert (assigned.agent_id, assigned.accept_by) == ("Léa", 132.0)
    [assigned] = only(house.tell(p.Declined("Ana"), 170.0, accept=False), p.Assign)
    assert assigned.accept_by == 175.0, "a few seconds to see it"


def test_an_agent_who_declines_is_not_asked_again() -> None:
    house = house_of(agent("Léa"), agent("Marc", work_today=5000.0))
    house.tell(p.Arrived(chat("Ana", 0.0)), 0.0, accept=False)
    assert given(house, p.Declined("Ana"), 3.0) == [("Ana", "Marc")]


def test_whoever_waits_at_an_agent_who_vanished_goes_to_another_and_is_due_as_before() -> None:
    house = house_of(agent("Léa"), agent("Marc", languages="en", brands="lumen"))
    house.tell(p.Arrived(chat("wrote", 0.0)), 0.0)
    house.greet("Léa", "wrote", 8.0)
    house.tell(p.Arrived(chat("silent", 10.0)), 10.0)
    house.greet("Léa", "silent", 18.0)
    house.tell(p.Wrote("wrote", 80.0, 35.0), 20.0)
    house.tell(p.Arrived(chat("not greeted", 20.0)), 20.0)
    house.tell(p.Vanished("Léa"), 30.0)
    assert {name: house.state.works[name].due_at for name in house.state.waiting} == {
        "not greeted": 200.0,
        "wrote": 80.0,
    }
    assert given(house, p.Seen(agent("Nora")), 31.0)[0] == ("wrote", "Nora")
    # The third had nothing to wait for; when they write again, somebody is there.
    house.greet("Nora", "wrote", 33.0)
    house.greet("Nora", "not greeted", 36.0)
    assert given(house, p.Wrote("silent", 160.0, 35.0), 100.0) == [("silent", "Nora")]


def test_a_promise_at_risk_calls_the_qualified_agents_once() -> None:
    house = house_of(agent("Léa", capacity={"chat": 1}), agent("Tom", languages="en"))
    keep_writing(house, "Léa", 1)
    actions = house.tell(p.Arrived(chat("Ana", 0.0)), 0.0)
    assert only(actions, p.Page) == []
    house.tell(p.Tick(), 120.0)
    assert only(house.tell(p.Tick(), 150.0), p.Page) == [p.Page("Ana", ("Léa",))]
    assert only(house.tell(p.Tick(), 160.0), p.Page) == []


def test_when_many_promises_are_at_risk_each_is_called_for() -> None:
    house = house_of()
    for n in range(40):
        house.learn(p.Arrived(chat(f"{n}", 0.0)), 0.0)
    paged: list[p.Page] = []
    actions = house.tell(p.Tick(), 150.0)
    while found := only(actions, p.Page):
        paged += found
        actions = house.tell(p.Tick(), 150.0) if only(actions, p.Wake) else ()
    assert len(paged) == 40


def test_every_moment_at_which_time_alone_changes_something_is_asked_for() -> None:
    house = house_of(agent("Léa"))
    keep_writing(house, "Léa", 3)
    house.learn(p.Began("Léa", "Léa 0", 1000.0), 0.0)
    wakes: list[float] = []
    actions = house.tell(p.Arrived(chat("Ana", 0.0, own="Léa")), 0.0)
    while not only(actions, p.Assign):
        [wake] = only(actions, p.Wake)
        wakes.append(wake.at)
        actions = house.tell(p.Tick(), wake.at)
    # A slot above the soft cap, the own agent's budget, the last minute.
    assert wakes == [20.0, 45.0, 120.0]


def test_somebody_in_a_hurry_goes_first_and_somebody_who_browses_last() -> None:
    house = house_of(agent("Léa", capacity={"chat": 1}))
    keep_writing(house, "Léa", 1)
    for name, mode in (("browses", "browsing"), ("usual", ""), ("hurries", "hurry")):
        house.learn(p.Arrived(chat(name, 0.0, mode=mode)), 0.0)
    assert given(house, p.Ended("Léa 0"), 10.0) == [("hurries", "Léa")]
    assert given(house, p.Ended("hurries"), 20.0) == [("usual", "Léa")]


def test_somebody_who_wants_advice_gets_an_agent_with_time() -> None:
    french = agent("calm", work_today=4000.0), agent("crowded", languages="fr", brands="aube")
    for mode, who in (("", "crowded"), ("advice", "calm")):
        house = house_of(*french)
        keep_writing(house, "crowded", 1)
        house.learn(p.Answered("crowded", "crowded 0", 5.0), 5.0)
        assert given(house, p.Arrived(chat("Ana", 9.0, mode=mode)), 9.0) == [("Ana", who)]


def test_a_desk_is_emptied_for_a_booked_call_back() -> None:
    house = house_of(agent("Léa"), agent("Marc"))
    keep_writing(house, "Léa", 1)
    keep_writing(house, "Marc", 2)
    slot = p.Work("Ana", "callback", FR, 0.0, 1800.0, not_before=900.0)
    [wake] = only(house.tell(p.Arrived(slot), 0.0), p.Wake)
    assert wake.at == 420.0
    actions = house.tell(p.Tick(), wake.at)
    assert only(actions, p.Reserve) == [p.Reserve("Ana", "Léa")]
    house.learn(p.Answered("Léa", "Léa 0", 35.0), 430.0)
    assert given(house, p.Arrived(chat("Ben", 440.0)), 440.0) == [], "Léa is kept, Marc writes"
    assert given(house, p.Ended("Léa 0"), 500.0) == []
    assert ("Ana", "Léa") in given(house, p.Tick(), 900.0)
    assert given(house, p.Arrived(chat("Zoé", 905.0)), 905.0) == [], "nothing beside a call"


def test_an_agent_is_not_kept_for_a_call_back_and_given_a_chat_at_once() -> None:
    house = house_of(agent("Léa"))
    keep_writing(house, "Léa", 1)
    house.learn(p.Answered("Léa", "Léa 0", 5.0), 5.0)
    house.learn(p.Arrived(p.Work("Ana", "callback", FR, 10.0, 100.0)), 10.0)
    house.learn(p.Arrived(chat("Ben", 10.0)), 10.0)
    actions = house.tell(p.Tick(), 10.0)
    assert only(actions, p.Reserve) == [p.Reserve("Ana", "Léa")]
    assert only(actions, p.Assign) == []


def test_an_agent_kept_for_a_call_back_that_another_takes_is_free_again() -> None:
    house = house_of(agent("Léa"))
    keep_writing(house, "Léa", 1)
    house.tell(p.Arrived(p.Work("Ana", "callback", FR, 0.0, 120.0)), 0.0)
    assert house.state.agents["Léa"].reserved_for == "Ana"
    assert given(house, p.Seen(agent("Marc")), 10.0) == [("Ana", "Marc")]
    assert house.state.agents["Léa"].reserved_for == ""


def test_a_call_back_that_is_cancelled_frees_the_desk_and_the_slot() -> None:
    house = house_of(agent("Léa"))
    keep_writing(house, "Léa", 1)
    house.tell(p.Arrived(p.Work("Ana", "callback", FR, 0.0, 1800.0, not_before=900.0)), 0.0)
    house.tell(p.Tick(), 500.0)
    assert house.state.agents["Léa"].reserved_for == "Ana"
    house.tell(p.Ended("Ana"), 510.0)
    assert house.state.agents["Léa"].reserved_for == ""
    assert house.state.line(FR).slots == {}


@pytest.mark.parametrize(
    ("decide", "first"),
    [(p.round_robin, "rested"), (p.least_open, "light"), (p.spare_share, "roomy"), (p.last_agent, "known")],
)
def test_other_policies_choose_as_their_name_says(decide: Decide, first: str) -> None:
    house = house_of(
        agent("rested", capacity={"chat": 3}, assigned_at=1.0),
        agent("light", capacity={"chat": 2}, assigned_at=4.0),
        agent("roomy", capacity={"chat": 9}, assigned_at=3.0),
        agent("known", capacity={"chat": 4}, assigned_at=5.0),
    )
    for name, chats in (("rested", 2), ("roomy", 2), ("known", 3), ("light", 1)):
        assigned_at = house.state.agents[name].assigned_at
        keep_writing(house, name, chats, assigned_at)
    work = chat("Ana", 10.0, own="known")
    house.learn(p.Arrived(work), 10.0)
    [assigned] = only(decide(house.state, p.Arrived(work), 10.0), p.Assign)
    assert assigned.agent_id == first


def test_an_agents_screen_shows_a_greeting_before_all_then_what_is_due_first() -> None:
    house = house_of(agent("Léa"))
    keep_writing(house, "Léa", 2)
    house.tell(p.Wrote("Léa 1", 90.0, 35.0), 30.0)
    house.tell(p.Wrote("Léa 0", 95.0, 35.0), 35.0)
    house.learn(p.Arrived(chat("Ana", 40.0)), 40.0)
    house.learn(p.Assign("Ana", "Léa", 52.0), 40.0)
    assert [seat.work.id for seat in p.due_first(house.state.agents["Léa"])] == ["Ana", "Léa 1", "Léa 0"]
    assert [seat.work.id for seat in p.oldest_first(house.state.agents["Léa"])] == ["Léa 1", "Léa 0", "Ana"]


def test_facts_about_those_who_are_gone_are_passed_over() -> None:
    house = house_of(agent("Léa"))
    for fact in (
        *(p.Ended("nobody"), p.Accepted("nobody"), p.Declined("nobody"), p.Wrote("nobody", 1.0, 1.0)),
        *(p.Assign("nobody", "Léa", 1.0), p.Reserve("nobody", "Léa"), p.Vanished("no agent")),
        *(p.Began("Léa", "nobody", 1.0), p.Answered("no agent", "nobody", 1.0), p.Worked("no agent", 1.0)),
    ):
        before = house.state.snapshot()
        house.learn(fact, 1.0)
        assert house.state.snapshot() == before
