"""Where an act takes place."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from tests.cast import Running
from visavis.conversations import Conversation, Message
from visavis.kit.clock import system_clock


@dataclass
class Scene:
    """A conversation under way between Claire and Léa, that something is about to happen to."""

    running: Running
    conversation: Conversation
    claires: Message
    leas: Message

    async def act(self, who: str, do: Callable[..., Awaitable[Any]], **more: Any) -> Any:
        actor = self.running.cast.agents.get(who) or self.running.cast.visitors[who]
        async with self.running.cast.house.database.session(actor.brand_ids) as session:
            return await do(session, actor, **more)

    async def on_it(self, who: str, do: Callable[..., Awaitable[Any]], **more: Any) -> Any:
        return await self.act(who, do, conversation_id=self.conversation.id, **more)


Act = Callable[[Scene], Awaitable[Any]]


def soon() -> Any:
    return system_clock() + timedelta(hours=2)
