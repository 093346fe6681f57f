"""Mail is handed over on few lines, and to nobody twice."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from uuid import UUID, uuid4

from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.cast import Cast
from tests.email.letters import arrives, became, mail, mailbox_of
from tests.patience import until
from visavis import conversations
from visavis.channels.email.delivering import AGAIN, Postman
from visavis.channels.email.lines import AT_ONCE
from visavis.channels.email.models import Server
from visavis.conversations.models import Addressed, Message


class Far:
    """A server that counts its lines, and may refuse some recipients."""

    def __init__(self) -> None:
        self.lines: list[SMTP] = []
        self.to: list[list[str]] = []
        self.refuses: dict[str, str] = {}

    def answers(self) -> SMTP:
        self.lines.append(SMTP(self, loop=asyncio.get_running_loop()))
        return self.lines[-1]

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.to.append([address for address in envelope.rcpt_tos if address])
        return "250 OK"


@asynccontextmanager
async def far() -> AsyncGenerator[tuple[Far, Server]]:
    there = Far()
    server = await asyncio.get_running_loop().create_server(there.answers, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        yield there, Server(host="127.0.0.1", port=port, security="none")


async def _asked(cast: Cast, server: Server) -> UUID:
    mailbox = await mailbox_of(cast, outgoing=server)
    _, _, conversation_id = await became(cast, await arrives(cast, mailbox, mail()))
    assert conversation_id is not None
    return conversation_id


async def _state(cast: Cast, message_id: UUID) -> tuple[str, str]:
    async with cast.house.database.system() as session:
        found = await session.tuple("select state, why from mail_out where message_id = %s", (message_id,))
    assert found is not None
    return found[0], found[1]


async def test_many_mails_go_on_few_lines_and_a_later_one_on_the_same(cast: Cast) -> None:
    async with far() as (there, server):
        where = await _asked(cast, server)
        for number in range(8):
            await cast.says(cast.lea, where, f"Réponse {number}.")
        postman = Postman(cast.house)
        postman.start()
        try:
            await until(lambda: len(there.to) == 8)
            assert len(there.lines) <= AT_ONCE
            before = len(there.lines)
            await cast.says(cast.lea, where, "Encore une.")
            await until(lambda: len(there.to) == 9)
            assert len(there.lines) == before
            for line in there.lines:  # as a server does that is restarted
                if line.transport:
                    line.transport.close()
            await cast.says(cast.lea, where, "Et une dernière.")
            await until(lambda: len(there.to) == 10)
        finally:
            await postman.stop()


async def test_who_is_put_off_is_tried_again_alone_and_who_is_refused_is_told_of(cast: Cast) -> None:
    clock = cast.house.database.clock
    async with far() as (there, server):
        where = await _asked(cast, server)
        there.refuses = {"slow@example.fr": "451 later", "gone@example.fr": "550 nobody"}
        said = await _answered(cast, where)
        postman = Postman(cast.house)
        await postman.go()
        assert there.to == [["claire@example.fr"]]
        assert (await _state(cast, said.id))[0] == "deferred"
        cast.house.database.clock = lambda: clock() + 2 * AGAIN[0]
        there.refuses = {}
        await postman.go()
    assert there.to == [["claire@example.fr"], ["slow@example.fr"]]
    assert await _state(cast, said.id) == ("bounced", "gone@example.fr: 550 nobody")


async def _answered(cast: Cast, where: UUID) -> Message:
    async with cast.house.database.session(cast.lea.brand_ids) as session:
        return await conversations.send(
            session,
            cast.lea,
            conversation_id=where,
            body="Elle part demain.",
            client_id=uuid4(),
            addressed=Addressed(to=["claire@example.fr"], copies=["slow@example.fr", "gone@example.fr"]),
        )
