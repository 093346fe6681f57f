"""What is said with a mail server that hands mail over: LMTP (RFC 2033), or SMTP (RFC 5321)."""

import asyncio
import re

import msgspec

from visavis.channels.email.errors import MailboxNotFound, MailboxPaused
from visavis.channels.email.models import Envelope, Mailbox
from visavis.channels.email.reader import LARGEST
from visavis.channels.email.receiving import receive, recipient
from visavis.channels.email.wire import Ended, Wire
from visavis.kit.errors import VisavisError
from visavis.kit.house import House

SILENCE = 300.0  # seconds until the next command (RFC 5321, 4.5.3.2.7)
WITHIN = 600.0  # seconds for one mail
RECIPIENTS = 100  # of one mail
MISTAKES = 10  # after which it is over
_PATH = re.compile(r"(?:FROM|TO):\s*<(?:@[^:<>]*:)?([^<>\x00-\x1f]*)>(?:\s+(.*))?", re.IGNORECASE)
_LATER = "451 4.3.0 It could not be kept; bring it again"
_WHY = {
    "too_large": f"552 5.3.4 A mail has {LARGEST} bytes at most",
    "no_room": "452 4.3.1 There is no room just now; bring it again",
}


class Manner(msgspec.Struct, frozen=True):
    """How one speaks here; `peer` is the address of who sends, where that is who is connected."""

    name: str
    lmtp: bool
    peer: str = ""


class Dialogue:
    """One connection; commands are answered in their order, however many were sent ahead."""

    def __init__(self, house: House, wire: Wire, manner: Manner) -> None:
        self.keeping = False
        self.over = False
        self._house, self._wire, self._manner = house, wire, manner
        self._greeted = False
        self._mistakes = 0
        self._sender: str | None = None
        self._to: list[tuple[str, Mailbox]] = []

    async def hold(self) -> None:
        """Speak until either has enough."""
        try:
            await self._wire.say(f"220 {self._manner.name} {'LMTP' if self._manner.lmtp else 'ESMTP'}")
            while not self.over:
                async with asyncio.timeout(SILENCE):
                    line = await self._wire.line()
                verb, _, rest = line.decode("utf-8", "replace").partition(" ")
                await self._answer(verb.upper(), rest.strip())
            await self._wire.say("421 4.3.2 Goodbye")
        except TimeoutError:
            await self._wire.say("421 4.4.2 That took too long")
        except (Ended, OSError):
            pass  # what was not answered with 250 stays with who brings it

    async def _answer(self, verb: str, rest: str) -> None:
        match verb:
            case "LHLO" if self._manner.lmtp:
                await self._greet()
            case "EHLO" | "HELO" if not self._manner.lmtp:
                await self._greet()
            case "MAIL" if self._greeted and self._sender is None:
                await self._from(rest)
            case "RCPT" if self._sender is not None:
                await self._wire.say(await self._for(rest))
            case "DATA" if self._to and not rest:
                await self._data()
            case "RSET" | "NOOP":
                self._begin_anew(keep=verb == "NOOP")
                await self._wire.say("250 2.0.0 Fine")
            case "VRFY":
                await self._wire.say("252 2.1.5 Bring it, and see")
            case "QUIT":
                await self._wire.say("221 2.0.0 Goodbye")
                raise Ended
            case "MAIL" | "RCPT" | "DATA":
                await self._mistaken("503 5.5.1 Not now")
            case _:
                await self._mistaken("502 5.5.1 That is not understood")
                # A browser that was led here speaks HTTP, and would be answered word for word.
                self.over = self.over or not self._greeted

    async def _greet(self) -> None:
        self._greeted = True
        self._begin_anew()
        can = ("PIPELINING", "8BITMIME", "SMTPUTF8", "ENHANCEDSTATUSCODES")
        await self._wire.say(
            f"250-{self._manner.name}", *(f"250-{what}" for what in can), f"250 SIZE {LARGEST}"
        )

    async def _from(self, rest: str) -> None:
        found = _PATH.fullmatch(rest)
        if found is None or not rest.upper().startswith("FROM"):
            await self._mistaken("501 5.1.7 MAIL FROM:<address> is expected")
            return
        for parameter in (found[2] or "").upper().split():
            if parameter.startswith("SIZE=") and parameter[5:].isascii() and parameter[5:].isdigit():
                if int(parameter[5:][:20]) > LARGEST:
                    await self._wire.say(_WHY["too_large"])
                    return
            elif parameter not in ("BODY=7BIT", "BODY=8BITMIME", "SMTPUTF8"):
                await self._mistaken("555 5.5.4 That parameter is not understood")
                return
        self._sender = found[1]
        await self._wire.say("250 2.1.0 Fine")

    async def _for(self, rest: str) -> str:
        found = _PATH.fullmatch(rest)
        if found is None or not rest.upper().startswith("TO") or found[2]:
            return "501 5.1.3 RCPT TO:<address> is expected"
        if len(self._to) >= RECIPIENTS:
            return "452 4.5.3 That is enough for one mail"
        try:
            self._to.append((found[1], await recipient(self._house, found[1])))
        except MailboxNotFound:
            return "550 5.1.1 Nobody here has this address"
        except MailboxPaused:
            return "450 4.2.1 This mailbox takes nothing just now"
        except VisavisError:
            return _LATER
        return "250 2.1.5 Fine"

    async def _data(self) -> None:
        await self._wire.say("354 Go on, and end with a dot alone")
        try:
            async with asyncio.timeout(WITHIN):
                raw = await self._wire.mail(LARGEST)
            self.keeping = True
            kept = {} if isinstance(raw, str) else await self._keep(raw)
            told = [_told(raw, kept.get(mailbox.id, False)) for _, mailbox in self._to]
            # SMTP has one answer for all: brought again, what is kept is known.
            await self._wire.say(*(told if self._manner.lmtp else [max(told)]))
        finally:
            self.keeping = False
            self._wire.let_go()
        self._begin_anew()

    async def _keep(self, raw: bytes) -> dict[object, bool]:
        kept = dict[object, bool]()
        for mailbox in {mailbox.id: mailbox for _, mailbox in self._to}.values():
            envelope = Envelope(
                sender=self._sender or "",
                recipients=[address for address, its in self._to if its.id == mailbox.id],
                peer=self._manner.peer,
            )
            kept[mailbox.id] = await receive(self._house, mailbox, raw, envelope)
        return kept

    async def _mistaken(self, answer: str) -> None:
        self._mistakes += 1
        self.over = self._mistakes >= MISTAKES
        await self._wire.say(answer)

    def _begin_anew(self, *, keep: bool = False) -> None:
        if not keep:
            self._sender, self._to = None, []


def _told(raw: bytes | str, kept: bool) -> str:
    if isinstance(raw, str):
        return _WHY[raw]
    return "250 2.0.0 It is kept" if kept else _LATER
