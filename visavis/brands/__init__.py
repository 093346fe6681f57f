"""Brands of the group: their names, colours, origins and secrets, and when they are open."""

from visavis.brands.business_clock import (
    after_business_time,
    business_time,
    is_open,
    next_closing,
    next_opening,
)
from visavis.brands.creating import create
from visavis.brands.editing import edit, rotate_secret
from visavis.brands.errors import BrandNotFound, HoursOutdated, HoursVersionNotFound, SlugTaken
from visavis.brands.hours import ALWAYS, Hours, HoursVersion, Interval, SpecialDay, Week
from visavis.brands.models import Brand, BrandChanges, NewBrand
from visavis.brands.queries import all_brands, brand, brand_by_slug, identity_secret

__all__ = [
    "ALWAYS",
    "Brand",
    "BrandChanges",
    "BrandNotFound",
    "Hours",
    "HoursOutdated",
    "HoursVersion",
    "HoursVersionNotFound",
    "Interval",
    "NewBrand",
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
    "identity_secret",
    "is_open",
    "next_closing",
    "next_opening",
    "rotate_secret",
]
