"""A mail as it came, for who wants to see all of it: its layout in a frame that can do nothing, or its bytes."""

import html as escaping
import re
from typing import LiteralString
from uuid import UUID

from litestar import Response

from visavis.channels.email.errors import MailNotFound
from visavis.conversations import Actor, visible
from visavis.kit import html
from visavis.kit.database import Session

WHOLE: LiteralString = """
select e.html, coalesce(e.whole, m.body), i.raw_key from mail e join message m on m.id = e.message_id
join conversation c on c.id = e.conversation_id left join mail_in i on i.id = e.mail_in_id
where e.message_id = %(message_id)s and {visible}
"""
FILES: LiteralString = "select content_id, id from attachment where message_id = %s and content_id <> ''"
# Nothing runs, nothing is asked of anybody; images of others only once the reader has said so. It keeps our origin,
# which nothing in it can make use of, so that the page around it can measure it and its own images are its reader's.
ALONE = (
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; frame-ancestors 'self'; "
    "sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox; img-src data: 'self'"
)
STYLE = (
    "body{font:15px/1.5 system-ui,sans-serif;margin:12px;color:#1a1a1a;background:#fff;overflow-wrap:anywhere}"
    "img{max-width:100%;height:auto}blockquote{margin:0 0 0 8px;padding-left:10px;border-left:2px solid #ccc}"
    "pre{white-space:pre-wrap}table{max-width:100%}"
)
_IMAGE = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
_SOURCE = re.compile(r'\bsrc="([^"]*)"', re.IGNORECASE)


async def whole(session: Session, actor: Actor, message_id: UUID) -> tuple[str | None, str, str | None]:
    """Give a mail's HTML, its text, and the key of its bytes in the store; raise `MailNotFound`."""
    condition, params = visible(actor)
    found = await session.tuple(WHOLE.format(visible=condition), params | {"message_id": message_id})
    if found is None:
        raise MailNotFound
    return found[0], found[1], found[2]


async def enclosed(session: Session, message_id: UUID) -> dict[str, str]:
    """Give where the images that a mail encloses are found, by the names that it calls them."""
    found = await session.tuples(FILES, (message_id,))
    return {content_id: f"/api/v1/attachments/{attachment_id}" for content_id, attachment_id in found}


def download(raw: bytes) -> Response[bytes]:
    """Give a mail's bytes to be kept, never to be shown by a browser."""
    return Response(
        raw,
        media_type="application/octet-stream",
        headers={"content-disposition": 'attachment; filename="mail.eml"', "cache-control": "no-store"},
    )


async def page(layout: str | None, text: str, *, images: bool, inline: dict[str, str]) -> Response[str]:
    """Show a mail: its HTML made harmless, without what is fetched from elsewhere unless `images`; or its text."""
    blocked = 0
    try:
        said = await html.sanitise(layout) if layout else None
    except html.HtmlRefused:
        said = None
    if said is None:
        body = f"<pre>{escaping.escape(text)}</pre>"
    else:
        body, blocked = _without_images(said, images=images, inline=inline)
    policy = f"{ALONE} https: http:" if images else ALONE
    return Response(
        f'<!doctype html><meta charset="utf-8"><meta name="referrer" content="no-referrer"><base target="_blank">'
        f'<meta name="blocked-images" content="{blocked}"><title>mail</title><style>{STYLE}</style>{body}',
        media_type="text/html; charset=utf-8",
        headers={
            "content-security-policy": policy,
            "referrer-policy": "no-referrer",
            "cache-control": "no-store",
            "x-blocked-images": str(blocked),
        },
    )


def _without_images(said: str, *, images: bool, inline: dict[str, str]) -> tuple[str, int]:
    """Point what is enclosed at its file, and leave out what is fetched from elsewhere; tell how many were."""
    blocked = 0

    def shown(found: re.Match[str]) -> str:
        nonlocal blocked
        image = found.group()
        source = _SOURCE.search(image)
        if source is None:
            return ""
        where = source.group(1)
        if where.lower().startswith("cid:"):
            file = inline.get(escaping.unescape(where[4:]).strip())
            return image.replace(source.group(), f'src="{file}"') if file else ""
        if images:
            return image
        blocked += 1
        return ""

    return _IMAGE.sub(shown, said), blocked
