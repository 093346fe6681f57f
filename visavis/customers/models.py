"""Who a customer is."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

Name = Annotated[str, Meta(min_length=1, max_length=120)]
Email = Annotated[
    str, Meta(max_length=254, pattern=r"^[^\s@<>\"(),:;]+@[^\s@<>\"(),:;]+\.[^\s@<>\"(),:;]+$(?!\n)")
]
Phone = Annotated[str, Meta(max_length=40, pattern=r"^[+0-9][0-9 ().\-]{3,}$(?!\n)")]
AttributeName = Annotated[str, Meta(pattern=r"^[a-zA-Z][a-zA-Z0-9_.\-]{0,59}$(?!\n)")]
AttributeValue = Annotated[str, Meta(max_length=1000)] | bool | int | float | None
Attributes = Annotated[dict[AttributeName, AttributeValue], Meta(max_length=50)]
Scalar = str | bool | int | float | None
# How a customer wants to be served; until they say so, None.
ServiceMode = Literal["hurry", "advice", "browsing"]


class Visitor(msgspec.Struct, frozen=True, kw_only=True):
    """A customer at a brand's site, as an actor: sees his own conversations there, nothing else."""

    id: UUID
    brand_id: UUID
    session_id: UUID
    signed: bool
    name: str | None = None
    locale: str | None = None
    kind: Literal["customer"] = "customer"

    @property
    def brand_ids(self) -> tuple[UUID, ...]:
        return (self.brand_id,)


class Identity(msgspec.Struct, kw_only=True):
    """One way in which a customer is known at a brand; verified means proven, not claimed."""

    brand_id: UUID
    kind: Literal["visitor", "signed", "email", "phone", "handle"]
    value: str
    verified: bool


class Customer(msgspec.Struct, kw_only=True):
    """A customer as agents see them; `attributes` are the page's claims, `signed_attributes` proven."""

    id: UUID
    name: str | None
    email: str | None
    phone: str | None
    locale: str | None
    service_mode: ServiceMode | None
    attributes: dict[str, Scalar]
    signed_attributes: dict[str, Scalar]
    identities: list[Identity]
    created_at: datetime


class CustomerChanges(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What an agent corrects of a customer."""

    name: Name | UnsetType | None = UNSET
    email: Email | UnsetType | None = UNSET
    phone: Phone | UnsetType | None = UNSET


class VisitorChanges(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What a visitor, or the page around the widget, says of them without proof."""

    name: Name | UnsetType = UNSET
    email: Email | UnsetType = UNSET
    attributes: Attributes | UnsetType = UNSET


class VisitorView(msgspec.Struct, kw_only=True):
    """What a visitor is told of themselves."""

    id: UUID
    name: str | None
    email: str | None
    identified: bool
    service_mode: ServiceMode | None


class Claims(msgspec.Struct, kw_only=True):
    """What a brand's site signs of its customer."""

    aud: str
    sub: Annotated[str, Meta(min_length=1, max_length=200)]
    iat: int
    exp: int
    jti: Annotated[str, Meta(min_length=1, max_length=200)]
    name: Name | None = None
    email: Email | None = None
    phone: Phone | None = None
    attributes: Attributes = {}
