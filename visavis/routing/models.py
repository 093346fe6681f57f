"""What presence is."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

Status = Literal["available", "busy", "away", "offline"]
Reason = Annotated[str, Meta(max_length=80)]
Places = Annotated[int, Meta(ge=1, le=12)]


class Presence(msgspec.Struct, frozen=True, kw_only=True):
    """Whether an agent is there: a status of theirs, and a lease that their open console renews.

    Without a lease the status is `offline`, whatever was chosen. `places`: conversations at a time.
    """

    agent_id: UUID
    status: Status
    reason: str
    since: datetime
    places: int


class PresenceChanges(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What an agent changes of their presence; a new status forgets the reason of the last."""

    status: Status | UnsetType = UNSET
    reason: Reason | UnsetType = UNSET
    places: Places | UnsetType = UNSET


class Capacity(msgspec.Struct, frozen=True, kw_only=True):
    """What a brand has at this moment: places in all and free, and how many customers wait for one."""

    places: int
    free: int
    waiting: int
