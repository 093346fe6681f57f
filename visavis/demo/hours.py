"""When the two brands are open, in Paris, and the feasts of the years around the demo."""

from datetime import date, datetime

from visavis.brands import Hours, Interval, SpecialDay, Week

ZONE = "Europe/Paris"


def _open(*intervals: tuple[str, str]) -> list[Interval]:
    return [Interval(opens=opens, closes=closes) for opens, closes in intervals]


DAY, MORNING, AFTERNOON = ("09:00", "19:00"), ("09:00", "12:30"), ("13:30", "19:00")
# Monday to Saturday, 9 to 19 h: when somebody of the team is at work.
STAFFED = Week(
    **dict.fromkeys(
        ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday"),
        _open(DAY),
    )
)
# Of late, the first brand answers day and night: whoever looks at the demo finds it open.
AROUND_THE_CLOCK = Hours(
    time_zone=ZONE,
    week=Week(**dict.fromkeys(Week.__struct_fields__, _open(("00:00", "00:00")))),
)
WEEKS = {
    "maison-lumen": STAFFED,
    "atelier-brume": Week(
        **dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), _open(MORNING, AFTERNOON)),
        saturday=_open(("10:00", "18:00")),
    ),
}
# Month and day, and what is open then: nothing, for most.
FEASTS: tuple[tuple[int, int, str, list[Interval]], ...] = (
    (1, 1, "Jour de l’an", []),
    (5, 1, "Fête du Travail", []),
    (7, 14, "Fête nationale", []),
    (8, 15, "Assomption", []),
    (12, 24, "Veille de Noël", _open(("09:00", "16:00"))),
    (12, 25, "Noël", []),
    (12, 31, "Saint-Sylvestre", _open(("09:00", "16:00"))),
)


def opening_hours(slug: str, now: datetime) -> Hours:
    """Give a brand's opening hours, with the feasts of this year and the next."""
    feasts = [
        SpecialDay(day=date(year, month, day), name=name, intervals=intervals)
        for year in (now.year, now.year + 1)
        for month, day, name, intervals in FEASTS
    ]
    return Hours(time_zone=ZONE, week=WEEKS[slug], special_days=feasts)
