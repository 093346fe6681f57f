"""The shapes in which promises travel over HTTP."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

Words = Annotated[str, Meta(max_length=200)]


class NewResolution(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A solution to promise `by` then, and what will be done; `replaces` is the promise that stands, if one does."""

    by: Annotated[datetime, Meta(tz=True)]
    words: Words = ""
    replaces: UUID | None = None
