"""What a promise is, and what is offered before it is made."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

Kind = Literal["first_response", "next_response", "callback", "resolution"]
State = Literal["open", "kept", "broken", "withdrawn"]
Way = Literal["live", "later", "callback"]


class Promise(msgspec.Struct, frozen=True, kw_only=True):
    """A promise as the ledger has it; `ended_at` and `agent_id` say when and by whom it was kept.

    `replaces` is the promise whose place this one took, by the customer's choice or since they left or came back.
    """

    id: UUID
    kind: Kind
    way: Way
    made_at: datetime
    due_at: datetime
    probability: float | None
    state: State
    replaces: UUID | None
    ended_at: datetime | None
    agent_id: UUID | None


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """A way to be answered that can be kept now: `live` within so many seconds, `later` by a time, or by a `callback`.

    `within_s` is None for what is not answered at once; `by` is None where nobody can say when. A call is made
    after `after`, and before `by`.
    """

    way: Way
    within_s: int | None
    by: datetime | None
    after: datetime | None = None
