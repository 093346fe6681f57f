"""Which parts of a mail are its text, its HTML, and its attachments (RFC 8621, 4.1.4)."""

from email.message import Message
from typing import cast

import msgspec

INLINE = ("image/", "audio/", "video/")
MANY = 1000  # leaves that are looked at


class Structure(msgspec.Struct):
    """The leaves of a mail by what they are for; one part may be both text and HTML body."""

    text: list[Message]
    html: list[Message]
    files: list[Message]


def structure_of(mail: Message) -> Structure:
    """Sort the leaves of a mail."""
    found = Structure([], [], [])
    _sort([mail], "mixed", False, found.text, found.html, found.files)
    return found


def _sort(
    parts: list[Message],
    within: str,
    alternative: bool,
    text: list[Message] | None,
    html: list[Message] | None,
    files: list[Message],
) -> None:
    texts, htmls = len(text or ()), len(html or ())
    for at, part in enumerate(parts[:MANY]):
        media = part.get_content_type()
        if (inside := children(part)) is not None:
            subtype = media.partition("/")[2]
            _sort(inside, subtype, alternative or subtype == "alternative", text, html, files)
        elif not _inline(part, media, at, within):
            files.append(part)
        elif within == "alternative":
            {"text/plain": text, "text/html": html}.get(media, files).append(part)  # type: ignore[union-attr]
        else:
            if alternative:
                text, html = (
                    (text, None)
                    if media == "text/plain"
                    else (None, html)
                    if media == "text/html"
                    else (text, html)
                )
            for body in (text, html):
                if body is not None:
                    body.append(part)
            if media.startswith(INLINE):
                files.append(part)
    if within == "alternative" and text is not None and html is not None:
        if texts == len(text) and htmls != len(html):
            text += html[htmls:]
        elif htmls == len(html) and texts != len(text):
            html += text[texts:]


def children(part: Message) -> list[Message] | None:
    """Give the parts of a multipart; None for a leaf, and for a message within the mail."""
    if part.get_content_maintype() != "multipart" or not part.is_multipart():
        return None
    return inside(part)


def inside(part: Message) -> list[Message]:
    """Give the messages that a part is made of: of a multipart, of an enclosed mail, of a report."""
    payload = part.get_payload()
    parts = cast("list[object]", payload) if isinstance(payload, list) else []
    return [child for child in parts if isinstance(child, Message)]


def _inline(part: Message, media: str, at: int, within: str) -> bool:
    if part.get_content_disposition() == "attachment":
        return False
    shown = media.startswith(INLINE)
    if media not in ("text/plain", "text/html") and not shown:
        return False
    return at == 0 or (within != "related" and (shown or not part.get_filename()))
