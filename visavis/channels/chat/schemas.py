"""The shapes in which a visit travels over HTTP."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from visavis.brands import Brand, OfferedSubject, Opening
from visavis.customers import ServiceMode, VisitorView
from visavis.promises import Figure


class NewVisit(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A visit to begin, or to take up again with the token of the last one."""

    brand: Annotated[str, Meta(max_length=63)]
    locale: Literal["fr", "en"] = "fr"
    token: Annotated[str, Meta(max_length=200)] | None = None


class Claim(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Who the visitor is, signed by the brand's own site (JWT, HS256)."""

    jwt: Annotated[str, Meta(max_length=8000)]


class ServiceModeChoice(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """How a visitor wants to be served; null takes the choice back."""

    service_mode: ServiceMode | None


class BrandView(msgspec.Struct, kw_only=True):
    """A brand as its visitors see it: when it is open, and what they may say that they write about, in order.

    `figure` tells how it kept its promises: null below a minimum sample.
    """

    id: UUID
    slug: str
    name: str
    accent: str
    locale: str
    greeting: str
    callbacks: bool
    subjects: list[OfferedSubject]
    opening: Opening
    figure: Figure | None

    @classmethod
    def of(
        cls, brand: Brand, opening: Opening, figure: Figure | None, subjects: list[OfferedSubject]
    ) -> "BrandView":
        return cls(
            id=brand.id,
            slug=brand.slug,
            name=brand.name,
            accent=brand.accent,
            locale=brand.locale,
            greeting=brand.greeting,
            callbacks=brand.callbacks,
            subjects=subjects,
            opening=opening,
            figure=figure,
        )


class Visit(msgspec.Struct, kw_only=True):
    """A visit: the token that opens it, who the visitor is, and at which brand."""

    token: str
    visitor: VisitorView
    brand: BrandView
