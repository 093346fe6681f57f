"""What ends a text and is no word to its reader: a signature, a device's or a program's own line."""

import re

from visavis.channels.email.reading import phrases

SIGNATURE_LINES = 12
WRAPPED = 60  # characters from which on programs break a line, at least
LENGTH = 400  # characters of a line that may say something about itself
MARK = "-- "  # what stands before a signature, the blank included
RULE = re.compile(r"^[\s]*(?:-{2,}|_{2,}|={3,}|\*{3,}|~{3,}|#{3,}|\+{3,}|—|–|ᐧ)[\s]*$")
FENCE = re.compile(r"^\s*```")
_SIGNATURE = re.compile(r"^(?:-- ?|—|__+|--+)[\s]*$")
_ITEM = re.compile(r"^\s*[-*•]\s")
_SENTENCE = re.compile(r"[^\W\d_]{3,}\s*[.!?]$|[:,]$")
_AFTERWARDS = re.compile(r"^\s*(?:p\.?\s?s\b|n\.?\s?b\.?\s*:)", re.IGNORECASE)


def without_signature(lines: list[str]) -> tuple[list[str], list[str]]:
    """Take off what a program or a person signs with, where words are left before it."""
    own, signature, fenced = list[str](), list[str](), False
    for at, line in enumerate(lines):
        fenced ^= bool(FENCE.match(line))
        if fenced or len(line) > LENGTH or not any(own):
            own.append(line)
        elif phrases.SENT_FROM.match(line) and _alone(lines, at):
            signature.append(line)
        elif (_SIGNATURE.match(line) and _signs(lines, at)) or (
            phrases.SENT_FROM.match(line) and _named(lines[at + 1 :])
        ):
            after = next((n for n in range(at, len(lines)) if _AFTERWARDS.match(lines[n])), len(lines))
            return _without_rule([*own, *lines[after:]]), [*signature, *lines[at:after]]
        else:
            own.append(line)
    return _without_rule(own), signature


def _alone(lines: list[str], at: int) -> bool:
    """Tell whether nothing but such lines and blank ones is around a line: then it says nothing of what is below."""
    around = [lines[at - 1], *lines[at + 1 : at + 2]]
    return all(not line.strip() or phrases.SENT_FROM.match(line) for line in around)


def _signs(lines: list[str], at: int) -> bool:
    """Tell whether what follows a dashed line is a signature: so marked (RFC 3676, 4.3), or who and where."""
    rest = [line for line in lines[at + 1 :] if line.strip()]
    if lines[at] in (MARK, MARK.strip()):
        return lines[at] == MARK or (not any(map(_ITEM.match, rest[:1])) and not any(map(_says, rest[:2])))
    return _named(rest) and not any(RULE.match(line) for line in rest[:-1])


def _named(rest: list[str]) -> bool:
    """Tell whether lines say who somebody is and where: few, short, no sentences, no list."""
    said = [line for line in rest if line.strip()]
    return len(said) <= SIGNATURE_LINES and not any(
        _ITEM.match(line) or _SENTENCE.search(line) or _says(line) for line in said
    )


def _says(line: str) -> bool:
    """Tell whether a line is too long for a name or a place."""
    return len(line) > WRAPPED and not phrases.PLACE.search(line)


def _without_rule(lines: list[str]) -> list[str]:
    """Take off the rules and blank lines that end a text."""
    end = len(lines)
    while end and (not lines[end - 1].strip() or RULE.match(lines[end - 1])):
        end -= 1
    return lines[:end]
