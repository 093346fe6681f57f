"""Questions to the DNS, within a time that is theirs together; what was answered is known for some minutes."""

import threading
import time
from typing import Any

import dns.exception
import dns.name
import dns.resolver
import idna

WITHIN = 5.0  # seconds for all that one mail needs to know
KNOWN, UNANSWERED = 300.0, 30.0  # seconds for which an answer, or that there was none, is kept
MANY = 10_000  # answers that are kept
LONGEST = 8192  # bytes of one text; no policy and no key is longer

Answers = list[Any]  # of dnspython, by the kind that was asked for
_answers: dict[tuple[str, str], tuple[float, Answers | None]] = {}
_lock = threading.Lock()


class Away(Exception):
    """Nobody answered in time."""


class Asker:
    """Asks what one mail needs to know; blocks, and so belongs into a thread."""

    def __init__(self, within: float = WITHIN, *, anew: bool = False) -> None:
        self._until = time.monotonic() + within
        self._anew = anew

    @property
    def left(self) -> float:
        """Tell how many seconds are left."""
        return self._until - time.monotonic()

    def ask(self, name: str, kind: str) -> Answers:
        """Give what a name has of one kind, [] where it has none; raise `Away`."""
        key, now = (name.lower().rstrip("."), kind), time.monotonic()
        with _lock:
            known = None if self._anew else _answers.get(key)
        if known is None or known[0] < now:
            try:
                known = (now + KNOWN, _resolve(*key, self.left))
            except Away:
                known = (now + UNANSWERED, None)
            with _lock:
                while len(_answers) >= MANY:
                    del _answers[next(iter(_answers))]
                _answers[key] = known
        if known[1] is None:
            raise Away(name)
        return known[1]

    def texts(self, name: str) -> list[str]:
        """Give the texts of a name, [] where it has none; raise `Away`."""
        said = [b"".join(answer.strings) for answer in self.ask(name, "TXT")]
        return [text.decode("ascii", "replace") for text in said if len(text) <= LONGEST]


def forget() -> None:
    """Know nothing of what was answered before."""
    with _lock:
        _answers.clear()


def ascii_of(domain: str) -> str | None:
    """Write a domain as the DNS does; None where it is none."""
    domain = domain.strip().rstrip(".").lower()
    if not domain or len(domain) > 1000:
        return None
    try:
        return domain if domain.isascii() else idna.encode(domain, uts46=True).decode()
    except (idna.IDNAError, UnicodeError):
        return None


def _resolve(name: str, kind: str, within: float) -> Answers:
    try:
        asked = dns.name.from_text(name)
    except (dns.exception.DNSException, UnicodeError, ValueError):
        return []  # no name that could have anything
    if within <= 0:
        raise Away(name)
    try:
        return list(dns.resolver.get_default_resolver().resolve(asked, kind, lifetime=within, search=False))
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer, dns.resolver.YXDOMAIN):
        return []
    except (dns.exception.DNSException, OSError) as away:
        raise Away(name) from away
