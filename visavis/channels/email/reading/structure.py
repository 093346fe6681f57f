"""Which parts of a mail are its text, its HTML, and its attachments (RFC 8621, 4.1.4)."""

import msgspec

from visavis.channels.email.reading.parts import Part

INLINE = ("image/", "audio/", "video/")


class Structure(msgspec.Struct):
    """The leaves of a mail by what they are for; one part may be both text and HTML body."""

    text: list[Part]
    html: list[Part]
    files: list[Part]


def structure_of(mail: Part) -> Structure:
    """Sort the leaves of a mail; those of a mail within it are its own."""
    found = Structure([], [], [])
    _sort([mail], "mixed", False, found.text, found.html, found.files)
    return found


def _sort(
    parts: list[Part],
    within: str,
    alternative: bool,
    text: list[Part] | None,
    html: list[Part] | None,
    files: list[Part],
) -> None:
    texts, htmls = len(text or ()), len(html or ())
    for at, part in enumerate(parts):
        media = part.media_type
        if part.children and part.boundary:
            subtype = media.partition("/")[2]
            _sort(part.children, subtype, alternative or subtype == "alternative", text, html, files)
            continue
        if media.startswith("multipart/"):
            if not part.source.strip():
                continue  # nothing is in it
            media = part.media_type = "text/plain"
        if not _inline(part, media, at, within):
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


def _inline(part: Part, media: str, at: int, within: str) -> bool:
    if part.disposition == "attachment":
        return False
    shown = media.startswith(INLINE)
    if media not in ("text/plain", "text/html") and not shown:
        return False
    if at == 0:
        return True
    return within != "related" and (shown or (not part.filename and part.readable))
