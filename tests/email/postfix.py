"""A Postfix of the tests' own: it takes what our house sends, and reports to the sender what others refuse."""

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
from collections.abc import Generator
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import pytest

from tests.email.peers import READY, free_port, needs

MAIN = """\
compatibility_level = 3.6
queue_directory = {run}/spool
data_directory = {run}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
maillog_file = {run}/log
maillog_file_prefixes = {run}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mx.lumen.example
mydestination =
local_recipient_maps =
alias_maps =
mynetworks = 127.0.0.0/8
smtpd_relay_restrictions = {who}, reject
smtpd_sasl_auth_enable = {auth}
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:127.0.0.1:{sasl}
smtp_dns_support_level = disabled
smtp_host_lookup = native
queue_run_delay = 1s
minimal_backoff_time = 1s
maximal_backoff_time = 2s
transport_maps = inline:{{ lumen.example=lmtp:inet:[127.0.0.1]:{inbox}, example.fr=smtp:[127.0.0.1]:{peer} }}
"""
MASTER = """\
{port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 1 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
lmtp unix - - n - - lmtp
error unix - - n - - error
retry unix - - n - - error
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""


@dataclass
class Postfix:
    """What it listens on, what it hands over to the house's inbox by LMTP, and what to the world by SMTP."""

    run: Path
    inbox: int
    peer: int
    sasl: int = 0  # where Dovecot tells who may send; 0: whoever is on this machine may
    port: int = field(default_factory=free_port)

    @contextlib.contextmanager
    def started(self) -> Generator[None]:
        """It serves."""
        master = str(Path(needs("postfix")).parent.parent / "lib/postfix/sbin/master")
        etc = self.run / "etc"
        for folder in (etc, self.run / "spool", self.run / "data"):
            folder.mkdir(parents=True)
        os.chown(self.run / "data", pwd.getpwnam("postfix").pw_uid, -1)
        (etc / "main.cf").write_text(MAIN.format(**self._told()))
        (etc / "master.cf").write_text(MASTER.format(port=self.port))
        subprocess.run(
            [needs("postfix"), "-c", str(etc), "check"], check=True, capture_output=True, timeout=60
        )
        process = subprocess.Popen([master, "-c", str(etc), "-d"], start_new_session=True)
        try:
            self._wait(process)
            yield
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _told(self) -> dict[str, object]:
        who, auth = ("permit_sasl_authenticated", "yes") if self.sasl else ("permit_mynetworks", "no")
        told = {"run": self.run, "inbox": self.inbox, "peer": self.peer}
        return {**told, "who": who, "auth": auth, "sasl": self.sasl}

    def said(self) -> str:
        log = self.run / "log"
        return log.read_text()[-3000:] if log.exists() else ""

    def _wait(self, process: subprocess.Popen[bytes]) -> None:
        for _ in range(int(READY / 0.05)):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                return
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(0.05)
        pytest.fail(f"Postfix did not start: {self.said()}")


@contextlib.contextmanager
def postfix(inbox: int, peer: int, sasl: int = 0) -> Generator[Postfix]:
    """A Postfix between an inbox and a peer; it is root's to start, for it changes into users of its own."""
    needs("postfix")
    if os.geteuid() != 0:
        pytest.fail("Postfix is started by root only: these tests are to be run as root")
    run = Path(f"/tmp/visavis-postfix-{uuid4().hex[:8]}")
    server = Postfix(run, inbox, peer, sasl)
    try:
        with server.started():
            yield server
    finally:
        shutil.rmtree(run, ignore_errors=True)
