"""A real Postfix hands mail over to a real server, which is killed where it hurts most: nothing is lost or doubled."""

import asyncio
import resource
import smtplib
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.cast import Cast
from tests.conftest import Server
from tests.email.between import between
from tests.email.letters import mail, mailbox_of
from tests.email.peer import peer
from tests.email.peers import free_port, until
from tests.email.postfix import Postfix, postfix


async def sends(mta: Postfix, letter: EmailMessage, to: str = "bonjour@lumen.example") -> None:
    """Somebody sends a mail by this server."""

    def send() -> None:
        with smtplib.SMTP("127.0.0.1", mta.port, timeout=30) as client:
            client.send_message(letter, "claire@example.fr", [to])

    await asyncio.to_thread(send)


async def states(cast: Cast) -> list[str]:
    """What became of all that was kept."""
    async with cast.house.database.system() as session:
        return [state for (state,) in await session.tuples("select state from mail_in order by id")]


async def conversations(cast: Cast) -> int:
    async with cast.house.database.system() as session:
        found = await session.tuple("select count(*) from conversation where channel = 'email'")
    return found[0] if found else 0


def queued(mta: Postfix) -> int:
    """How many mails Postfix still holds."""
    return sum(
        1
        for queue in ("incoming", "active", "deferred")
        for file in (mta.run / "spool" / queue).rglob("*")
        if file.is_file()
    )


async def test_postfix_hands_mail_over_and_bounces_what_is_not_ours(
    cast: Cast, start_server: Callable[..., Server]
) -> None:
    await mailbox_of(cast)
    door = free_port()
    server = start_server(VISAVIS_MAIL_LISTEN=f"lmtp://127.0.0.1:{door}")
    async with peer() as (world, at):
        with postfix(door, at.port) as mta:
            await sends(mta, mail("Bonjour."))
            await sends(mta, mail("Il y a quelqu'un ?", message_id="<two@example.fr>"), "x@lumen.example")

            async def done() -> bool:
                return await states(cast) == ["placed"] and len(world.raws) == 1 and queued(mta) == 0

            await until(done, "both mails were answered for")
            assert world.senders == ["<>"]  # it is Postfix that tells who wrote to nobody
            assert b"5.1.1" in world.raws[0]
    assert await conversations(cast) == 1
    assert server.stop() == 0


@pytest.mark.parametrize("where", ["in the middle of a mail", "between keeping and saying so"])
async def test_a_server_that_is_killed_loses_and_doubles_nothing(
    cast: Cast, start_server: Callable[..., Server], where: str
) -> None:
    await mailbox_of(cast)
    door = free_port()
    server = start_server(VISAVIS_MAIL_LISTEN=f"lmtp://127.0.0.1:{door}")
    async with between(door) as wire, peer() as (_, at):

        def kill(piece: bytes) -> bool:
            server.process.kill()
            server.process.wait()
            wire.at_sent = wire.at_said = lambda piece: False
            return True

        if where == "in the middle of a mail":
            wire.at_sent = lambda piece: b"y" * 50 in piece and kill(piece)
        else:
            wire.at_said = lambda piece: b"It is kept" in piece and kill(piece)
        with postfix(wire.port, at.port) as mta:
            text = "\n".join(["x" * 70] * 1000 + ["y" * 60] * 50 + ["x" * 70] * 1000)
            await sends(mta, mail(text))
            await until(lambda: wire.cuts == 1, "the server was killed")
            before = await states(cast)
            assert len(before) == (0 if where == "in the middle of a mail" else 1)
            start_server(VISAVIS_MAIL_LISTEN=f"lmtp://127.0.0.1:{door}")

            async def done() -> bool:
                return queued(mta) == 0 and await states(cast) == ["placed"]

            await until(done, "it was brought again")
    assert await conversations(cast) == 1


async def test_a_full_disk_leaves_mail_with_postfix_until_there_is_room(
    cast: Cast, start_server: Callable[..., Server], tmp_path: Path
) -> None:
    await mailbox_of(cast)
    door = free_port()
    server = start_server(VISAVIS_MAIL_LISTEN=f"lmtp://127.0.0.1:{door}")
    no_limit = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (8192, no_limit[1]))
    async with peer() as (_, at):
        with postfix(door, at.port) as mta:
            await sends(mta, mail("\n".join(["Bonjour."] * 5000)))
            await until(lambda: "451 4.3.0" in mta.said(), "Postfix was asked to come again")
            assert (await states(cast), queued(mta)) == ([], 1)
            resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, no_limit)

            async def done() -> bool:
                return queued(mta) == 0 and await states(cast) == ["placed"]

            await until(done, "there was room, and it was brought again")
