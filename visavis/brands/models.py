"""What a brand is."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

Locale = Literal["fr", "en"]
# Who chooses who answers: the policy, or the agents themselves.
Routing = Literal["automatic", "by_hand"]
# The longest that is promised live (seconds), and the time of being open within which others are answered (minutes).
LiveWithin = Literal[60, 120, 180]
LaterWithin = Annotated[int, Meta(ge=15, le=2880)]
# Python's `$` also matches before a last newline; `(?!\n)` refuses that, in every regex dialect.
Slug = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$(?!\n)")]
BrandName = Annotated[str, Meta(min_length=1, max_length=80)]
Accent = Annotated[str, Meta(pattern=r"^#[0-9a-f]{6}$(?!\n)", description="sRGB colour, as #rrggbb")]
Greeting = Annotated[str, Meta(max_length=200)]
Origin = Annotated[str, Meta(pattern=r"^https?://[a-zA-Z0-9.\-]+(:[0-9]{1,5})?$(?!\n)", max_length=260)]
Origins = Annotated[list[Origin], Meta(max_length=50)]


class Brand(msgspec.Struct, kw_only=True):
    """A brand of the group; where `allowed_origins` is empty, any site may show its widget.

    `callbacks`: whether its customers may ask to be called; `chats_by_email`: whether what those who have gone did not
    read is sent to them.
    """

    id: UUID
    slug: str
    name: str
    locale: Locale
    accent: str
    greeting: str
    allowed_origins: list[str]
    routing: Routing
    live_within: LiveWithin
    later_within: LaterWithin
    callbacks: bool
    chats_by_email: bool


class NewBrand(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A brand to create."""

    slug: Slug
    name: BrandName
    locale: Locale
    accent: Accent = "#0e6b75"
    greeting: Greeting = ""
    allowed_origins: Origins = []
    routing: Routing = "automatic"
    live_within: LiveWithin = 180
    later_within: LaterWithin = 240
    callbacks: bool = False
    chats_by_email: bool = True


class BrandChanges(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What to change of a brand."""

    name: BrandName | UnsetType = UNSET
    locale: Locale | UnsetType = UNSET
    accent: Accent | UnsetType = UNSET
    greeting: Greeting | UnsetType = UNSET
    allowed_origins: Origins | UnsetType = UNSET
    routing: Routing | UnsetType = UNSET
    live_within: LiveWithin | UnsetType = UNSET
    later_within: LaterWithin | UnsetType = UNSET
    callbacks: bool | UnsetType = UNSET
    chats_by_email: bool | UnsetType = UNSET
