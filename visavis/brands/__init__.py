"""Brands of the group: their names, colours, origins and secrets, and when they are open."""

from visavis.brands.business_clock import (
    after_business_time,
    business_time,
    is_open,
    next_closing,
    next_opening,
    spans,
)
from visavis.brands.creating import create, when_created
from visavis.brands.editing import edit, rotate_secret
from visavis.brands.errors import BrandNotFound, HoursOutdated, HoursVersionNotFound, SlugTaken
from visavis.brands.events import HoursChanged
from visavis.brands.hours import ALWAYS, Hours, HoursVersion, Interval, SpecialDay, Week
from visavis.brands.hours_queries import hours_at, hours_history, hours_now, hours_version, time_zones
from visavis.brands.models import Brand, BrandChanges, Locale, NewBrand, Routing
from visavis.brands.opening import Opening, OpenSpan, opening
from visavis.brands.queries import all_brands, brand, brand_by_slug, identity_secret
from visavis.brands.saving_hours import save_hours

__all__ = [
    "ALWAYS",
    "Brand",
    "BrandChanges",
    "BrandNotFound",
    "Hours",
    "HoursChanged",
    "HoursOutdated",
    "HoursVersion",
    "HoursVersionNotFound",
    "Interval",
    "Locale",
    "NewBrand",
    "OpenSpan",
    "Opening",
    "Routing",
    "SlugTaken",
    "SpecialDay",
    "Week",
    "after_business_time",
    "all_brands",
    "brand",
    "brand_by_slug",
    "business_time",
    "create",
    "edit",
    "hours_at",
    "hours_history",
    "hours_now",
    "hours_version",
    "identity_secret",
    "is_open",
    "next_closing",
    "next_opening",
    "opening",
    "rotate_secret",
    "save_hours",
    "spans",
    "time_zones",
    "when_created",
]
