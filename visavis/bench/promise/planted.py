"""`visavis serve` with a fault planted in it, to show that the audit finds one. Never used otherwise.

The fault: what waits is put before an agent without a look at the version of the conversation, by a leader whose
picture is old.
"""

from datetime import datetime
from uuid import UUID

from visavis import config, conversations, serving
from visavis.conversations import Conversation, System, access_conversation, pushing
from visavis.kit.database import Session
from visavis.routing import dispatching

# What a leader whose picture is old has not heard of yet.
LATE = {"conversation.pushed", "conversation.assigned", "conversation.handed_over"}


async def push_blindly(
    session: Session, *, conversation_id: UUID, version: int, agent_id: UUID, accept_by: datetime
) -> Conversation | None:
    """Put a conversation before an agent, whatever has become of it; nothing is learnt of it."""
    conversation = await access_conversation(session, System(), conversation_id, lock=True)
    await pushing.put(session, conversation, agent_id, accept_by)
    return None


def learn_nothing(*_: object, **__: object) -> None:
    """Read nothing again after having acted."""


if __name__ == "__main__":
    conversations.push = push_blindly
    dispatching.INDIFFERENT |= LATE
    dispatching.Dispatching._see_again = learn_nothing  # pyright: ignore[reportPrivateUsage]
    serving.serve(config.read(), lambda said: print(said, flush=True))
