"""A number as people write it, and what we do not call."""

import pytest

from visavis import callbacks
from visavis.brands.models import Locale


@pytest.mark.parametrize(
    ("said", "locale", "read", "shown"),
    [
        ("01 99 00 11 22", "fr", "+33199001122", "01 99 00 11 22"),
        ("06.12.34.56.78", "fr", "+33612345678", "06 12 34 56 78"),
        ("+33 (0)6 12 34 56 78", "fr", "+33612345678", "06 12 34 56 78"),
        ("0033612345678", "fr", "+33612345678", "06 12 34 56 78"),
        ("020 7946 0018", "en", "+442079460018", "020 7946 0018"),
        ("+44 20 7946 0018", "fr", "+442079460018", "+44 20 7946 0018"),
        ("+32 2 555 12 12", "fr", "+3225551212", "+32 2 555 12 12"),
        ("09 72 12 34 56", "fr", "+33972123456", "09 72 12 34 56"),
        ("٠٦١٢٣٤٥٦٧٨", "fr", "+33612345678", "06 12 34 56 78"),
    ],
)
def test_a_number_is_read_from_where_the_brand_is(said: str, locale: Locale, read: str, shown: str) -> None:
    found = callbacks.number(said, locale)
    assert (found.e164, found.shown) == (read, shown)


@pytest.mark.parametrize(
    "said",
    [
        "",
        "bonjour",
        "06 12 34",
        "+33",
        "020 7946 0018",
        "06 12 34 56 78 poste 12",
        "+999 123456789",
        "<b>1</b>",
    ],
)
def test_what_is_no_number_is_not_called(said: str) -> None:
    with pytest.raises(callbacks.PhoneInvalid):
        callbacks.number(said, "fr")


@pytest.mark.parametrize(
    "said",
    [
        *("112", "15", "17", "18", "3950"),  # emergencies, and a short number that costs
        *("0899 12 34 56", "0820 12 34 56", "+44 906 123 4567", "+1 900 555 1234"),
        *("+881 6 1234 5678", "+44 70 1234 5678"),  # a satellite, and a number that follows somebody around
    ],
)
def test_what_costs_or_saves_lives_is_not_called(said: str) -> None:
    with pytest.raises(callbacks.PhoneRefused):
        callbacks.number(said, "fr")
