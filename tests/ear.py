"""A live socket, as the tests hold it."""

import asyncio
import json
from types import TracebackType
from typing import Any, Self, cast
from uuid import UUID, uuid4

import msgspec
import websockets


def holds(said: Any, wanted: Any) -> bool:
    """Tell whether what was said holds what is wanted, however much more it holds."""
    if isinstance(said, dict) and isinstance(wanted, dict):
        found, parts = cast("dict[str, Any]", said), cast("dict[str, Any]", wanted)
        return all(key in found and holds(found[key], part) for key, part in parts.items())
    return said == wanted


class Ear:
    """A live socket that remembers what it has heard."""

    def __init__(self, socket: websockets.ClientConnection) -> None:
        self.socket = socket
        self.heard: list[dict[str, Any]] = []
        self.ready: dict[str, Any] = {}

    async def say(self, **frame: Any) -> None:
        """Say a frame."""
        await self.socket.send(msgspec.json.encode(frame).decode())

    async def send(self, conversation_id: UUID | None, body: str, **more: Any) -> dict[str, Any]:
        """Send a message and wait for its acknowledgement."""
        client_id = more.pop("client_id", None) or uuid4()
        await self.say(type="send", client_id=client_id, conversation_id=conversation_id, body=body, **more)
        return await self.hears("sent", "failed", client_id=str(client_id))

    async def hears(self, *types: str, within: float = 10, **also: Any) -> dict[str, Any]:
        """Wait for the next frame of one of these types that holds all of this."""
        async with asyncio.timeout(within):
            while True:
                frame: dict[str, Any] = json.loads(await self.socket.recv())
                self.heard.append(frame)
                if frame["type"] in types and holds(frame, also):
                    return frame

    async def catch_up(self) -> list[dict[str, Any]]:
        """Give everything heard until the server has answered a ping: nothing more is under way."""
        already = len(self.heard)
        await self.say(type="ping")
        await self.hears("pong")
        return self.heard[already:-1]

    @property
    def at(self) -> str:
        """The last place in the log that was heard."""
        return next(frame["at"] for frame in reversed(self.heard) if frame.get("at"))

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.socket.close()
