"""What other floors have done together with an act of this one: in its statement, in its transaction.

Registered in `app.py`, and nowhere else. A clause of `SAID` is data-changing SQL that reads `bumped`, the
conversation as the message leaves it, and may use every parameter of the sending statement.
"""

from typing import LiteralString, Protocol

from visavis.conversations.models import Actor, Addressed, AuthorKind, Conversation, Mail, Message
from visavis.kit.database import Session

SAID: dict[AuthorKind, LiteralString] = {"customer": "", "agent": "", "system": ""}
# Statements run when a conversation is resolved, with %(conversation_id)s, %(by)s (who resolves it: an author's
# kind), %(agent_id)s, %(in_person)s (an agent who is signed in, and no program with a key) and %(now)s.
RESOLVED: list[LiteralString] = []


class Post(Protocol):
    """Whoever carries an agent's words to customers who are not at the screen."""

    async def address(
        self, session: Session, actor: Actor, conversation: Conversation, addressed: Addressed | None
    ) -> Mail:
        """Say to whom the actor's next message will go, all who take part unless `addressed`, and from which address."""
        ...

    async def check(self, session: Session, addressed: Addressed) -> Addressed:
        """Give whom a message is to go to, each once; raise what is wrong with that."""
        ...

    async def hand_over(self, session: Session, message: Message) -> None:
        """Take a message to be carried, in the transaction that writes it."""
        ...


POST: list[Post] = []


def when_posted(post: Post) -> None:
    """Have what agents write in a conversation of a mailbox be carried by this one."""
    POST[:] = [post]


def when_said(by: AuthorKind, clauses: LiteralString) -> None:
    """Have these clauses, `name as (…), name as (…)`, belong to every message of this kind of author."""
    SAID[by] = f", {clauses}"


def when_resolved(statement: LiteralString) -> None:
    """Have this statement belong to every resolving of a conversation."""
    if statement not in RESOLVED:
        RESOLVED.append(statement)
