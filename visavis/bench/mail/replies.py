"""Replies taken apart, beside what people would call the reply."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from visavis.bench.mail.scoring import squeeze
from visavis.channels.email.reading import split_reply
from visavis.channels.email.reading.html_text import text_of

Split = Callable[[dict[str, Any]], str]


def judge_replies(cases: Path, split: Split | None = None) -> dict[str, object]:
    """Count the cases that are exact, and those that lose a word of the reply, which is worse than one too many."""
    take = split or _ours
    exact = lost = compared = kept = others = 0
    for line in cases.read_text().splitlines():
        case = json.loads(line)
        said = take(case)
        if case["kind"] == "exact":
            wanted = squeeze(case["expected_reply"])
            compared += 1
            exact += squeeze(said) == wanted
            lost += bool(set(wanted.split()) - set(squeeze(said).split()))
        else:
            others += 1
            kept += _holds(case, said)
    return {
        "cases": compared + others,
        "compared": compared,
        "exact": exact,
        "words_lost": lost,
        "others_ok": kept,
    }


def _ours(case: dict[str, Any]) -> str:
    text = text_of(case["input"], marked=True) if case["format"] == "html" else case["input"]
    return split_reply(text).text


def _holds(case: dict[str, Any], said: str) -> bool:
    if case["kind"] == "regex":
        return all(re.search(pattern, said) for pattern in case["regex"])
    wanted: list[str] | str = case.get("contains", "")
    parts = [wanted] if isinstance(wanted, str) else wanted
    return all(squeeze(part) in squeeze(said) for part in parts)
