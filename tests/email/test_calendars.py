"""An invitation is told as what it is: what, when, where, by whom; what is no calendar stays a file."""

from datetime import UTC, date

import pytest

from visavis.channels.email.reading import read_mail
from visavis.channels.email.reading.calendars import meeting_in

ZONE = """BEGIN:VTIMEZONE
TZID:Notre heure
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""


def calendar(event: str, method: str = "REQUEST", zone: str = "") -> str:
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nMETHOD:{method}\n{zone}BEGIN:VEVENT\nUID:1\n{event}\nEND:VEVENT\nEND:VCALENDAR\n"


@pytest.mark.parametrize(
    ("lines", "begins", "ends"),
    [
        (
            "DTSTART:20261201T090000Z\nDTEND:20261201T100000Z",
            "2026-12-01T09:00:00+00:00",
            "2026-12-01T10:00:00+00:00",
        ),
        (
            "DTSTART;TZID=Europe/Paris:20261201T090000\nDURATION:PT1H",
            "2026-12-01T09:00:00+01:00",
            "2026-12-01T10:00:00+01:00",
        ),
        (
            "DTSTART;TZID=Romance Standard Time:20260701T090000",
            "2026-07-01T09:00:00+02:00",
            "2026-07-01T09:00:00+02:00",
        ),
        ("DTSTART:20261201T090000", "2026-12-01T09:00:00+00:00", "2026-12-01T09:00:00+00:00"),
        ("DTSTART;VALUE=DATE:20261201\nDTEND;VALUE=DATE:20261203", "2026-12-01", "2026-12-02"),
        ("DTSTART;VALUE=DATE:20261201", "2026-12-01", "2026-12-01"),
    ],
)
def test_when_it_is_is_told_in_its_zone(lines: str, begins: str, ends: str) -> None:
    found = meeting_in(calendar(f"SUMMARY:Visite\n{lines}"), UTC)
    assert found is not None
    assert (found.begins, found.ends, found.whole_days) == (begins, ends, len(begins) == 10)


def test_a_zone_of_its_own_is_reckoned_unless_it_never_ends() -> None:
    event = "SUMMARY:Visite\nDTSTART;TZID=Notre heure:20261201T090000"
    found = meeting_in(calendar(event, zone=ZONE), UTC)
    assert found is not None
    assert found.begins == "2026-12-01T09:00:00+01:00"
    endless = ZONE.replace("FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10", "FREQ=SECONDLY")
    assert meeting_in(calendar(event, zone=endless), UTC) is not None


def test_who_invites_where_and_how_often_is_told() -> None:
    found = meeting_in(
        calendar(
            "SUMMARY:Point\\, hebdomadaire\nLOCATION:12 rue des Lilas\nORGANIZER;CN=Léa Martin:mailto:lea@x.fr\n"
            "DTSTART:20261201T090000Z\nRRULE:FREQ=WEEKLY;INTERVAL=2;UNTIL=20270601T000000Z"
        ),
        UTC,
    )
    assert found is not None
    assert (found.title, found.place, found.organiser) == (
        "Point, hebdomadaire",
        "12 rue des Lilas",
        "Léa Martin",
    )
    assert (found.rhythm, found.every, found.until, found.times) == ("weekly", 2, date(2027, 6, 1), 0)


def test_an_answer_and_a_cancellation_are_told_as_such() -> None:
    reply = meeting_in(
        calendar(
            "SUMMARY:Visite\nDTSTART:20261201T090000Z\nATTENDEE;PARTSTAT=DECLINED;CN=Claire:mailto:c@x.fr",
            "REPLY",
        ),
        UTC,
    )
    assert reply is not None
    assert (reply.method, reply.organiser, reply.answer) == ("reply", "Claire", "declined")
    gone = meeting_in(calendar("SUMMARY:Visite\nDTSTART:20261201T090000Z\nSTATUS:CANCELLED"), UTC)
    assert gone is not None
    assert gone.method == "cancel"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "BEGIN:VEVENT",
        calendar("SUMMARY:x"),
        calendar("DTSTART:yesterday"),
        calendar("DTSTART:20261201T090000Z\nRRULE:FREQ=WEEKLY;INTERVAL=x"),
        calendar("DTSTART:20269999T090000Z"),
        calendar("DTSTART:20261201T090000Z" + "\nX-A:b" * 100_000),
    ],
)
def test_what_is_no_calendar_says_nothing(text: str) -> None:
    assert meeting_in(text, UTC) is None


def test_a_mail_with_an_invitation_has_it_and_its_file() -> None:
    raw = (
        "From: a@b.fr\nDate: Tue, 24 Nov 2026 10:12:00 +0100\nContent-Type: multipart/alternative; boundary=q\n\n--q\n\nVenez\n"
        f"--q\nContent-Type: text/calendar; method=REQUEST\n\n{calendar('SUMMARY:Visite' + chr(10) + 'DTSTART:20261201T090000')}\n--q--\n"
    )
    read = read_mail(raw.encode())
    assert read.text == "Venez"
    assert [file.name for file in read.files] == ["invitation.ics"]
    assert read.meeting is not None
    assert read.meeting.begins == "2026-12-01T09:00:00+01:00"
