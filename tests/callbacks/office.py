"""Lumen's office with a telephone, at a time that the test chooses."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from tests.cast import Cast
from visavis import brands, callbacks, conversations, promises
from visavis.brands import ALWAYS, BrandChanges, Hours, HoursVersion
from visavis.callbacks import Desk, NewCallback, Window
from visavis.conversations import Conversation
from visavis.conversations.models import Answer, Callback
from visavis.customers import Visitor
from visavis.promises import Promise
from visavis.staff import AgentActor

NOON = datetime(2026, 11, 25, 12, 3, tzinfo=UTC)  # a Wednesday
QUARTER = timedelta(minutes=15)
PHONE = "01 99 00 11 22"


def desk(hours: Hours = ALWAYS, *, version: int = 0, **known: Any) -> Desk:
    """A desk of two agents with nothing to do, or as said."""
    brand_id = known.pop("brand_id", None) or uuid4()
    offered: bool = known.pop("offered", True)
    numbers: dict[str, Any] = {
        "agents": 2,
        "hands": 2,
        "free": 8,
        "places": 8,
        "waiting": 0,
        "usual": 4,
    } | known
    return Desk(
        brand_id=brand_id,
        hours=HoursVersion(brand_id=brand_id, version=version, valid_from=None, saved_by=None, hours=hours),
        offered=offered,
        **numbers,
    )


def slot(hour: int, minute: int) -> Window:
    """A slot of that Wednesday."""
    after = NOON.replace(hour=hour, minute=minute)
    return Window(after, after + QUARTER)


class Office:
    """Who calls and who is called, and what the ledger says of it."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.now = NOON
        self.desk = desk(brand_id=cast.lumen.id)

    async def opens(self) -> None:
        """The brand offers to call back."""
        async with self.cast.house.database.session([self.cast.lumen.id]) as session:
            await brands.edit(session, self.cast.lumen.id, BrandChanges(callbacks=True))

    async def act(self, actor: Visitor | AgentActor, act: Callable[..., Any], **more: Any) -> Any:
        """Someone does something now."""
        async with self.cast.house.database.session(actor.brand_ids, clock=lambda: self.now) as session:
            return await act(session, actor, **more)

    async def books(
        self,
        after: datetime | None = None,
        *,
        who: Visitor | None = None,
        desk: Desk | None = None,
        **more: Any,
    ) -> Conversation:
        """A customer asks to be called."""
        asked: dict[str, Any] = {"client_id": uuid4(), "phone": PHONE, "words": "Oui, appelez-moi."} | more
        return await self.act(
            who or self.cast.claire,
            callbacks.book,
            asked=NewCallback(after=after, **asked),
            desk=desk or self.desk,
            address_hash=b"hash",
        )

    async def writes(self, by: timedelta | None = timedelta(minutes=3)) -> Conversation:
        """Claire writes, and is promised an answer."""
        answer = by and Answer(by=self.now + by, way="live", probability=0.99, hours_version=0)
        begun, _ = await self.act(
            self.cast.claire, conversations.start, body="Bonjour ?", client_id=uuid4(), answer=answer or None
        )
        return begun

    async def says(self, who: Visitor | AgentActor, conversation: Conversation) -> None:
        """Someone writes in a conversation."""
        said = {"conversation_id": conversation.id, "body": "…", "client_id": uuid4()}
        await self.act(who, conversations.send, **said)

    async def on_it(
        self, who: Visitor | AgentActor, act: Callable[..., Any], conversation: Conversation, **more: Any
    ) -> Conversation:
        """Someone does something about the call owed in a conversation."""
        return await self.act(
            who, act, conversation_id=conversation.id, callback_id=owed(conversation).id, **more
        )

    async def passes(self, time: timedelta) -> None:
        """Time passes, and the house looks at its clock."""
        self.now += time
        async with self.cast.house.database.system(clock=lambda: self.now) as session:
            await promises.break_overdue(session, self.now)

    async def ledger(self, conversation_id: UUID) -> list[Promise]:
        """What was promised in a conversation."""
        async with self.cast.house.database.session([self.cast.lumen.id]) as session:
            return await promises.of_conversation(session, conversation_id)

    async def states(self, conversation: Conversation) -> list[tuple[str, str]]:
        """What was promised in a conversation, and what became of it."""
        return [(promise.kind, promise.state) for promise in await self.ledger(conversation.id)]

    async def ends(self) -> list[str]:
        """How the call-backs ended."""
        async with self.cast.house.database.session([self.cast.lumen.id]) as session:
            return [state for (state,) in await session.tuples("select state from callback_end order by at")]

    async def sum_is_right(self) -> promises.Balance:
        """made = kept + broken + withdrawn + open, and the list of what is open says the same."""
        async with self.cast.house.database.session([self.cast.lumen.id]) as session:
            since = self.now - timedelta(days=30)
            found = await promises.balance(session, self.cast.lumen.id, since, self.now + timedelta(days=1))
            still_open = await session.tuple("select count(*) from promise_open")
        assert found.made == found.kept + found.broken + found.withdrawn + found.open
        assert still_open == (found.open,)
        return found


def owed(conversation: Conversation) -> Callback:
    """The call that is owed in a conversation."""
    assert conversation.callback is not None
    return conversation.callback
