"""Whether a mail was understood as its corpus says."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, cast

from visavis.channels.email.reading import Mail, enclosed
from visavis.channels.email.reading.parsing import leaves

KINDS = {"bounce": "bounce", "arf": "complaint", "auto-reply": "auto_reply", "not": "person"}
Fields = dict[str, bool]


def judge(mail: Mail, expected: dict[str, Any]) -> Fields:
    """Compare what was read with what is expected, field by field."""
    return _typed(mail, expected) if "parts" in expected else _listed(mail, expected)


def judge_parts(raw: bytes, path: Path) -> bool | None:
    """Compare each part's decoded bytes with the files that stand beside a mail; None where there are none.

    Of a part that is expected to be empty, nothing can be lost: what another parser drops there may be shown.
    """
    files = sorted(path.parent.glob(f"{path.stem}_decoded_*"), key=_place)
    wanted = [_lines(file.read_bytes()) for file in files if file.suffix != ".xml"]
    if not wanted:
        return None
    found = [_lines(part.content) for part in leaves(raw)]
    return all(not part or part in found for part in wanted)


def _place(path: Path) -> list[int]:
    return [int(n) for n in re.findall(r"\d+", path.stem.rpartition("_decoded_")[2])]


def _lines(content: bytes) -> bytes:
    return content.replace(b"\r\n", b"\n").rstrip(b"\n")


def squeeze(text: str | None) -> str:
    """Give a text with its white space collapsed."""
    return " ".join((text or "").split())


def _as(wanted: str | None, said: str, *, begins: bool = False) -> bool:
    """Compare texts; where the expected one has U+FFFD, whoever wrote it down could not read what stood there."""
    pattern = re.sub("\ufffd+", lambda run: f".{{1,{4 * len(run.group())}}}?", re.escape(squeeze(wanted)))
    return bool((re.match if begins else re.fullmatch)(pattern, squeeze(said), re.DOTALL))


def _listed(mail: Mail, expected: dict[str, Any]) -> Fields:
    judged: Fields = {}
    for name, wanted in expected.items():
        match name:
            case "subject":
                judged[name] = squeeze(mail.subject) == squeeze(wanted)
            case "reply_text_startswith" | "reply":
                judged[name] = squeeze(mail.reply).startswith(squeeze(wanted))
            case "text" | "text_contains":
                judged[name] = squeeze(wanted) in squeeze(mail.text)
            case "n_attachments":
                judged[name] = sum(not file.inline for file in mail.files) == wanted
            case "attachments" if isinstance(wanted, list):
                judged[name] = len(mail.files) == len(cast("list[object]", wanted))
            case "references":
                judged[name] = mail.references == wanted
            case "in_reply_to":
                judged[name] = next(iter(mail.in_reply_to), None) == (wanted or None)
            case "auto_reply":
                judged[name] = (mail.kind == "auto_reply") == wanted
            case "kind":
                judged[name] = mail.kind == KINDS.get(wanted, wanted)
            case _:
                continue
    return judged


def _typed(mail: Mail, expected: dict[str, Any]) -> Fields:
    headers = expected["parts"][0]["headers"]

    def said(name: str) -> dict[str, Any]:
        values = [h["value"] for h in headers if h["name"] == name and isinstance(h["value"], dict)]
        return values[-1] if values else {}

    recipients = [a.email.lower() for a in mail.to]
    first = _first_text(expected)
    # Files that were written into a text are files.
    text, lifted = enclosed.lifted((first or "").encode())
    return {
        "subject": _as(said("subject").get("Text"), mail.subject),
        "sender": [mail.sender.email.lower()] * bool(mail.sender) == _emails(said("from"))[:1]
        if mail.sender
        else not _emails(said("from")),
        "recipients": recipients == list(dict.fromkeys(_emails(said("to")))),
        "body": first is None or _as(text.decode(), mail.text, begins=True),
        "attachments": len(mail.files) - len(lifted)
        in (len(expected["attachments"]), _files(mail, expected)),
    }


def _emails(value: dict[str, Any]) -> list[str]:
    found = value.get("Address", {})
    people: Iterable[dict[str, Any]] = [
        *found.get("List", []),
        *(person for group in found.get("Group", []) for person in group.get("addresses", [])),
    ]
    return [person["address"].lower() for person in people if person.get("address")]


def _files(mail: Mail, expected: dict[str, Any]) -> int:
    """Count the attachments expected, without the texts that are shown as such: a part that was cut off is words too."""
    shown = squeeze(mail.text)
    bodies = [cast("object", expected["parts"][n]["body"]) for n in expected["attachments"]]
    texts = [cast("dict[str, str]", body).get("Text") for body in bodies if isinstance(body, dict)]
    return len(bodies) - sum(text is not None and squeeze(text) in shown for text in texts)


def _first_text(expected: dict[str, Any]) -> str | None:
    if not expected["text_body"]:
        return None
    body: object = expected["parts"][expected["text_body"][0]]["body"]
    return cast("dict[str, str]", body).get("Text") if isinstance(body, dict) else None
