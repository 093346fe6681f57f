"""A field of addresses, as people and programs write them (RFC 5322, 3.4, and what comes in its place)."""

import re

# A quoted word, a comment's bracket, what delimits, or a run of anything else.
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[()<>,;:@]|\\.|[^()<>,;:@"\\]+|["\\]', re.DOTALL)
_LOOSE = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w.-]{1,255}\w")


def mailboxes(field: str) -> list[tuple[str, str]]:
    """List name and address of each mailbox, the members of groups among them.

    Where no address can be told from the field's grammar, any text that looks like one is taken.
    """
    found = [_mailbox(part) for part in _parts(field)]
    pairs = [pair for pair in found if pair is not None]
    return pairs or [("", email) for email in _LOOSE.findall(field)]


def _parts(field: str) -> list[list[str]]:
    """Split at commas and semicolons that stand outside quotes, comments and angle brackets; drop group names."""
    parts, part = list[list[str]](), list[str]()
    comments = angle = 0
    for token in _TOKEN.findall(field):
        if token == "(":
            comments += 1
        elif token == ")" and comments:
            comments -= 1
        elif not comments and token == "<":
            angle = 1
        elif not comments and token == ">":
            angle = 0
        if not comments and not angle and token in (",", ";"):
            parts.append(part)
            part = []
        elif not comments and not angle and token == ":" and "@" not in part:
            part = []
        else:
            part.append(token)
    return [*parts, part]


def _mailbox(tokens: list[str]) -> tuple[str, str] | None:
    name, comment, inside, outside = list[str](), list[str](), list[str](), list[str]()
    comments, angle, bracketed = 0, False, False
    for token in tokens:
        if token == "(":
            comments += 1
        elif token == ")" and comments:
            comments -= 1
        elif comments:
            comment.append(token)
        elif token == "<":
            angle = bracketed = True
            inside = []  # the last one counts: "<name> <address>"
        elif token == ">":
            angle = False
        elif angle:
            inside.append(token)
        else:
            outside.append(token)
            name.append(_unquoted(token))
    address = "".join(inside).strip() if bracketed else "".join(outside).strip()
    if bracketed and "@" not in address and "@" in (loose := "".join(outside)):
        address, name = loose.strip(), []
    # A route is no part of it (obsolete since 2001): "@one,@two:name@three".
    if address.startswith("@") and ":" in address:
        address = address.rpartition(":")[2].strip()
    said = " ".join("".join(name).split()) if bracketed else ""
    if not bracketed and " " in address:
        loose = _LOOSE.search(address)
        if loose is None:
            return None
        said, address = f"{address[: loose.start()]} {address[loose.end() :]}".strip(), loose.group()
    return (said or " ".join("".join(comment).split()), address) if "@" in address else None


def _unquoted(token: str) -> str:
    return re.sub(r"\\(.)", r"\1", token[1:-1]) if len(token) > 1 and token[0] == token[-1] == '"' else token
