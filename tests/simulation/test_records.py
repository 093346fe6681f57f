"""A record of calls is read in every form that the data set has had, oddities included."""

import gzip
from pathlib import Path

import pytest

from visavis import config
from visavis.simulation.records import COLUMNS, Call, read

ONE = "1999-01-03,995,1000,1000,10,AGENT,1010,60,TOVA,2,PS"
TWO = "1999-01-04,10,20,20,30,HANG,,0,NO_SERVER,0,NE"


def written(path: Path, *rows: str, heading: str = ",".join(COLUMNS), end: str = "\n") -> list[Call]:
    """Write a record, and read it."""
    target = path / "calls.csv"
    target.write_bytes((end.join((heading, *rows)) + end).encode())
    return read(target)


def facts(calls: list[Call]) -> list[tuple[object, ...]]:
    """Give what was read, without the numbers of the lines."""
    return [(c.at, c.skill, c.first, c.waited, c.served, c.agent, c.began, c.seconds) for c in calls]


EXPECTED = [
    (1000, "PS", True, 10, True, "TOVA", 1010, 60),
    (86_420, "NE", False, 30, False, "", None, 0),
]


def test_the_record_is_read_whatever_ends_its_lines_and_begins_its_text(tmp_path: Path) -> None:
    plain = ",".join(COLUMNS)
    assert facts(written(tmp_path, ONE, TWO)) == EXPECTED
    assert facts(written(tmp_path, ONE, TWO, end="\r\n")) == EXPECTED
    assert facts(written(tmp_path, ONE, TWO, heading=f"\ufeff{plain},customer_id")) == EXPECTED
    semicolons = [row.replace(",", ";") for row in (plain, ONE, TWO)]
    assert facts(written(tmp_path, *semicolons[1:], heading=semicolons[0])) == EXPECTED
    assert facts(written(tmp_path, "", ONE, TWO, "")) == EXPECTED


def test_the_data_sets_first_description_is_read_too(tmp_path: Path) -> None:
    heading = (
        "vru+line\tCall_id\tCustomer_id\tPriority\tType\tDate\tVRU entry\tVRU exit\tvru_time\t"
        "q_start\tq_exit\tq_time\tOutcome\tser_start\tser_exit\tser_time\tServer"
    )
    rows = [
        "AA0101\t33116\t9664491\t2\tPS\t990103\t0:16:35\t0:16:40\t5\t"
        "00:16:40\t0:16:50\t10\tAGENT\t0:16:50\t0:17:50\t60\tTOVA ",
        "AA0102\t33117\t0\t0\t NE\t990104\t0:00:10\t0:00:20\t10\t"
        "0:00:20\t0:00:50\t30\thang\t0:00:00\t0:00:00\t0\tNO_SERVER",
        "AA0103\t33118\t0\t0\tNE\t990104\t0:01:00\t0:01:05\t5\t"
        "0:00:00\t0:00:00\t0\tHANG\t0:00:00\t0:00:00\t0\tNO_SERVER",
        "AA0104\t33119\t0\t0\tNE\t990104\t0:02:00\t0:02:05\t5\t"
        "0:00:00\t0:00:00\t0\tPHANTOM\t0:00:00\t0:00:00\t0\tNO_SERVER",
    ]
    assert facts(written(tmp_path, *rows, heading=heading)) == EXPECTED


@pytest.mark.parametrize("day", ["1999-01-03", "1999/01/03", "19990103", "990103", "1999-01-03T00:00:00"])
def test_a_day_is_read_in_each_of_its_forms(tmp_path: Path, day: str) -> None:
    [call] = written(tmp_path, ONE.replace("1999-01-03", day))
    assert call.at == 1000


@pytest.mark.parametrize(
    ("row", "waited"),
    [
        ("1999-01-03,995,1000,1000,10", 0),  # a line that was cut off: nobody's call
        ("1999-01-03,nan,1000,1000,10,AGENT,1010,60,TOVA,2,PS", 0),
        ("1999-01-03,995,1000,1000,inf,AGENT,1010,60,TOVA,2,PS", 0),
        ("1999-01-03,995,1000,1000,-5,AGENT,1010,60,TOVA,2,PS", 0),
        ("1999-01-03,995,1000,1000,86390,AGENT,1040,60,TOVA,2.0,PS", 40),
    ],
)
def test_what_cannot_be_is_not_believed(tmp_path: Path, row: str, waited: float) -> None:
    calls = written(tmp_path, row, TWO)
    assert [call.waited for call in calls if call.served] in ([], [waited])
    assert calls[-1].waited == 30


def test_a_record_without_days_or_that_is_damaged_is_said_to_be_so(tmp_path: Path) -> None:
    with pytest.raises(config.CannotStart, match="no date like 1999-01-31 or 990131"):
        written(tmp_path, ONE.replace("1999-01-03", "Sunday"))
    damaged = tmp_path / "calls.csv.gz"
    whole = gzip.compress("\n".join([",".join(COLUMNS), *[ONE] * 500]).encode())
    for part in (whole[:60], whole[:20] + b"\xff" * 20 + whole[40:]):
        damaged.write_bytes(part)
        with pytest.raises(config.CannotStart, match="is damaged"):
            read(damaged)
    with pytest.raises(config.CannotStart, match="is damaged"):
        written(tmp_path, '"' + "x" * 200_000)


def test_a_long_record_is_read_in_a_time_that_grows_with_its_length(tmp_path: Path) -> None:
    # Each day is looked at once: the first is not searched again for every call.
    calls = written(tmp_path, *[ONE, TWO] * 20_000)
    assert len(calls) == 40_000
