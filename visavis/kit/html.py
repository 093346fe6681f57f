"""HTML from outside: an allow-list, in a process that can be killed."""

import asyncio
import re
import sys

import nh3

MAX_BYTES = 1_000_000
MAX_DEPTH = 256
BUDGET = 2.0

TAGS = {
    *("a", "abbr", "b", "blockquote", "br", "caption", "code", "dd", "del", "div", "dl", "dt", "em"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "ol", "p", "pre", "q"),
    *("s", "small", "span", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead"),
    *("tr", "u", "ul"),
}
ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "*": {"dir", "lang"},
}
SCHEMES = {"http", "https", "mailto", "tel", "cid"}

# No further than the name: to look for the end of a tag that has none takes the square of its length.
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)")
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}


class HtmlRefused(ValueError):
    """This HTML is too large or nested too deep to be shown; show it as text."""


def clean(html: str) -> str:
    """Keep what is harmless of the HTML; scripts, styles, forms and foreign schemes go."""
    return nh3.clean(
        html,
        tags=TAGS,
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer nofollow",
        strip_comments=True,
    )


def depth(html: str) -> int:
    """Measure how deep the tags nest, unclosed ones counted as open, as `<div/>` is in HTML."""
    level = deepest = 0
    for closing, name in _TAG.findall(html):
        if closing:
            level = max(0, level - 1)
        elif name.lower() not in _VOID:
            level += 1
            deepest = max(deepest, level)
    return deepest


async def sanitise(html: str) -> str:
    """Clean HTML within 2 s in a process of its own; raise `HtmlRefused` beyond the limits.

    nh3 takes time in the square of the nesting (1 MB of nested tags: 93 s) and its thread cannot
    be stopped; a process can.
    """
    if len(html.encode()) > MAX_BYTES or depth(html) > MAX_DEPTH:
        raise HtmlRefused(HtmlRefused.__doc__)
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", "-c", _WORKER),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(BUDGET):
            out, _ = await process.communicate(html.encode())
    except TimeoutError as late:
        process.kill()
        await process.wait()
        raise HtmlRefused(HtmlRefused.__doc__) from late
    if process.returncode:
        raise HtmlRefused(HtmlRefused.__doc__)
    return out.decode()


_WORKER = "import sys; from visavis.kit.html import clean; sys.stdout.write(clean(sys.stdin.read()))"
