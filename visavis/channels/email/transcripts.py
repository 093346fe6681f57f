"""What was said in a chat, laid out for a mail: the customer finds their own words again, and ours."""

import html
from datetime import datetime

import msgspec


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """What one side said at one moment, on the wall clock of the brand; `files` by their names."""

    author: str
    ours: bool
    at: datetime
    text: str
    files: list[str]


class Transcript(msgspec.Struct, frozen=True, kw_only=True):
    """What was said before, oldest first, why it is sent to this address, and where one says no to more."""

    brand: str
    locale: str
    lines: list[Line]
    stop_url: str


def as_text(it: Transcript) -> str:
    """Lay a transcript out as plain text."""
    why, stop = _why(it)
    parts = ["--", why, f"{stop} : {it.stop_url}" if it.locale == "fr" else f"{stop}: {it.stop_url}"]
    if it.lines:
        said = "\n\n".join(f"{_head(it, line)}\n{_said(line)}" for line in it.lines)
        parts = [f"{_title(it)}\n\n{said}", *parts]
    return "\n\n".join(parts)


def as_html(it: Transcript) -> str:
    """Lay a transcript out as HTML; of the customer's words nothing becomes a link."""
    why, stop = _why(it)
    parts: list[str] = []
    if it.lines:
        said = "\n".join(
            f'<p style="margin:.8em 0 0"><span style="color:#666;font-size:13px">{html.escape(_head(it, line))}</span><br>\n'
            + html.escape(_said(line)).replace("\n", "<br>\n")
            + "</p>"
            for line in it.lines
        )
        parts.append(
            '<div style="margin-top:2em;border-top:1px solid #ddd;padding-top:1em;color:#333">'
            f"<strong>{html.escape(_title(it))}</strong>\n{said}</div>"
        )
    parts.append(
        f'<p style="margin-top:2em;color:#666;font-size:12px">{html.escape(why)} '
        f'<a href="{html.escape(it.stop_url)}" style="color:#666">{html.escape(stop)}</a></p>'
    )
    return "\n".join(parts)


def _title(it: Transcript) -> str:
    return "Notre conversation" if it.locale == "fr" else "Our conversation"


def _head(it: Transcript, line: Line) -> str:
    at = f"{line.at:%d/%m à %H:%M}" if it.locale == "fr" else f"{line.at:%d %b, %H:%M}"
    return f"{line.author or _you(it)}, {at}"


def _you(it: Transcript) -> str:
    return "Vous" if it.locale == "fr" else "You"


def _said(line: Line) -> str:
    return "\n".join([*([line.text] if line.text else []), *(f"[{name}]" for name in line.files)])


def _why(it: Transcript) -> tuple[str, str]:
    if it.locale == "fr":
        return (
            f"Vous aviez quitté la page de {it.brand} : voici la suite de votre conversation, à l’adresse laissée dans le chat. "
            "Répondez simplement à ce message, ou revenez sur la page.",
            "Ne plus rien recevoir du chat à cette adresse",
        )
    return (
        f"You had left the page of {it.brand}: here is how your conversation goes on, at the address left in the chat. "
        "Just answer this message, or come back to the page.",
        "Receive nothing more of the chat at this address",
    )
