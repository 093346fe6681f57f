"""Brands of the group: names, colours, origins, secrets; when they are open, and what one may write to them about."""

from visavis.brands.business_clock import (
    after_business_time,
    business_time,
    is_open,
    next_closing,
    next_opening,
    spans,
)
from visavis.brands.changing_subjects import add_subject, change_subject, remove_subject
from visavis.brands.creating import create, when_created
from visavis.brands.editing import edit, rotate_secret
from visavis.brands.errors import (
    BrandNotFound,
    HoursOutdated,
    HoursVersionNotFound,
    SlugTaken,
    SubjectNotFound,
)
from visavis.brands.events import HoursChanged, SubjectsChanged
from visavis.brands.hours import ALWAYS, Hours, HoursVersion, Interval, SpecialDay, Week
from visavis.brands.hours_queries import hours_at, hours_history, hours_now, hours_version, time_zones
from visavis.brands.models import Brand, BrandChanges, Locale, NewBrand, Routing
from visavis.brands.opening import Opening, OpenSpan, opening
from visavis.brands.queries import all_brands, brand, brand_by_slug, identity_secret
from visavis.brands.saving_hours import save_hours
from visavis.brands.subjects import (
    NewSubject,
    NewSubjectNames,
    OfferedSubject,
    Subject,
    SubjectChanges,
    SubjectNames,
    offered_subjects,
    subject,
    subjects,
)

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
    "NewSubject",
    "NewSubjectNames",
    "OfferedSubject",
    "OpenSpan",
    "Opening",
    "Routing",
    "SlugTaken",
    "SpecialDay",
    "Subject",
    "SubjectChanges",
    "SubjectNames",
    "SubjectNotFound",
    "SubjectsChanged",
    "Week",
    "add_subject",
    "after_business_time",
    "all_brands",
    "brand",
    "brand_by_slug",
    "business_time",
    "change_subject",
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
    "offered_subjects",
    "opening",
    "remove_subject",
    "rotate_secret",
    "save_hours",
    "spans",
    "subject",
    "subjects",
    "time_zones",
    "when_created",
]
