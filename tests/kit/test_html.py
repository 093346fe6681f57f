"""HTML from outside: what is shown is harmless, and nothing takes longer than two seconds to say so."""

import contextlib
import json
import re
import time
from html.parser import HTMLParser
from pathlib import Path

import pytest

from visavis.kit import html
from visavis.kit.html import HtmlRefused, clean, depth, sanitise

SMALL = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href='jav&#x09;ascript:alert(1)'>x</a>",
    "<svg><script>alert(1)</script></svg>",
    "<math><annotation-xml encoding=text/html><img src=x onerror=alert(1)></annotation-xml></math>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<style>*{background:url(//evil.example)}</style>",
    "<form action=//evil.example><button>ok</button></form>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<img src='data:text/html,<script>alert(1)</script>'>",
]
# Each takes nh3 minutes, or a careless regular expression in front of it hours.
HOSTILE = {
    "nested": "<div>" * 200_000,
    "nested and self-closing": "<div/>" * 160_000,
    "nested with strays": "<div></x>" * 100_000,
    "hidden in attributes": "<div title='>'></x y='>'>" * 40_000,
    "tags that never end": "<a" * 490_000,
    "attributes that never end": "<a b='" * 160_000,
    "ends that never begin": "</" * 490_000,
    "only openings": "<" * 990_000,
    "comments that never end": "<!--" * 240_000,
    "formatting that is copied": "<p><b><i><u><s><em><strong><small>" * 20_000,
    "tables in tables": "<table><tr><td>" * 60_000,
    "entities": "&" * 990_000,
    "megabytes": "x" * 5_000_000,
}


class Reader(HTMLParser):
    """Reads what was kept, and notes whatever is not on the list."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.foreign: list[str] = []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = html.ATTRIBUTES.get(tag, set()) | html.ATTRIBUTES["*"] | {"rel"}
        self.foreign += [tag] if tag not in html.TAGS else []
        self.foreign += [f"{tag} {name}" for name, _ in attrs if name not in known]
        for name, value in attrs:
            scheme = re.match(r"\s*([a-z][a-z0-9+.-]*):", re.sub(r"[\0-\x20]", "", value or ""), re.I)
            if name in ("href", "src") and scheme and scheme[1].lower() not in html.SCHEMES:
                self.foreign.append(f"{name}={value}")

    def handle_comment(self, data: str) -> None:
        self.foreign.append(f"comment {data}")

    def handle_decl(self, decl: str) -> None:
        self.foreign.append(decl)

    def handle_pi(self, data: str) -> None:
        self.foreign.append(data)


def test_ordinary_mail_keeps_its_shape() -> None:
    text = '<p>Bonjour <b>Claire</b>, voici <a href="https://lumen.example/suivi">le suivi</a>.</p><ul><li>un</li></ul>'
    assert clean(text) == text.replace('suivi">', 'suivi" rel="noopener noreferrer nofollow">')


@pytest.mark.parametrize("payload", SMALL)
def test_nothing_that_runs_is_left(payload: str) -> None:
    assert Reader(payload).foreign != []
    assert Reader(clean(payload)).foreign == []


def test_nothing_that_runs_is_left_of_real_attacks(corpora: Path | None) -> None:
    payloads = list(SMALL)
    if corpora:
        lines = (corpora / "hostile" / "xss.jsonl").read_text().splitlines()
        payloads += [json.loads(line)["payload"] for line in lines]
    for payload in payloads:
        kept = clean(payload)
        assert Reader(kept).foreign == [], payload[:200]
        assert Reader(clean(kept)).foreign == [], payload[:200]


@pytest.mark.parametrize("payload", HOSTILE.values(), ids=HOSTILE.keys())
async def test_hostile_html_is_refused_or_cleaned_in_time(payload: str) -> None:
    begun = time.perf_counter()
    with contextlib.suppress(HtmlRefused):
        await sanitise(payload)
    assert time.perf_counter() - begun < html.BUDGET + 1.5


@pytest.mark.parametrize("payload", [text for text in HOSTILE.values() if len(text) <= html.MAX_BYTES])
def test_measuring_the_depth_takes_next_to_no_time(payload: str) -> None:
    begun = time.process_time()
    depth(payload)
    assert time.process_time() - begun < 1


def test_depth_is_what_a_browser_would_build() -> None:
    assert depth("<p>one</p><p>two</p>") == 1
    assert depth("<div><div/><br><img></div>") == 2
    assert depth("<div/><div/><div/>") == 3
    assert depth("a < b and c > d") == 0


async def test_the_process_cleans_as_the_function_does() -> None:
    text = "<p>L’été</p><script>alert(1)</script>"
    assert await sanitise(text) == clean(text) == "<p>L’été</p>"


@pytest.mark.parametrize("text", ["<p>" * 300, "x" * (html.MAX_BYTES + 1)])
async def test_beyond_the_limits_it_is_refused(text: str) -> None:
    with pytest.raises(HtmlRefused):
        await sanitise(text)
