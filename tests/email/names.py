"""A real server of names on this machine, that publishes what a test has it publish."""

import asyncio
import contextlib
import shutil
import socket
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import dns.exception
import dns.resolver
import pytest

from visavis.channels.email.domains import asking

TRIES = 5


class Names:
    """What is published; `publish` begins anew with all of it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: asyncio.subprocess.Process | None = None
        self.asks = dns.resolver.Resolver(configure=False)
        self.texts: dict[str, list[str]] = {}
        self.exchanges: dict[str, str] = {}  # where mail for a domain goes

    async def publish(self, **texts: str | list[str]) -> None:
        """Publish texts by name (`__` stands for a dot), beside those that were published before."""
        await self.publish_all({name.replace("__", "."): said for name, said in texts.items()})

    async def publish_all(self, texts: dict[str, str | list[str]]) -> None:
        """Publish texts by name, beside those that were published before; wait until they are."""
        self.texts |= {name: [said] if isinstance(said, str) else said for name, said in texts.items()}
        for _ in range(TRIES):
            await self.stop()
            if await self._starts():
                return
        pytest.fail("the server of names stops as soon as it is started")

    async def _starts(self) -> bool:
        """Begin anew; tell whether it answers: somebody else may have taken the port meanwhile."""
        self.asks.port = _free()
        self.asks.nameservers = ["127.0.0.1"]  # at that port
        binary = shutil.which("dnsmasq", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")
        assert binary, "these tests need a server of names: install dnsmasq (Debian: dnsmasq-base)"
        config = self._folder / "dnsmasq.conf"
        lines = [f"txt-record={name},{_strings(text)}" for name, said in self.texts.items() for text in said]
        lines += [f"mx-host={domain},{exchange},10" for domain, exchange in self.exchanges.items()]
        config.write_text(
            "\n".join(
                (
                    *("no-resolv", "no-hosts", "no-daemon", "bind-interfaces", "listen-address=127.0.0.1"),
                    *(f"port={self.asks.port}", "address=/#/", "pid-file=", "user=", *lines, ""),
                )
            )
        )
        self._process = await asyncio.create_subprocess_exec(
            *(binary, "--keep-in-foreground", f"--conf-file={config}"), stderr=asyncio.subprocess.DEVNULL
        )
        asking.forget()
        while not await asyncio.to_thread(self._answers):
            if self._process.returncode is not None:
                return False
        return True

    async def stop(self) -> None:
        """Answer no more."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                self._process.terminate()
            await self._process.wait()
            self._process = None
        asking.forget()

    def _answers(self) -> bool:
        try:
            self.asks.resolve("up.test.", "TXT", lifetime=0.2)
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return True
        except dns.exception.DNSException:
            return False
        return True


@asynccontextmanager
async def named(folder: Path) -> AsyncGenerator[Names]:
    """Have this machine ask a server of its own, with nothing in it yet."""
    names, before = Names(folder), dns.resolver.default_resolver
    dns.resolver.default_resolver = names.asks
    try:
        await names.publish_all({"up.test": "yes"})
        yield names
    finally:
        dns.resolver.default_resolver = before
        await names.stop()


def _free() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def _strings(text: str) -> str:
    return ",".join(f'"{text[at : at + 250]}"' for at in range(0, len(text), 250) or [0])
