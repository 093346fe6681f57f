"""A phone number as people write it becomes one that can be called, or is refused."""

import msgspec
import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

from visavis.brands.models import Locale
from visavis.callbacks.errors import PhoneInvalid, PhoneRefused

# Where a number without a country code is from.
REGIONS: dict[Locale, str] = {"fr": "FR", "en": "GB"}
# What costs the caller or reaches nobody is not among them, nor what belongs to no country (satellites).
CALLED = {
    PhoneNumberType.FIXED_LINE,
    PhoneNumberType.MOBILE,
    PhoneNumberType.FIXED_LINE_OR_MOBILE,
    PhoneNumberType.VOIP,
}
NOWHERE = "001"


class Number(msgspec.Struct, frozen=True):
    """A number to call: in E.164, and as the brand's agents read it."""

    e164: str
    shown: str


def number(said: str, locale: Locale) -> Number:
    """Read a number, from the brand's country unless it says otherwise; raise `PhoneInvalid` or `PhoneRefused`."""
    region = REGIONS[locale]
    try:
        read = phonenumbers.parse(said, region)
    except NumberParseException as unreadable:
        raise PhoneInvalid from unreadable
    home = phonenumbers.region_code_for_number(read)
    if read.extension or home is None or not phonenumbers.is_valid_number(read):
        if _is_short(said, region):
            raise PhoneRefused
        raise PhoneInvalid
    if home == NOWHERE or phonenumbers.number_type(read) not in CALLED:
        raise PhoneRefused
    written = PhoneNumberFormat.NATIONAL if home == region else PhoneNumberFormat.INTERNATIONAL
    return Number(
        phonenumbers.format_number(read, PhoneNumberFormat.E164), phonenumbers.format_number(read, written)
    )


def _is_short(said: str, region: str) -> bool:
    """Tell whether it is a number of few digits, for emergencies and services."""
    dialled = phonenumbers.normalize_digits_only(said)
    if not dialled or dialled.startswith("0"):
        return False
    home = phonenumbers.country_code_for_region(region)
    short = phonenumbers.FrozenPhoneNumber(country_code=home, national_number=int(dialled))
    return phonenumbers.is_emergency_number(dialled, region) or phonenumbers.is_valid_short_number_for_region(
        short, region
    )
