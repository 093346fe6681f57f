"""What an invitation says (RFC 5545, 5546): what, when, where, by whom; whatever cannot be read stays a file."""

import re
from datetime import date, datetime, timedelta, tzinfo
from typing import Any, cast

from icalendar import Calendar
from icalendar.cal import Component

from visavis.channels.email.reading.mail import Meeting

LONGEST = 200_000  # characters of a calendar that are read
METHODS = {
    "REQUEST": "request",
    "CANCEL": "cancel",
    "REPLY": "reply",
    "PUBLISH": "publish",
    "COUNTER": "counter",
}
ANSWERS = {"ACCEPTED": "accepted", "DECLINED": "declined", "TENTATIVE": "tentative"}
RHYTHMS = {"DAILY": "daily", "WEEKLY": "weekly", "MONTHLY": "monthly", "YEARLY": "yearly"}
# A zone whose clocks change by another rule than once a year would be reckoned for ever.
_ZONE = re.compile(r"(?ims)^BEGIN:VTIMEZONE\b.*?^END:VTIMEZONE[ \t]*$")
_YEARLY = re.compile(r"(?i)FREQ=YEARLY\b")
_RULE = re.compile(r"(?im)^R(?:RULE|DATE)\b")
RULES = 20  # of one zone


def meeting_in(text: str, here: tzinfo) -> Meeting | None:
    """Read the first event of a calendar; times of no zone are those of `here`. None where nothing can be told."""
    if len(text) > LONGEST or "BEGIN:VEVENT" not in text.upper():
        return None
    try:
        return _read(_ZONE.sub(_decent, text), here)
    except Exception:
        return None  # whatever the library makes of what is none


def _decent(zone: re.Match[str]) -> str:
    rules = len(_RULE.findall(zone.group()))
    return zone.group() if rules == len(_YEARLY.findall(zone.group())) <= RULES else ""


def _read(text: str, here: tzinfo) -> Meeting | None:
    calendar = Calendar.from_ical(text)
    event = next((part for part in calendar.subcomponents if part.name == "VEVENT"), None)
    if event is None:
        return None
    begins = cast("date | datetime | None", event.decoded("dtstart", None))
    if begins is None:
        return None
    ends = cast("date | datetime | None", event.decoded("dtend", None))
    if ends is None and (lasts := event.decoded("duration", None)) is not None:
        ends = begins + cast("timedelta", lasts)
    whole = not isinstance(begins, datetime)
    method = str(calendar.get("method", "")).upper()
    if str(event.get("status", "")).upper() == "CANCELLED":
        method = "CANCEL"
    who, answer = _answer(event) if method == "REPLY" else ("", "")
    rule = cast("dict[str, list[Any]]", event.get("rrule") or {})
    until, times = next(iter(rule.get("UNTIL", [])), None), next(iter(rule.get("COUNT", [])), 0)
    return Meeting(
        method=METHODS.get(method, "publish"),
        title=_line(event.get("summary", "")),
        place=_line(event.get("location", "")),
        organiser=who or _person(event.get("organizer")),
        answer=answer,
        begins=_at(begins, here),
        ends=_at(ends - timedelta(days=1) if whole and ends and ends > begins else ends or begins, here),
        whole_days=whole,
        rhythm=RHYTHMS.get(str(next(iter(rule.get("FREQ", [])), "")).upper(), ""),
        every=max(1, min(999, int(next(iter(rule.get("INTERVAL", [])), 1)))),
        until=(until.date() if isinstance(until, datetime) else until) if isinstance(until, date) else None,
        times=max(0, min(9999, int(times))),
    )


def _at(when: date | datetime, here: tzinfo) -> str:
    """Write a day as itself and a moment with its zone's distance, as ISO 8601 does."""
    if isinstance(when, datetime):
        return (when if when.tzinfo else when.replace(tzinfo=here)).isoformat()
    return when.isoformat()


def _answer(event: Component) -> tuple[str, str]:
    attendees: Any = event.get("attendee", [])
    for person in cast("list[Any]", attendees if isinstance(attendees, list) else [attendees]):
        answer = ANSWERS.get(str(person.params.get("PARTSTAT", "")).upper(), "")
        if answer:
            return _person(person), answer
    return "", ""


def _person(value: Any) -> str:
    if value is None:
        return ""
    name = str(value.params.get("CN", "")) if hasattr(value, "params") else ""
    return _line(name or re.sub(r"(?i)^mailto:", "", str(value)))


def _line(value: object) -> str:
    return " ".join(str(value).split())[:300]
