"""The demo as it is decided, before anything is written."""

import random
import re
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from visavis.demo.drawing import DRAWINGS
from visavis.demo.filling import begin, fill
from visavis.demo.people import BOTH, CLAIRE, STAFF, newcomer
from visavis.demo.planning import SCENES, Play, plan
from visavis.demo.present import PRESENT
from visavis.demo.rehearsing import suited
from visavis.demo.rhythm import is_open
from visavis.demo.scripts import BadScript, read
from visavis.demo.staging import CUSTOMER
from visavis.pages import shop

NOW = datetime(2026, 11, 24, 15, 20, tzinfo=UTC)
SUNDAY_NIGHT = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)  # the hour that comes twice in Paris
LEAP_MORNING = datetime(2028, 2, 29, 7, 59, tzinfo=UTC)
LEFT_OPEN = re.compile(r"[{}|]|~>|\bNone\b")


@pytest.fixture(scope="module")
def plays() -> list[Play]:
    return plan(NOW)


def said(play: Play) -> list[str]:
    return [step.body for step in play.steps if step.do == "say"]


def past(plays: list[Play]) -> list[Play]:
    return [play for play in plays if play.steps[-1].at < NOW - timedelta(days=2)]


def test_the_same_seed_and_time_give_the_same_demo(plays: list[Play]) -> None:
    assert plan(NOW) == plays
    assert [said(play) for play in plan(NOW, seed=7)] != [said(play) for play in plays]


@pytest.mark.parametrize("now", [NOW, SUNDAY_NIGHT, LEAP_MORNING])
def test_it_holds_whenever_it_is_loaded(now: datetime) -> None:
    plays = plan(now)
    assert 380 <= len(plays) <= 430
    assert plays == sorted(plays, key=lambda play: play.start)
    for play in plays:
        times = [step.at for step in play.steps]
        assert times == sorted(times)
        assert now - timedelta(days=125) < times[0]
        assert times[-1] <= now
        asleep = play.steps[-1]
        assert asleep.do != "snooze" or (asleep.until is not None and asleep.until > now)


def test_scenes_are_many_and_in_both_languages() -> None:
    assert len({scene.key for scene in SCENES}) == len(SCENES) >= 45
    counted = Counter((scene.brand, scene.locale) for scene in SCENES)
    assert min(counted[brand, "fr"] for brand in BOTH) >= 18
    assert min(counted[brand, "en"] for brand in BOTH) >= 10


def test_about_a_third_of_the_conversations_are_in_english(plays: list[Play]) -> None:
    english = sum(play.locale == "en" for play in plays) / len(plays)
    assert 0.28 < english < 0.42


def test_nothing_is_left_to_fill_in(plays: list[Play]) -> None:
    for play in plays:
        for text in [play.page_url, *play.page_title.split(" | "), *(step.body for step in play.steps)]:
            assert not LEFT_OPEN.search(text), (play.key, text)


def test_every_way_of_every_line_can_be_said() -> None:
    chance = random.Random(1)
    for scene in SCENES:
        people = [newcomer(chance, n, scene.brand, scene.locale, 2026) for n in range(12)]
        for turn, person in enumerate(people):
            matter = begin(chance, scene, person, NOW, turn)
            for line in scene.lines:
                for way in line.ways:
                    for text in filter(None, way):
                        agent = suited(scene.brand, scene.locale)[0]
                        filled = fill(chance, matter, text, NOW, agent)
                        assert filled.strip() == filled, (scene.key, filled)
                        assert not LEFT_OPEN.search(filled), (scene.key, filled)
                        assert "  " not in filled, (scene.key, filled)


def test_a_customer_without_a_name_is_never_called_by_one(plays: list[Play]) -> None:
    nameless = [play for play in plays if play.person.known == "nameless"]
    assert len(nameless) > 40
    for play in nameless:
        for step in play.steps:
            assert play.person.last not in step.body.split(), (play.key, step.body)


def test_no_conversation_is_told_twice_in_the_same_words(plays: list[Play]) -> None:
    told = Counter(tuple(said(play)) for play in plays if len(said(play)) > 2)
    assert max(told.values()) == 1
    counted = Counter(play.key for play in plays)
    assert max(counted.values()) <= 12


def test_past_conversations_have_3_to_14_messages_and_an_end(plays: list[Play]) -> None:
    assert len(past(plays)) > 350
    for play in past(plays):
        assert 3 <= len(said(play)) <= 14, play.key
        assert [step.do for step in play.steps if step.do in ("resolve", "snooze", "say")][-1] == "resolve"


def test_agents_work_in_opening_hours_and_customers_write_when_they_like(plays: list[Play]) -> None:
    for play in past(plays):
        for step in play.steps:
            if step.by != CUSTOMER and step.do in ("say", "note", "hand_over", "snooze"):
                assert is_open(step.at), (play.key, step)
    late = [
        step for play in past(plays) for step in play.steps if step.by == CUSTOMER and not is_open(step.at)
    ]
    assert len(late) > 10


def test_nobody_answers_outside_his_brands_and_languages(plays: list[Play]) -> None:
    staff = {colleague.name: colleague for colleague in STAFF}
    for play in plays:
        for step in play.steps:
            if step.by in staff and step.do == "say":
                assert play.brand in staff[step.by].brands
                assert play.locale in staff[step.by].answers
    assert {step.by for play in plays for step in play.steps} >= set(staff)


def test_people_wait_right_now_since_seconds_and_since_an_hour(plays: list[Play]) -> None:
    last = [[step for step in play.steps if step.do in ("say", "resolve", "snooze")][-1] for play in plays]
    waits = sorted(
        (NOW - step.at).total_seconds() for step in last if (step.do, step.by) == ("say", CUSTOMER)
    )
    told = sorted(now.seconds for now in PRESENT if now.state in ("new", "waiting"))
    assert [round(seconds) for seconds in waits] == told
    assert {40, 180, 1500} <= set(told)


def test_the_customer_who_signs_in_at_the_demos_shops_has_a_past_there(plays: list[Play]) -> None:
    assert {(person.signs_as, person.name, person.email) for person in CLAIRE} == {
        (shop.CLAIRE["sub"], shop.CLAIRE["name"], shop.CLAIRE["email"])
    }
    for person in CLAIRE:
        assert sum(play.person == person for play in plays) >= 2


def test_every_kind_of_act_is_shown(plays: list[Play]) -> None:
    done = Counter(step.do for play in plays for step in play.steps)
    assert min(done.values()) >= 3
    assert len(done) == 12


def test_every_file_that_a_scene_names_can_be_made() -> None:
    named = {line.file for scene in SCENES for line in scene.lines if line.file}
    assert named == {*DRAWINGS, "invoice", "return_label"}


@pytest.mark.parametrize("line", ["X hello", "~ 3 weeks", "Z soon"])
def test_a_line_that_is_not_in_the_notation_is_refused(line: str) -> None:
    with pytest.raises(BadScript):
        read(f"== key; orders; /; Title\nC hello\n{line}", BOTH[0], "fr")
