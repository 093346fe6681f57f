"""What was read, made so that any database keeps it and any program speaks it: no NUL, no half of a character."""

from typing import TypeVar, cast

import msgspec

T = TypeVar("T")


def storable(read: T) -> T:
    """Give plain data with the same words, in whatever depth they stand."""
    if isinstance(read, str):
        return _whole(read)
    if isinstance(read, list):
        return cast("T", [storable(one) for one in cast("list[object]", read)])
    if isinstance(read, msgspec.Struct):
        return msgspec.structs.replace(
            read, **{name: storable(getattr(read, name)) for name in read.__struct_fields__}
        )
    return read


def _whole(text: str) -> str:
    if "\0" in text:
        text = text.replace("\0", "")
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode()
    return text
