"""An agent's message as a mail: text and HTML, what it answers below, files beside; every field safe to send."""

import html
import re
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

import msgspec

from visavis.channels.email.transcripts import Transcript, as_html, as_text

PICTURES = {"image/png", "image/jpeg", "image/gif"}  # that every program shows
LINE = re.compile(r"[\x00-\x1f\x7f\u0085\u2028\u2029]+")
LINK = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)]")


class Quoted(msgspec.Struct, frozen=True):
    """What the mail answers: who wrote it, when, and its text."""

    author: str
    at: datetime
    text: str


class Enclosed(msgspec.Struct, frozen=True):
    """A file that goes with a mail."""

    name: str
    media_type: str
    content: bytes


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """All that a mail is made of."""

    rfc_id: str
    refs: list[str]
    sender: str
    sender_name: str
    reply_to: str
    recipients: list[str]
    copies: list[str]
    subject: str
    body: str
    signature: str
    at: datetime
    locale: str
    quoted: Quoted | None = None
    before: Transcript | None = None
    headers: dict[str, str] = {}
    forwarded: str = ""
    files: list[Enclosed] = []

    @property
    def pictures(self) -> list[Enclosed]:
        """The files that are seen below the words, by whatever program."""
        return [file for file in self.files if file.media_type in PICTURES]

    @property
    def documents(self) -> list[Enclosed]:
        """The files that hang on the mail."""
        return [file for file in self.files if file.media_type not in PICTURES]


def compose(letter: Letter) -> EmailMessage:
    """Write the mail; the bytes are the same whenever it is composed again."""
    mail = EmailMessage(policy=SMTP.clone(utf8=False, max_line_length=900))
    mail["From"] = address_of(letter.sender_name, letter.sender)
    mail["To"] = tuple(address_of("", email) for email in letter.recipients)
    if letter.copies:
        mail["Cc"] = tuple(address_of("", email) for email in letter.copies)
    mail["Reply-To"] = address_of(letter.sender_name, letter.reply_to)
    mail["Subject"] = LINE.sub(" ", letter.subject)
    mail["Date"] = letter.at
    mail["Message-ID"] = f"<{letter.rfc_id}>"
    for name, value in letter.headers.items():
        mail[name] = value
    if letter.refs:
        mail["In-Reply-To"] = f"<{letter.refs[-1]}>"
        mail["References"] = " ".join(f"<{ref}>" for ref in letter.refs)
    text, laid_out = _text(letter), _html(letter)
    mail.set_content(text, cte="quoted-printable")
    mail.add_alternative(laid_out, subtype="html", cte="quoted-printable")
    shown = mail.get_body(("html",))
    assert isinstance(shown, EmailMessage), "it was written a moment ago"
    shown.set_param("charset", "utf-8")
    for number, part in enumerate(mail.iter_parts()):
        part["Content-ID"] = f"<{number}.{letter.rfc_id}>"
    for number, picture in enumerate(letter.pictures):
        main, _, sub = picture.media_type.partition("/")
        cid = f"<{_picture(number, letter)}>"
        shown.add_related(picture.content, main, sub, cid=cid, filename=picture.name, disposition="inline")
    for file in letter.documents:
        main, _, sub = file.media_type.partition("/")
        mail.add_attachment(file.content, maintype=main, subtype=sub or "octet-stream", filename=file.name)
    # The same words give the same bytes: what marks the parts comes from the identifier, not from chance.
    for depth, part in enumerate(part for part in mail.walk() if part.is_multipart()):
        part.set_boundary(f"=_{letter.rfc_id.partition('@')[0]}.{depth}")
    return mail


def address_of(name: str, email: str) -> Address:
    """Write whom a mail is from or to, on one line."""
    local, _, domain = LINE.sub("", email).rpartition("@")
    return Address(LINE.sub(" ", name).strip(), username=local, domain=domain)


def _text(letter: Letter) -> str:
    parts = [letter.body.strip()]
    if letter.signature:
        parts.append(f"-- \n{letter.signature}")
    if letter.forwarded:
        parts.append(letter.forwarded)
    if letter.quoted is not None:
        lines = "\n".join(f"> {line}".rstrip() for line in letter.quoted.text.split("\n"))
        parts.append(f"{_wrote(letter.quoted, letter.locale)}\n{lines}")
    if letter.before is not None:
        parts.append(as_text(letter.before))
    return "\n\n".join(parts) + "\n"


def _html(letter: Letter) -> str:
    parts = [f"<div>{_lines(letter.body.strip())}</div>"]
    for number, picture in enumerate(letter.pictures):
        parts.append(
            f'<div style="margin-top:1em"><img src="cid:{_picture(number, letter)}" alt="{html.escape(picture.name)}" '
            'style="max-width:100%"></div>'
        )
    if letter.signature:
        parts.append(f'<div style="color:#666;margin-top:1em">{_lines(letter.signature)}</div>')
    if letter.forwarded:
        parts.append(f'<div style="margin-top:1.5em">{_lines(letter.forwarded)}</div>')
    if letter.quoted is not None:
        parts.append(
            f'<div class="gmail_quote" style="margin-top:1.5em"><div>{html.escape(_wrote(letter.quoted, letter.locale))}'
            '</div><blockquote style="margin:0 0 0 .8ex;border-left:1px solid #ccc;padding-left:1ex">'
            f"{_lines(letter.quoted.text)}</blockquote></div>"
        )
    if letter.before is not None:
        parts.append(as_html(letter.before))
    inside = "\n".join(parts)
    return f'<!doctype html>\n<html lang="{letter.locale}"><body>\n{inside}\n</body></html>\n'


def _picture(number: int, letter: Letter) -> str:
    return f"picture{number}.{letter.rfc_id}"


def _lines(text: str) -> str:
    said = html.escape(text)
    linked = LINK.sub(lambda found: f'<a href="{found.group()}">{found.group()}</a>', said)
    return linked.replace("\n", "<br>\n")


def _wrote(quoted: Quoted, locale: str) -> str:
    at = quoted.at
    if locale == "fr":
        return f"Le {at:%d/%m/%Y} à {at:%H:%M}, {quoted.author} a écrit :"
    return f"On {at:%d %b %Y} at {at:%H:%M}, {quoted.author} wrote:"


def forwarded_of(author: str | None, at: datetime, text: str, locale: str) -> str:
    """Write a message that is forwarded, as people's programs do; of its author the name alone."""
    if locale == "fr":
        head = f"---------- Message transféré ----------\nDe : {author or 'Client'}\nDate : {at:%d/%m/%Y %H:%M} UTC"
    else:
        head = f"---------- Forwarded message ----------\nFrom: {author or 'Customer'}\nDate: {at:%d %b %Y %H:%M} UTC"
    return f"{head}\n\n{text.strip()}"
