"""An inbox over IMAP, only ever looked at: nothing in it is marked, moved or deleted. Blocking: to be used in a thread."""

import imaplib
import re
import socket
import ssl
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from io import BufferedReader

import msgspec
from imap_tools import BaseMailBox
from imap_tools.errors import ImapToolsError, MailboxTaggedResponseError
from imap_tools.idle import get_socket_poller

from visavis.channels.email.entering import Secret
from visavis.channels.email.models import Server
from visavis.channels.email.oauth.models import Token
from visavis.channels.email.reaching import Failed, code_of
from visavis.channels.email.reader import LARGEST

ANSWERS = 30.0  # seconds that a server may be silent
PART = 1 << 20  # bytes that are asked for at once
TOGETHER = 500  # mails that are asked about at once
HEAD = 1 << 18  # bytes that are kept of a mail that is too large
# A refusal to sign in that says nothing of the password (RFC 5530).
_BUSY = re.compile(rb"\[(UNAVAILABLE|INUSE|LIMIT|SERVERBUG)\]", re.IGNORECASE)
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
_UID = re.compile(rb"\bUID (\d+)", re.IGNORECASE)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_BODY = re.compile(rb'BODY\[\](?:<\d+>)? (?:"((?:[^"\\]|\\.)*)"|NIL)', re.IGNORECASE)

Answer = list[bytes | tuple[bytes, bytes] | None]


class Fetched(msgspec.Struct, frozen=True):
    """A mail as it lies in the inbox, and when it `came` there; `whole_size` is there when `raw` is only its beginning."""

    raw: bytes
    whole_size: int | None = None
    came: datetime | None = None


class _Box(BaseMailBox):
    def __init__(self, client: imaplib.IMAP4) -> None:
        self._made = client
        super().__init__()

    def _get_mailbox_client(self) -> imaplib.IMAP4:
        return self._made


class Inbox:
    """One session with a server, its inbox opened for reading; each act raises `Failed`."""

    def __init__(self, server: Server, host: str, secret: Secret) -> None:
        self._turn = threading.Lock()
        with _speaking():
            client = _connect(server, host)
        self._box = _Box(client)
        try:
            with _speaking():
                _sign_in(self._box, server.user, secret)
                self.size = self._open()
                self.validity = self._validity()
                self._idles = "IDLE" in client.capability()[1][0].decode("ascii", "replace").upper().split()
        except BaseException:
            self.close()
            raise

    def uids_after(self, last: int) -> list[int]:
        """List the UIDs above `last`, in their order."""
        with self._turn, _speaking():
            self._box.client.response("EXISTS")  # what was told until now is found by this search
            found = self._box.uids(f"UID {last + 1}:*", charset=None)
            # `n:*` names the last mail even when it is below n.
            return sorted(uid for uid in map(int, found) if uid > last)

    def last_before(self, moment: datetime) -> int:
        """Tell the UID after which lie the mails that came since a moment, by the clock of their server."""
        # Days begin where the server is: one more is looked through, and each mail's own time decides.
        day = moment - timedelta(days=1)
        with self._turn, _speaking():
            since = f"SINCE {day.day}-{_MONTHS[day.month - 1]}-{day.year}"
            found = sorted(map(int, self._box.uids(since, charset=None)))
            for at in range(0, len(found), TOGETHER):
                wanted = ",".join(map(str, found[at : at + TOGETHER]))
                state, answer = self._box.client.uid("FETCH", wanted, "(INTERNALDATE)")
                if state != "OK":
                    raise Failed("not_understood", answer)
                for uid, came in sorted(_arrivals(answer)):
                    if came >= moment:
                        return uid - 1
            if self._next is not None:
                return self._next - 1
            return max(map(int, self._box.uids("ALL", charset=None)), default=0)

    def fetch(self, uid: int) -> Fetched | None:
        """Fetch a mail in parts; None when it is gone. Of one that is larger than the house takes, its beginning."""
        raw, said, came = bytearray(), 0, None
        with self._turn, _speaking():
            while True:
                wanted = f"(RFC822.SIZE INTERNALDATE BODY.PEEK[]<{len(raw)}.{PART}>)"
                state, answer = self._box.client.uid("FETCH", str(uid), wanted)
                if state != "OK":
                    raise Failed("not_given", answer)
                said, came = max(said, _claimed(answer)), came or _came(answer)
                part = _part(answer)
                if part is None:
                    return None
                raw += part
                if max(len(raw), said) > LARGEST:
                    return Fetched(bytes(raw[:HEAD]), max(len(raw), said), came)
                # The size is only what is said, and some servers say it wrong: the end is a part that is not full.
                if len(part) != PART:
                    return Fetched(bytes(raw), came=came)

    def wait(self, seconds: float) -> None:
        """Wait until something may have happened, at most so long; it is a hint, and may come for nothing."""
        with self._turn, _speaking():
            client = self._box.client
            if client.response("EXISTS")[1] != [None]:
                return
            if not self._idles:
                get_socket_poller(client.sock, round(seconds))
                return
            try:
                self._box.idle.start()
            except MailboxTaggedResponseError as answered:
                # News may come before the word to go on; what else is said is a refusal.
                if not _is_news(answered.command_result[0]):  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType]
                    self._idles = False  # it says that it can, and then that it cannot
                    return
            else:
                if not _said_more(client):
                    self._box.idle.poll(timeout=seconds)
            self._box.idle.stop()

    def close(self) -> None:
        """End the session, whatever another thread waits for in it."""
        with suppress(OSError):
            self._box.client.sock.shutdown(socket.SHUT_RDWR)
        with self._turn, suppress(OSError):
            self._box.client.shutdown()

    def _open(self) -> int:
        state, answer = self._box.client.select("INBOX", readonly=True)
        if state != "OK":
            raise Failed("no_inbox", answer)
        told = self._box.client.response("UIDNEXT")[1][0]
        self._next = int(told) if told else None
        return int(answer[0] or 0)

    def _validity(self) -> int:
        found = self._box.client.response("UIDVALIDITY")[1][0]
        if not found:
            raise Failed("not_understood", "no UIDVALIDITY")
        return int(found)


def _connect(server: Server, host: str) -> imaplib.IMAP4:
    # Without a context of ours, the library would take any certificate.
    context = ssl.create_default_context()
    if server.security == "tls":
        return imaplib.IMAP4_SSL(host, server.port, ssl_context=context, timeout=ANSWERS)
    client = imaplib.IMAP4(host, server.port, timeout=ANSWERS)
    if server.security == "starttls":
        try:
            client.starttls(context)
        except imaplib.IMAP4.error as refused:
            client.shutdown()
            raise Failed("encryption_failed", refused) from refused
        except BaseException:
            client.shutdown()
            raise
    return client


def _sign_in(box: _Box, user: str, secret: Secret) -> None:
    said: list[bytes] = []

    def answer(challenge: bytes) -> bytes:
        # What is asked after the token was shown is why it is not taken; only when that is answered does a refusal
        # come (https://developers.google.com/workspace/gmail/imap/xoauth2-protocol).
        said.append(challenge)
        assert isinstance(secret, Token), "passwords are not asked for so"
        return f"user={user}\1auth=Bearer {secret.value}\1\1".encode() if len(said) == 1 else b""

    try:
        if isinstance(secret, Token):
            box.client.authenticate("XOAUTH2", answer)
        elif (user + secret).isascii():
            box.login(user, secret, initial_folder=None)
        else:
            box.login_utf8(user, secret, initial_folder=None)
    except imaplib.IMAP4.abort:
        raise
    except (imaplib.IMAP4.error, ImapToolsError) as refused:
        busy = _BUSY.search(str(refused).encode())
        words = " ".join([str(refused), *(challenge.decode("utf-8", "replace") for challenge in said[1:])])
        raise Failed("busy" if busy else "signing_in_failed", words) from refused


def _claimed(answer: Answer) -> int:
    found = _SIZE.search(b" ".join(_line(item) for item in answer))
    return int(found[1]) if found else 0


def _came(answer: Answer) -> datetime | None:
    with suppress(KeyError, ValueError, OverflowError, OSError):
        found = imaplib.Internaldate2tuple(b" ".join(_line(item) for item in answer))
        return datetime.fromtimestamp(time.mktime(found), UTC) if found else None
    return None


def _arrivals(answer: Answer) -> Generator[tuple[int, datetime]]:
    for item in answer:
        uid, came = _UID.search(_line(item)), _came([item])
        if uid and came:
            yield int(uid[1]), came


def _part(answer: Answer) -> bytes | None:
    for item in answer:
        if isinstance(item, tuple) and b"BODY[]" in item[0].upper():
            return item[1]
    short = _BODY.search(b" ".join(_line(item) for item in answer))
    return re.sub(rb"\\(.)", rb"\1", short[1] or b"") if short else None


def _line(item: bytes | tuple[bytes, bytes] | None) -> bytes:
    return item[0] if isinstance(item, tuple) else item or b""


def _said_more(client: imaplib.IMAP4) -> bool:
    """Tell whether a server said more in one breath than was read of it, which no socket tells of again."""
    client.sock.settimeout(0)
    try:
        # Its name has changed between versions of Python; without it, one looks again after a while.
        read: object = getattr(client, "_file", None) or client.file
        return isinstance(read, BufferedReader) and bool(read.peek(1))
    except (OSError, AttributeError):
        return False
    finally:
        client.sock.settimeout(ANSWERS)


def _is_news(line: object) -> bool:
    return isinstance(line, bytes) and line.startswith(b"*")


@contextmanager
def _speaking() -> Generator[None]:
    """Say in stable words what the library, the system and the server say in theirs."""
    try:
        yield
    except Failed:
        raise
    except OSError as away:
        raise Failed(code_of(away), away) from away
    except imaplib.IMAP4.abort as ended:
        raise Failed("not_understood" if "unexpected" in str(ended) else "closed", ended) from ended
    except (imaplib.IMAP4.error, ImapToolsError) as refused:
        raise Failed("closed" if "* BYE" in str(refused) else "not_understood", refused) from refused
    except (ValueError, IndexError, AttributeError, TypeError) as odd:
        raise Failed("not_understood", odd) from odd
