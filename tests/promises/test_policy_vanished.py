"""An agent vanishes with chats on their desk, and perhaps comes back."""

from tests.promises.house import agent, given, house_of, keep_writing, only
from visavis.promises import policy as p


def test_an_agent_who_comes_back_in_time_goes_on_with_their_own_chats() -> None:
    house = house_of(agent("Léa"), agent("Marc", languages="fr"))
    keep_writing(house, "Léa", 2)
    house.tell(p.Vanished("Léa"), 10.0)
    # Marc's desk is empty and he would be asked first, but it is Léa who knows what was said.
    house.tell(p.Seen(agent("Léa")), 40.0)
    assert given(house, p.Wrote("Léa 1", 110.0, 35.0), 50.0) == [("Léa 1", "Léa")]
    house.greet("Léa", "Léa 1", 55.0)
    house.tell(p.Vanished("Léa"), 60.0)
    assert given(house, p.Wrote("Léa 0", 130.0, 35.0), 70.0) == [("Léa 0", "Marc")]


def test_whoever_comes_back_first_is_not_given_all_that_was_left_behind() -> None:
    house = house_of(agent("Léa"))
    keep_writing(house, "Léa", 4)
    for n in range(4):
        house.learn(p.Wrote(f"Léa {n}", 60.0, 35.0), 0.0)
    house.tell(p.Vanished("Léa"), 10.0)
    assert len(given(house, p.Seen(agent("Marc")), 40.0)) == 1
    actions = house.tell(p.Seen(agent("Nora")), 41.0)
    assert len(only(actions, p.Assign)) == 1
    assert [wake.at for wake in only(actions, p.Wake)] == [45.0], "a quarter of what was promised is left"
    assert [wake.at for wake in only(house.tell(p.Tick(), 45.0), p.Wake)] == [60.0]
    # At the last moment they are given to whoever has a place.
    assert len(given(house, p.Tick(), 60.0)) == 2
