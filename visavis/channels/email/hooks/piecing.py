"""A mail is pieced together from its parts, for providers that give no more: what they leave out stays out."""

import re
from email.message import EmailMessage
from email.policy import SMTP

import msgspec

# What is made anew, or said of how it was carried.
NOT_OURS = {"content-type", "content-transfer-encoding", "mime-version", "content-length"}
_PLAIN = re.compile(r"[a-z0-9][a-z0-9.+-]{0,100}")
LONGEST = 60_000  # characters of one field


class Part(msgspec.Struct, frozen=True):
    """A file of a mail; `content_id` is how its text refers to it."""

    name: str
    media_type: str
    content: bytes
    content_id: str = ""


def piece_together(
    provider: str, fields: list[tuple[str, str]], text: str, html: str, parts: list[Part]
) -> bytes:
    """Write a mail from its parts, under a field that says by whom it was taken apart; the same gives the same."""
    mail = EmailMessage(policy=SMTP)
    if text or not html:
        mail.set_content(text, cte="base64")
    if html and text:
        mail.add_alternative(html, subtype="html", cte="base64")
    elif html:
        mail.set_content(html, subtype="html", cte="base64")
    for part in parts:
        main, sub = _type_of(part.media_type)
        mail.add_attachment(part.content, maintype=main, subtype=sub, filename=_line(part.name) or "file")
        if part.content_id:
            *_, added = mail.iter_attachments()
            added["Content-ID"] = f"<{_line(part.content_id).strip('<> ')}>"
    # A boundary that is drawn by chance would make another mail of it each time.
    if mail.is_multipart():
        for at, part in enumerate(each for each in mail.walk() if each.is_multipart()):
            part.set_boundary(f"=_visavis_{at}")
    head = [f"X-Visavis-Pieced-Together: {provider}"]
    head += [f"{name}: {_line(value)}" for name, value in fields if _is_name(name)]
    return "\r\n".join(head).encode("utf-8", "replace") + b"\r\n" + mail.as_bytes()


def _type_of(media_type: str) -> tuple[str, str]:
    main, _, sub = media_type.partition(";")[0].strip().lower().partition("/")
    if not _PLAIN.fullmatch(main) or not _PLAIN.fullmatch(sub) or main in ("multipart", "message"):
        return "application", "octet-stream"
    return main, sub


def _is_name(name: str) -> bool:
    plain = name.isascii() and all(33 <= ord(letter) <= 126 and letter != ":" for letter in name)
    return bool(name) and len(name) <= 200 and plain and name.lower() not in NOT_OURS


def _line(value: str) -> str:
    return " ".join(value[:LONGEST].replace("\x00", "").split())
