"""What the event of a message says to routing, and nothing more: it is read for every message."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec


class Author(msgspec.Struct):
    """Who wrote it."""

    kind: Literal["customer", "agent", "system"]
    id: UUID | None
    automated: bool = False


class Said(msgspec.Struct):
    """What was written, and when."""

    kind: Literal["message", "note", "entry"]
    author: Author
    created_at: datetime


class Sent(msgspec.Struct):
    """A message, and what its customer was promised by it."""

    message: Said
    answer_by: datetime | None = None


read = msgspec.json.Decoder(Sent).decode
