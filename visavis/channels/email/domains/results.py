"""Authentication-Results (RFC 8601): what the server that took a mail for a mailbox found out about it."""

import re
from typing import Literal

from visavis.channels.email.domains.dkim import Field

LONGEST = 16_384  # bytes
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|\\.|[()]|[^"()\\]+|["\\]', re.DOTALL)
_RESULT = re.compile(r"\s*dmarc\s*(?:/\s*\d+\s*)?=\s*([a-z]+)(?:\s|$)", re.IGNORECASE)
_FROM = re.compile(r"\bheader\.from\s*=\s*([^\s;\"]+)", re.IGNORECASE)


def dmarc(fields: list[Field], trusts: str, domain: str) -> Literal["pass", "fail"] | None:
    """Give what the server that is trusted says of a mail from this domain; None where it says nothing clear.

    Only the topmost field under its name is read: those below came with the mail.
    """
    for name, value in fields:
        if trusts and name.strip().lower() == b"authentication-results" and len(value) <= LONGEST:
            told = _parts(value.decode("utf-8", "replace"))
            if told[0].split()[:1] == [trusts.lower()]:
                return _dmarc(told[1:], domain)
    return None


def _dmarc(told: list[str], domain: str) -> Literal["pass", "fail"] | None:
    said = [found for part in told if (found := _RESULT.match(part))]
    if len(said) != 1:
        return None
    about = _FROM.search(said[0].string)
    if about is None or about.group(1).lower().rpartition("@")[2].rstrip(".") != domain:
        return None
    match said[0].group(1).lower():
        case "pass":
            return "pass"
        case "fail":
            return "fail"
        case _:
            return None


def _parts(value: str) -> list[str]:
    """Split at the semicolons that stand outside of quotes and comments, and leave those out."""
    out, depth = list[str](), 0
    for token in _TOKEN.findall(value):
        if token == "(":
            depth += 1
        elif token == ")":
            depth = max(0, depth - 1)
        elif not depth:
            out.append('""' if token.startswith('"') else token)
    return [part.strip().lower() for part in "".join(out).split(";")] or [""]
