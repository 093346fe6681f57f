"""A record of calls is read as it is, oddities included, and replayed with none lost or doubled."""

import gzip
import itertools
from pathlib import Path

import pytest

from visavis import config
from visavis.promises.prediction import survival
from visavis.simulation.calls import callers, presence, turnaround, waits
from visavis.simulation.records import COLUMNS, read
from visavis.simulation.replaying import Replay, replay


def record(path: Path, *rows: str) -> Path:
    """Write a record of calls."""
    path.write_text("\n".join([",".join(COLUMNS), *rows]) + "\n")
    return path


def served(at: int, waited: int, seconds: int, agent: str, skill: str = "PS", priority: int = 0) -> str:
    """A call that an agent took."""
    queued = f"{at},{waited}" if waited else ",0"
    return f"1999-01-03,{at - 5},{at},{queued},AGENT,{at + waited},{seconds},{agent},{priority},{skill}"


def left(at: int, waited: int, skill: str = "PS") -> str:
    """A call whose caller hung up in the line."""
    return f"1999-01-03,{at - 5},{at},{at},{waited},HANG,,0,NO_SERVER,0,{skill}"


def test_only_calls_that_reached_the_line_are_read(tmp_path: Path) -> None:
    path = record(
        tmp_path / "calls.csv",
        served(1000, 10, 60, "TOVA"),
        left(1200, 30),
        "1999-01-03,1300,1310,,0,HANG,,0,NO_SERVER,0,PS",  # hung up on the machine
        "1999-01-03,1400,1410,1410,5,PHANTOM,,0,NO_SERVER,0,PS",
        "1999-01-03,x,1410,,5,AGENT,,0,TOVA,0,PS",
        "no day,1400,1410,,5,AGENT,,0,TOVA,0,PS",
    )
    assert [(call.at, call.served, call.waited) for call in read(path)] == [
        (1000, True, 10),
        (1200, False, 30),
    ]


def test_a_call_that_crosses_midnight_goes_on_the_next_day(tmp_path: Path) -> None:
    path = record(
        tmp_path / "calls.csv",
        "1999-01-03,86390,86395,86395,20,AGENT,15,60,TOVA,0,PS",
        served(50, 0, 9, "TOVA"),
    )
    [early, late] = read(path)
    assert (early.at, late.at, late.began) == (50, 86_395, 86_415)


def test_an_agent_is_away_while_callers_wait_in_vain_and_after_a_quarter_of_an_hour(tmp_path: Path) -> None:
    path = record(
        tmp_path / "calls.csv",
        *(served(1000, 0, 100, "TOVA"), served(1300, 0, 100, "TOVA"), served(3000, 0, 50, "TOVA")),
        *(served(1120, 80, 10, "YITZ"), served(4000, 10, 60, "YITZ", "NE")),
        left(1150, 140, "NE"),  # which TOVA is not seen to take
    )
    calls = read(path)
    shifts = [(s.begins, s.ends) for s in presence(calls, 5.0) if s.agent == "TOVA"]
    assert shifts == [(1000, 1100), (1200, 1400), (3000, 3050)]


def test_turnaround_is_what_lies_between_two_calls_while_somebody_waits(tmp_path: Path) -> None:
    rows = [served(1000, 0, 100, "TOVA"), served(1050, 56, 50, "TOVA"), served(1300, 0, 50, "TOVA")]
    assert turnaround(read(record(tmp_path / "calls.csv", *rows))) == 6.0


def test_patience_is_what_was_shown_or_longer_than_the_wait(tmp_path: Path) -> None:
    rows = [left(1000 + n, 10 * n + 1) for n in range(20)]
    rows += [served(2000 + n, 10 * n, 60, "TOVA") for n in range(20)]
    calls = read(record(tmp_path / "calls.csv", *rows))
    for caller in callers(calls):
        if caller.call.served:
            assert caller.patience > caller.call.waited
        else:
            assert (caller.patience, caller.seconds) == (caller.call.waited, 60)
    shares = [share for _, share in survival(waits(calls))]
    assert all(a > b for a, b in itertools.pairwise(shares))


def test_a_replay_loses_and_doubles_nobody_and_respects_skills_and_priority(tmp_path: Path) -> None:
    rows = [served(1000, 0, 600, "TOVA"), served(1000, 0, 900, "YITZ", "NE")]
    rows += [served(1100 + n, 500 + 40 * n, 30, "TOVA", priority=2 if n == 4 else 1) for n in range(5)]
    rows += [left(1200, 20, "NE"), left(1500, 700, "NE")]
    path = tmp_path / "calls.csv.gz"
    path.write_bytes(gzip.compress(record(tmp_path / "calls.csv", *rows).read_bytes()))
    found = replay(path)
    assert (found["offered"], found["lost"], found["doubled"], found["skill_mismatch"]) == (9, 0, 0, 0)
    assert found["served"] == found["real_served"] == 7
    assert found["abandoned"] == found["real_abandoned"] == 2
    assert found["real_within_20s"] == pytest.approx(2 / 9, abs=1e-4)
    assert found["real_mean_wait_s"] == pytest.approx((500 * 5 + 40 * 10) / 7, abs=0.01)


def answered(path: Path, pause: float) -> list[float]:
    """Replay a record with this turnaround; give each call's wait, in the order of arrival."""
    calls = read(path)
    ours = Replay(callers(calls), presence(calls, pause), pause)
    ours.run()
    return [ours.waits[call.id] for call in calls]


def test_a_priority_customer_is_taken_to_have_waited_a_minute_and_a_half(tmp_path: Path) -> None:
    waiting = [served(1010, 100, 60, "TOVA", priority=1), served(1090, 90, 60, "TOVA", priority=2)]
    path = record(tmp_path / "calls.csv", served(1000, 0, 100, "TOVA"), *waiting)
    assert answered(path, 0.0) == [0, 170, 20]


def test_an_agent_takes_a_breath_between_two_calls(tmp_path: Path) -> None:
    path = record(tmp_path / "calls.csv", served(1000, 0, 100, "TOVA"), served(1050, 50, 60, "TOVA"))
    assert answered(path, 7.0) == [0, 57]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"a,b\n1,2\n", "no record of calls: it has no date"),
        (b"\xff\xfe\x00", "damaged"),
        (b"\x1f\x8b broken", "damaged|cannot be read"),
        (",".join(COLUMNS).encode() + b"\n", "no call that reached the line"),
    ],
)
def test_what_is_no_record_is_said_to_be_none(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "calls.csv"
    path.write_bytes(content)
    with pytest.raises(config.CannotStart, match=said):
        replay(path)


def test_a_record_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(config.CannotStart, match="cannot be read: No such file"):
        read(tmp_path / "nothing.csv")
