"""The call that is owed in a conversation."""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec

# Who was called late and not reached is called again after so long.
RETRY = timedelta(minutes=1)


class Callback(msgspec.Struct, frozen=True, kw_only=True):
    """A call that a customer was promised, between `after` and `by`, and how often they were tried.

    `phone` is in E.164, `phone_shown` as the brand's agents read it. `taken_by` is the agent who calls next, and
    `tried_at` when the customer was last not reached.
    """

    id: UUID
    phone: str
    phone_shown: str
    about: str
    asked_at: datetime
    after: datetime
    by: datetime
    tries: int
    taken_by: UUID | None = None
    tried_at: datetime | None = None

    @property
    def ready(self) -> datetime:
        """Give from when on it is to be made: as the window begins; the second time, halfway to its end."""
        if self.tried_at is None:
            return self.after
        left = self.by - self.tried_at
        return self.tried_at + (left / 2 if left > timedelta() else RETRY)
