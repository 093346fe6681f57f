"""The fields of a form as bytes: a mail in it is not to be read as text first."""

import re
from urllib.parse import unquote_to_bytes

from visavis.channels.email.hooks.errors import MailHookMalformed

MANY = 1000  # fields
_BOUNDARY = re.compile(r'multipart/form-data\s*;.*?boundary="?([^";,\s]{1,100})', re.IGNORECASE)
_NAME = re.compile(rb'[;\s]name="([^"\r\n]{1,200})"', re.IGNORECASE)


def fields_of(content_type: str, body: bytes) -> dict[str, bytes]:
    """Give the fields of a form, of those of one name the last; raise `MailHookMalformed`."""
    if content_type.lower().startswith("application/x-www-form-urlencoded"):
        pairs = (piece.partition(b"=") for piece in body.split(b"&", MANY))
        return {_plain(name).decode("utf-8", "replace"): _plain(value) for name, _, value in pairs}
    boundary = _BOUNDARY.match(content_type)
    if boundary is None:
        raise MailHookMalformed("a form is expected")
    _, *parts = (b"\r\n" + body).split(b"\r\n--" + boundary[1].encode(), MANY)
    found = dict[str, bytes]()
    for part in parts:
        head, gap, content = part.partition(b"\r\n\r\n")
        name = _NAME.search(head)
        if gap and name:
            found[name[1].decode("utf-8", "replace")] = content
    return found


def _plain(value: bytes) -> bytes:
    return unquote_to_bytes(value.replace(b"+", b" "))
