"""Which pages a rule is meant for: a path in which `*` stands for anything, and nothing else is special."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from visavis.inviting.errors import PagePatternUnfit

# As many as a page of ours checks without taking long over a path made to be slow.
STARS = 3
LONGEST = 300


def path_of(url: str) -> str:
    """Give the path of an address, cut to 300 characters; what follows it may be about the visitor and is dropped."""
    try:
        path = urlsplit(url).path
    except ValueError:
        return "/"
    return path[:LONGEST].replace("\0", "") or "/"


def refuse_unfit(pages: Iterable[str]) -> None:
    """Raise `PagePatternUnfit`, naming which page it is."""
    for number, page in enumerate(pages):
        if page[:1] not in ("/", "*") or page.count("*") > STARS or not page.isprintable() or " " in page:
            raise PagePatternUnfit(fields={f"pages.{number}": page})


def fits(pages: Iterable[str], path: str) -> int | None:
    """Tell how closely a path fits: the length of the longest page that does, 0 where all do; None if none does."""
    listed = list(pages)
    if not listed:
        return 0
    return max((len(page) for page in listed if _fits(page, path)), default=None)


def _fits(page: str, path: str) -> bool:
    # A slash at the end means nothing.
    return any(_matches(page, one) for one in {path, path.rstrip("/") or "/"})


def _matches(page: str, path: str) -> bool:
    first, *rest = page.split("*")
    if not rest:
        return path == page
    *middle, last = rest
    if not path.startswith(first):
        return False
    at = len(first)
    for part in middle:
        found = path.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return len(path) - len(last) >= at and path.endswith(last)
