"""Opening hours as people say them, for the tests."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from visavis.brands import Hours, Interval, SpecialDay, Week

PARIS = ZoneInfo("Europe/Paris")
DAYS = tuple(Week.__struct_fields__)


def _clock(said: str) -> str:
    hour, _, minute = said.partition(":")
    return f"{int(hour):02}:{minute or '00'}"


def intervals(said: str) -> list[Interval]:
    """Read `9-12 14:30-18`."""
    return [
        Interval(opens=_clock(opens), closes=_clock(closes))
        for opens, _, closes in (pair.partition("-") for pair in said.split())
    ]


def week(weekdays: str, saturday: str = "", sunday: str = "") -> Week:
    """Make a week from what is said of its working days, of Saturday and of Sunday."""
    said = [weekdays] * 5 + [saturday, sunday]
    return Week(**{day: intervals(words) for day, words in zip(DAYS, said, strict=True)})


def every_day(said: str) -> Week:
    return week(said, said, said)


def special(day: str, said: str = "", name: str = "") -> SpecialDay:
    return SpecialDay(day=date.fromisoformat(day), name=name, intervals=intervals(said))


def hours(ordinary: Week, *special_days: SpecialDay, zone: str = "Europe/Paris") -> Hours:
    return Hours(time_zone=zone, week=ordinary, special_days=list(special_days))


OFFICE = hours(week("9-18"))
SHOP = hours(week("9-12 14-18", "10-13"), special("2026-12-25", name="Noël"), special("2026-12-24", "9-12"))
BAR = hours(week("", "22-4", "22-2"))
ALL_DAY = "0-0"
ROUND_THE_CLOCK = hours(every_day(ALL_DAY))
NEVER = hours(week(""))


def paris(said: str) -> datetime:
    """Read a time on the clock in Paris, as an instant (UTC)."""
    return datetime.fromisoformat(said).replace(tzinfo=PARIS).astimezone(UTC)


def utc(said: str) -> datetime:
    return datetime.fromisoformat(said).replace(tzinfo=UTC)
