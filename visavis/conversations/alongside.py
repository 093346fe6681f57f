"""What other floors have done together with an act of this one: in its statement, in its transaction.

Registered in `app.py`, and nowhere else. A clause of `SAID` is data-changing SQL that reads `bumped`, the
conversation as the message leaves it, and may use every parameter of the sending statement.
"""

from typing import LiteralString

from visavis.conversations.models import AuthorKind

SAID: dict[AuthorKind, LiteralString] = {"customer": "", "agent": "", "system": ""}
# Statements run when a conversation is resolved, with %(conversation_id)s, %(by)s (who resolves it: an author's
# kind), %(agent_id)s, %(in_person)s (an agent who is signed in, and no program with a key) and %(now)s.
RESOLVED: list[LiteralString] = []


def when_said(by: AuthorKind, clauses: LiteralString) -> None:
    """Have these clauses, `name as (…), name as (…)`, belong to every message of this kind of author."""
    SAID[by] = f", {clauses}"


def when_resolved(statement: LiteralString) -> None:
    """Have this statement belong to every resolving of a conversation."""
    if statement not in RESOLVED:
        RESOLVED.append(statement)
