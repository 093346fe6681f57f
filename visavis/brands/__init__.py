"""Brands of the group: their names, colours, origins and secrets."""

from visavis.brands.creating import create
from visavis.brands.editing import edit, rotate_secret
from visavis.brands.errors import BrandNotFound, SlugTaken
from visavis.brands.models import Brand, BrandChanges, NewBrand
from visavis.brands.queries import all_brands, brand, brand_by_slug, identity_secret

__all__ = [
    "Brand",
    "BrandChanges",
    "BrandNotFound",
    "NewBrand",
    "SlugTaken",
    "all_brands",
    "brand",
    "brand_by_slug",
    "create",
    "edit",
    "identity_secret",
    "rotate_secret",
]
