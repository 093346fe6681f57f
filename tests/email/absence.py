"""A customer who has gone, at a time that the test chooses, and the server that takes our mails."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import timedelta
from uuid import UUID

from tests.cast import Cast
from tests.email.letters import arrives, became, mail, mailbox_of
from tests.email.peer import Peer, peer
from visavis import conversations, customers
from visavis.channels.email.delivering import Postman
from visavis.channels.email.following import look, send_now
from visavis.channels.email.models import Mailbox
from visavis.conversations import Message
from visavis.promises import holding

MINUTE = timedelta(minutes=1)


class Absence:
    """Claire's conversation with Léa, and what was taken of it by the server of mails."""

    def __init__(self, cast: Cast, taking: Peer, mailbox: Mailbox) -> None:
        self.cast, self.taking, self.mailbox = cast, taking, mailbox
        self.now = cast.house.database.clock()
        cast.house.database.clock = lambda: self.now
        self.id: UUID = mailbox.id

    async def gives(self, email: str = "claire@example.fr") -> None:
        changes = customers.VisitorChanges(email=email)
        async with self.cast.house.database.session(self.cast.claire.brand_ids) as session:
            await customers.describe(session, self.cast.claire, changes)

    async def begins(self, text: str = "Ma lampe grésille") -> None:
        self.id = (await self.cast.starts(self.cast.claire, text)).id

    async def lea_says(self, text: str) -> Message:
        return await self.cast.says(self.cast.lea, self.id, text)

    async def passes(self, time: timedelta) -> int:
        """Time goes by, the house looks, and the postman goes; tells how many mails were taken by now."""
        self.now += time
        await look(self.cast.house)
        await Postman(self.cast.house).go()
        return len(self.taking.raws)

    async def page(self, *, is_open: bool) -> None:
        async with self.cast.house.database.system() as session:
            await holding.hold(session, [(self.cast.lumen.id, self.cast.claire.id)], here=is_open)

    async def states(self) -> list[str | None]:
        """How each word of ours fares as a mail."""
        _, messages = await self.cast.reads(self.cast.lea, self.id)
        return [m.mail and m.mail.state for m in messages if m.author.kind == "agent" and m.kind == "message"]

    async def claire_reads(self) -> None:
        async with self.cast.house.database.session(self.cast.claire.brand_ids) as session:
            await conversations.mark_read(session, self.cast.claire, conversation_id=self.id, seq=99)

    async def answers(
        self, text: str, sender: str = "Claire Petit <claire@example.fr>"
    ) -> tuple[str, str, UUID | None]:
        """Somebody answers the last mail that was taken."""
        last = self.taking.took[-1]
        letter = mail(
            text,
            sender=sender,
            to=str(last["Reply-To"]),
            subject=f"Re: {last['Subject']}",
            message_id=f"<{hash((text, sender))}@example.fr>",
            In_Reply_To=str(last["Message-ID"]),
        )
        return await became(self.cast, await arrives(self.cast, self.mailbox, letter))

    async def lea_sends_now(self) -> Message:
        async with self.cast.house.database.session(self.cast.lea.brand_ids) as session:
            return await send_now(session, self.cast.lea, conversation_id=self.id)


@asynccontextmanager
async def absence_of_claire(cast: Cast) -> AsyncGenerator[Absence]:
    """Claire has asked something, left her address, and closed the page."""
    async with peer() as (taking, server):
        it = Absence(cast, taking, await mailbox_of(cast, outgoing=server))
        await it.gives()
        await it.begins()
        yield it
