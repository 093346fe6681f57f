"""Sockets that break the protocol, say nothing or say too much: they leave, and alone."""

import asyncio
from collections.abc import Callable
from uuid import uuid4

import pytest
import websockets
from websockets.frames import Frame, Opcode

from tests.cast import Ear
from tests.conftest import Server
from tests.security.test_malformed_requests import SECRET, inhabit


@pytest.fixture
async def door(start_server: Callable[..., Server], database_url: str) -> tuple[str, str]:
    """A real server's live door for visitors, and a token to it."""
    server = start_server(VISAVIS_SECRET_KEY=SECRET, VISAVIS_WORK="false", VISAVIS_RATE_FACTOR="1000")
    hands = await inhabit(database_url, SECRET)
    return f"{server.url.replace('http', 'ws')}/live/visitor", hands["visitor"]["Authorization"].removeprefix(
        "Bearer "
    )


async def enter(door: tuple[str, str]) -> Ear:
    ear = Ear(await websockets.connect(door[0]))
    await ear.say(type="hello", token=door[1])
    ear.ready = await ear.hears("ready")
    return ear


BROKEN: dict[str, list[Frame | bytes]] = {
    "a word that is no UTF-8": [Frame(Opcode.TEXT, b"\xff\xfe\xfa")],
    "a surrogate in UTF-8": [Frame(Opcode.TEXT, b'{"type":"\xed\xa0\x80"}')],
    "a word in pieces that never ends": [Frame(Opcode.TEXT, b"{", fin=False)],
    "a continuation of nothing": [Frame(Opcode.CONT, b"x")],
    "two beginnings": [Frame(Opcode.TEXT, b"{", fin=False), Frame(Opcode.TEXT, b"}")],
    "a reserved bit": [b"\xc1\x80\0\0\0\0"],
    "an unknown kind": [b"\x83\x80\x00\x00\x00\x00"],
    "a frame without its mask": [b"\x81\x02{}"],
    "a length that is never filled": [b"\x81\xff\x7f\xff\xff\xff\xff\xff\xff\xff\0\0\0\0"],
    "a long ping": [b"\x89\xfe\x01\x00\0\0\0\0" + b"x" * 256],
    "a close of one byte": [b"\x88\x81\0\0\0\0x"],
    "a close with a code of nobody's": [b"\x88\x82\0\0\0\0\x03\xed"],
    "a megabyte and more": [Frame(Opcode.TEXT, b'"' + b"x" * (1 << 20) + b'"')],
    "many megabytes in pieces": [
        Frame(Opcode.TEXT, b"x" * 500_000, fin=False),
        *[Frame(Opcode.CONT, b"x" * 500_000, fin=False)] * 8,
    ],
}


async def test_who_breaks_the_protocol_leaves_alone(door: tuple[str, str]) -> None:
    async with await enter(door) as behaving:
        begun = await behaving.send(None, "Bonjour ?")
        for name, broken in BROKEN.items():
            other = await enter(door)
            raw = b"".join(
                piece if isinstance(piece, bytes) else piece.serialize(mask=True) for piece in broken
            )
            transport = other.socket.transport
            transport.write(raw)
            if "never" not in name:
                with pytest.raises(websockets.ConnectionClosed):
                    await other.hears("nothing", within=5)
            transport.abort()
            assert (await behaving.send(begun["conversation_id"], f"après {name}"))["type"] == "sent", name


async def test_who_says_nothing_is_sent_away(door: tuple[str, str]) -> None:
    silent = [await websockets.connect(door[0]) for _ in range(20)]
    async with await enter(door) as behaving:
        assert (await behaving.send(None, "Bonjour ?"))["type"] == "sent"
        for socket in silent:
            with pytest.raises(websockets.ConnectionClosed) as closed:
                async with asyncio.timeout(8):
                    await socket.recv()
            assert closed.value.rcvd is not None
            assert closed.value.rcvd.code == 4408


async def test_the_largest_message_is_taken_and_no_larger(door: tuple[str, str]) -> None:
    async with await enter(door) as ear:
        for body in ("é" * 20_000, "👩" * 20_000, "\x01" * 20_000):
            assert (await ear.send(None, body))["message"]["body"] == body
        for body in ("x" * 20_001, "x" * 900_000):
            await ear.say(type="send", client_id=uuid4(), conversation_id=None, body=body)
            assert (await ear.hears("error"))["error"]["code"] == "bad_frame"
        await ear.catch_up()
