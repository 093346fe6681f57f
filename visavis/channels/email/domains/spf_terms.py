"""What an SPF policy (RFC 7208) names, by way of the policies that it includes; and how it is made to name one more."""

import re

import msgspec

from visavis.channels.email.domains.asking import Asker

MOST = 10  # questions that a policy may need (RFC 7208, 4.6.4); beyond, it says nothing
_ALL = re.compile(r"[+?~-]?all", re.IGNORECASE)


class Walked(msgspec.Struct):
    """The terms of a policy and of all that it includes, without `+`; `questions` are what it takes to read them."""

    terms: set[str]
    questions: int = 0


def is_policy(text: str) -> bool:
    """Tell whether a text is an SPF policy."""
    return text.lower().split(" ")[0] == "v=spf1"


def walk(asker: Asker, domain: str, policy: str) -> Walked:
    """Read a policy and what it includes; raise `Away`."""
    walked = Walked(set())
    _walk(asker, policy, walked, {domain.lower()})
    return walked


def _walk(asker: Asker, policy: str, walked: Walked, seen: set[str]) -> None:
    inner = len(seen) > 1
    for term in (part.lower().removeprefix("+") for part in policy.split()[1:]):
        if inner and _ALL.fullmatch(term):
            continue  # what a policy says of all others is of no account where it is included
        walked.terms.add(term)
        name, _, target = term.replace("redirect=", "redirect:").partition(":")
        if name.lstrip("?~-").partition("/")[0] in ("include", "redirect", "a", "mx", "ptr", "exists"):
            walked.questions += 1
        if name not in ("include", "redirect") or "%" in target or target in seen or walked.questions > MOST:
            continue
        for text in filter(is_policy, asker.texts(target)):
            _walk(asker, text, walked, {*seen, target})


def joined(policies: list[str], more: str | None) -> str:
    """Write one policy that says what these say, and lets one more send."""
    terms = list(dict.fromkeys(term for policy in policies for term in policy.split()[1:]))
    named = [term for term in terms if not _ALL.fullmatch(term) and not term.lower().startswith("redirect=")]
    named += [more] if more and more not in named else []
    # Of what is said of all others, the mildest: none of them meant to refuse what another lets.
    ends = sorted(
        (term for term in terms if _ALL.fullmatch(term)), key=lambda end: "-~?+a".index(end[0].lower())
    )
    onward = [term for term in terms if term.lower().startswith("redirect=")]
    return " ".join(["v=spf1", *named, *(ends[-1:] or onward[:1] or ["~all"])])
