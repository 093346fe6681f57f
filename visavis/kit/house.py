"""What a request finds in the house: made once in `app.py`, passed down."""

from collections.abc import Awaitable, Callable
from typing import Any, cast

import msgspec
from litestar.connection import ASGIConnection

from visavis.kit.crypto import Keys
from visavis.kit.database import Database
from visavis.kit.files import Files
from visavis.kit.limits import Limits


class House(msgspec.Struct, frozen=True):
    """The shared parts of one running server; `at_end` is called once its background work has stopped.

    `authorities` are the addresses where one signs in with others, where they are not the public ones.
    """

    database: Database
    keys: Keys
    files: Files
    limits: Limits
    base_url: str
    max_upload: int
    authorities: dict[str, str] = {}
    at_end: list[Callable[[], Awaitable[None]]] = []

    @property
    def secure(self) -> bool:
        """Tell whether readers come by https."""
        return self.base_url.startswith("https:")

    @property
    def origin(self) -> str:
        """Give the origin that browsers name for our own pages."""
        return self.base_url.rstrip("/").lower()


def house_of(call: ASGIConnection[Any, Any, Any, Any]) -> House:
    """Find the house that a call entered."""
    return cast("House", call.app.state.house)


def address_of(call: ASGIConnection[Any, Any, Any, Any]) -> str:
    """Give the network address of the caller; the server has already unwrapped trusted proxies."""
    return call.client.host if call.client else "unknown"
