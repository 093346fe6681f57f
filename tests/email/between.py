"""What lies between two mail servers: a wire that may be cut where it hurts most."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, suppress


class Between:
    """It passes on what it is given; `at_sent` is asked of each piece going in, `at_said` of each answer: True cuts."""

    def __init__(self, port: int) -> None:
        self.leads_to = port
        self.port = 0
        self.cuts = 0
        self.met = set[asyncio.Task[None]]()
        self.tasks = set[asyncio.Task[None]]()
        self.at_sent: Callable[[bytes], bool] = lambda piece: False
        self.at_said: Callable[[bytes], bool] = lambda piece: False

    async def meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self.met.add(task)
        try:
            inner, outer = await asyncio.open_connection("127.0.0.1", self.leads_to)
        except OSError:
            writer.close()
            return
        ways = (
            self._pass(reader, outer, lambda piece: self.at_sent(piece)),
            self._pass(inner, writer, lambda piece: self.at_said(piece)),
        )
        tasks = [asyncio.create_task(way) for way in ways]
        self.tasks.update(tasks)
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        outer.close()
        writer.close()

    async def _pass(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, cut: Callable[[bytes], bool]
    ) -> None:
        with suppress(OSError):
            while piece := await reader.read(4096):
                if cut(piece):
                    self.cuts += 1
                    return
                writer.write(piece)
                await writer.drain()


@asynccontextmanager
async def between(port: int) -> AsyncGenerator[Between]:
    """A wire that leads to a port of this machine."""
    wire = Between(port)
    server = await asyncio.start_server(wire.meet, "127.0.0.1", 0)
    async with server:
        wire.port = server.sockets[0].getsockname()[1]
        yield wire
    for task in wire.tasks:
        task.cancel()
    await asyncio.gather(*wire.met, return_exceptions=True)
