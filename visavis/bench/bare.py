"""The yardstick: what this machine can do at most, with the same server, sockets and database.

One INSERT for each message, then an answer to the sender and the news to both sides. No rights, no
events, no row-level security, no order.
"""

import socket
import sys
from collections.abc import MutableMapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec
import psycopg
import uvicorn
from psycopg_pool import AsyncConnectionPool

from visavis import config, process, serving
from visavis.kit.ids import uuid7

SIZE = 12  # connections, as the product
TABLE = """
create table if not exists bare_message (
    id uuid primary key, conversation_id uuid not null, client_id uuid not null,
    body text not null, created_at timestamptz not null
)
"""
INSERT = """
insert into bare_message (id, conversation_id, client_id, body, created_at) values (%s, %s, %s, %s, %s)
"""


class Hello(msgspec.Struct, tag="hello", tag_field="type"):
    """The first frame; the token names the room, or nothing."""

    token: str


class Send(msgspec.Struct, tag="send", tag_field="type"):
    """A message."""

    client_id: UUID
    conversation_id: UUID
    body: str


class Ping(msgspec.Struct, tag="ping", tag_field="type"):
    """Are you there?"""


class Written(msgspec.Struct):
    """A message, as it is told."""

    id: UUID
    conversation_id: UUID
    client_id: UUID
    body: str
    created_at: datetime


class Data(msgspec.Struct):
    """What an event carries."""

    message: Written


class Told(msgspec.Struct, tag="message.sent", tag_field="type"):
    """The news, for both sides."""

    data: Data


class Sent(msgspec.Struct, tag="sent", tag_field="type"):
    """The answer to the sender."""

    client_id: UUID
    message: Written


decode = msgspec.json.Decoder(Hello | Send | Ping).decode
encode = msgspec.json.Encoder().encode


class Bare:
    """The whole application."""

    def __init__(self, url: str) -> None:
        self.rooms: dict[str, list[Any]] = {}
        self.pool = AsyncConnectionPool(
            url,
            connection_class=psycopg.AsyncConnection[tuple[Any, ...]],
            kwargs={"autocommit": True, "prepare_threshold": 2},
            min_size=1,
            max_size=SIZE,
            open=False,
        )

    async def __call__(self, scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] != "websocket":
            return
        await receive()
        await send({"type": "websocket.accept"})
        first = await receive()
        said = decode(first["text"]) if first["type"] == "websocket.receive" else None
        if not isinstance(said, Hello):
            return
        room = self.rooms.setdefault(said.token, [])
        room.append(send)
        try:
            await send({"type": "websocket.send", "text": '{"type":"ready"}'})
            with suppress(OSError):
                await self._converse(room, receive, send)
        finally:
            room.remove(send)

    async def _converse(self, room: list[Any], receive: Any, send: Any) -> None:
        while (frame := await receive())["type"] == "websocket.receive":
            said = decode(frame["text"])
            if isinstance(said, Send):
                written = Written(uuid7(), said.conversation_id, said.client_id, said.body, datetime.now(UTC))
                async with self.pool.connection() as connection:
                    await connection.execute(INSERT, msgspec.structs.astuple(written))
                sent, told = encode(Sent(said.client_id, written)), encode(Told(Data(written)))
                await send({"type": "websocket.send", "text": sent.decode()})
                for tell in room:
                    await tell({"type": "websocket.send", "text": told.decode()})
            else:
                await send({"type": "websocket.send", "text": '{"type":"pong"}'})


class _Server(uvicorn.Server):
    def __init__(self, app: Bare, settings: config.Settings) -> None:
        super().__init__(serving.server_config(app, settings))
        self._app = app

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await self._app.pool.open(wait=True)
        await super().startup(sockets)
        print("ready", flush=True)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await super().shutdown(sockets)
        await self._app.pool.close()


def main(url: str) -> None:
    """Serve the yardstick until the process is ended."""
    process.prepare("visavis-bare")
    with psycopg.connect(url) as connection:
        connection.execute(TABLE)
    _Server(Bare(url), config.read()).run()


if __name__ == "__main__":
    main(sys.argv[1])
