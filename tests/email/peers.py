"""Mail servers of others, each run from a configuration of its own on ports of this machine, and ended by its id."""

import asyncio
import contextlib
import imaplib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Awaitable, Callable, Generator, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

PASSWORD = 'sept cygnes "au" soir\\'
READY = 30.0  # seconds: patience on a busy machine, not a measure
DOVECOT = """\
base_dir = {run}/base
state_dir = {run}/state
log_path = {run}/log
protocols = imap lmtp
verbose_proctitle = yes
listen = 127.0.0.1
ssl = {ssl}
ssl_cert = <{run}/cert.pem
ssl_key = <{run}/key.pem
disable_plaintext_auth = no
auth_failure_delay = 0
auth_mechanisms = plain login {more}
default_internal_user = {internal}
default_internal_group = {internal_group}
default_login_user = {login}
mail_location = maildir:~/Maildir
first_valid_uid = 1
imap_capability = {capability}
mail_max_userip_connections = 50
{oauth}
passdb {{
  driver = passwd-file
  args = scheme=PLAIN {run}/users
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={run}/mail/%u
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {lmtp}
  }}
}}
protocol lmtp {{
  postmaster_address = postmaster@lumen.example
}}
"""


# Who shows a token is whoever the provider says that it belongs to.
OAUTH = """\
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {run}/oauth2
}}
service auth {{
  inet_listener {{
    address = 127.0.0.1
    port = {sasl}
  }}
}}
"""
INTROSPECTS = """\
introspection_mode = post
introspection_url = {provider}/introspect
username_attribute = email
active_attribute = active
active_value = true
"""


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def needs(program: str) -> str:
    """Where a program of Debian's is; its absence is an error: bin/test installs it."""
    found = shutil.which(program, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if found is None:
        pytest.fail(f"{program} is not installed; bin/test installs it on Debian, as root")
    return found


async def until(so: Callable[[], object], what: str) -> None:
    """Wait until something is so."""
    try:
        async with asyncio.timeout(READY):
            while True:
                found = so()
                if await found if isinstance(found, Awaitable) else found:
                    return
                await asyncio.sleep(0.02)
    except TimeoutError:
        pytest.fail(f"in vain one waited until {what}")


@dataclass
class Dovecot:
    """A Dovecot that holds one inbox."""

    run: Path
    user: str = "bonjour@lumen.example"
    imap: int = field(default_factory=free_port)
    imaps: int = field(default_factory=free_port)
    lmtp: int = field(default_factory=free_port)
    sasl: int = field(default_factory=free_port)
    provider: str = ""  # where tokens are asked about
    capability: str = ""
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        program = needs("dovecot")
        root = os.geteuid() == 0
        me = pwd.getpwuid(os.geteuid())
        mail = pwd.getpwnam("nobody") if root else me
        self.run.mkdir(exist_ok=True)
        self.run.chmod(0o755)
        (self.run / "mail").mkdir(exist_ok=True)
        if root:
            os.chown(self.run / "mail", mail.pw_uid, mail.pw_gid)
        (self.run / "users").write_text(f"{self.user}:{{PLAIN}}{PASSWORD}\n")
        secured = (self.run / "cert.pem").exists()
        names = {"internal": "dovecot", "internal_group": "dovecot", "login": "dovenull"}
        if not root:
            names = {"internal": me.pw_name, "internal_group": str(me.pw_gid), "login": me.pw_name}
        (self.run / "oauth2").write_text(INTROSPECTS.format(provider=self.provider))
        text = DOVECOT.format(
            more="xoauth2" if self.provider else "",
            oauth=OAUTH.format(run=self.run, sasl=self.sasl) if self.provider else "",
            run=self.run,
            imap=self.imap,
            imaps=self.imaps,
            lmtp=self.lmtp,
            uid=mail.pw_uid,
            gid=mail.pw_gid,
            ssl="yes" if secured else "no",
            capability=self.capability,
            **names,
        )
        if not secured:
            text = "\n".join(
                line for line in text.splitlines() if not line.startswith(("ssl_cert", "ssl_key"))
            )
        (self.run / "dovecot.conf").write_text(text)
        with (self.run / "errors").open("ab") as errors:
            self.process = subprocess.Popen(
                [program, "-F", "-c", str(self.run / "dovecot.conf")],
                stdout=subprocess.DEVNULL,
                stderr=errors,
            )
        self._wait()

    def _wait(self) -> None:
        for _ in range(int(READY / 0.05)):
            assert self.process, "it was started"
            if self.process.poll() is not None:
                break
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.imap), 1):
                return
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(0.05)
        pytest.fail(f"Dovecot did not start: {self.said()}")

    def stop(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.process = None

    def said(self) -> str:
        return "".join(path.read_text() for name in ("errors", "log") if (path := self.run / name).exists())[
            -2000:
        ]

    def arrives(self, *mails: bytes, at: datetime | None = None) -> None:
        """Mails arrive in the inbox, now or at some time before."""
        when = imaplib.Time2Internaldate(at or datetime.now(UTC))
        with self._client() as client:
            for raw in mails:
                state, said = client.append("INBOX", "", when, raw)
                assert state == "OK", said

    def holds(self) -> dict[int, bytes]:
        """The flags of what lies in the inbox, by UID."""
        with self._client() as client:
            client.select("INBOX", readonly=True)
            _, answer = client.uid("FETCH", "1:*", "(FLAGS)")
            lines = [line for line in answer if isinstance(line, bytes)]
            return {int(line.split(b"UID ")[1].split(b" ")[0].rstrip(b")")): line for line in lines}

    def kick(self) -> None:
        """End every session that is open."""
        self._doveadm("kick", self.user)

    def sessions(self) -> int:
        """How many sessions are open."""
        return len(self._doveadm("who", "-1", self.user).splitlines()) - 1

    def commands(self) -> str:
        """What the open session is doing."""
        listed = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
        return "".join(line for line in listed.splitlines() if line.startswith("dovecot/imap ["))

    def renumber(self) -> None:
        """Give the inbox another UIDVALIDITY, as a restored server does; what is in it stays."""
        with self._client() as client:
            client.select("INBOX", readonly=True)
            [before] = client.response("UIDVALIDITY")[1]
        assert before, "it tells one"
        self._doveadm("mailbox", "update", "--uid-validity", str(int(before) + 1), "-u", self.user, "INBOX")

    def _doveadm(self, *arguments: str) -> str:
        command = [needs("doveadm"), "-c", str(self.run / "dovecot.conf"), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
        assert done.returncode in (0, 68), done.stderr
        return done.stdout

    @contextlib.contextmanager
    def _client(self) -> Generator[imaplib.IMAP4]:
        with imaplib.IMAP4("127.0.0.1", self.imap, 30) as client:
            client.login(self.user, PASSWORD)
            yield client


@pytest.fixture
def dovecot() -> Iterator[Dovecot]:
    """A Dovecot with an empty inbox."""
    with dovecot_serving() as server:
        yield server


@contextlib.contextmanager
def dovecot_serving(provider: str = "") -> Generator[Dovecot]:
    """A Dovecot, that asks a provider whose a token is; its folder's path is short, for its sockets."""
    if sys.platform != "linux":
        pytest.fail("Dovecot is run on Linux only")
    run = Path(f"/tmp/visavis-dovecot-{uuid4().hex[:8]}")
    server = Dovecot(run, provider=provider)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(run, ignore_errors=True)
