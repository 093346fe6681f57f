"""Providers, as the tests have them call: with signatures made here, and an Amazon that gives what a test says."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from tests.cast import Cast, Running, running_on
from tests.conftest import environment
from tests.email.letters import mail, mailbox_of
from visavis import config
from visavis.channels.email.hooks import sns
from visavis.channels.email.models import Mailbox
from visavis.kit import egress

RAW = bytes(mail("Où est ma commande ?\n")).replace(b"\n", b"\r\n")
TOPIC = "arn:aws:sns:eu-west-3:123456789012:courrier"
AMAZON = "https://sns.eu-west-3.amazonaws.com"
SIGNING_KEY = "key-of-mailgun"


@dataclass
class Hooked:
    """A mailbox with a hook, and its provider's side of it."""

    running: Running
    mailbox: Mailbox
    hook_id: str
    url: str

    @property
    def cast(self) -> Cast:
        return self.running.cast

    async def calls(
        self, content: bytes | dict[str, Any], *, url: str = "", **headers: str
    ) -> httpx.Response:
        """The provider calls."""
        at = urlsplit(url or self.url)
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        auth = httpx.BasicAuth(at.username, at.password or "") if at.username else httpx.USE_CLIENT_DEFAULT
        kind = {"content-type": "application/json"} | {k.replace("_", "-"): v for k, v in headers.items()}
        async with httpx.AsyncClient(base_url=self.running.url) as client:
            return await client.post(at.path, content=body, headers=kind, auth=auth)

    async def kept(self) -> list[tuple[str, str, str, bytes]]:
        """What was kept of the mailbox: source, state, why and bytes."""
        async with self.cast.house.database.system() as session:
            rows = await session.tuples(
                "select source, state, why, raw_key from mail_in where mailbox_id = %s order by id",
                (self.mailbox.id,),
            )
        return [(*row[:3], await self.cast.house.files.get(row[3])) for row in rows]


async def hooked(running: Running, provider: str, **more: Any) -> Hooked:
    """Ana makes a hook."""
    mailbox = await mailbox_of(running.cast, f"{uuid4().hex}@lumen.example")
    async with running.as_agent("ana") as ana:
        answer = await ana.post(f"/api/v1/mailboxes/{mailbox.id}/hooks", json={"provider": provider, **more})
    assert answer.status_code == 201, answer.text
    return Hooked(running, mailbox, answer.json()["hook"]["id"], answer.json()["url"])


def code(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json().get("code", "")


def signed(token: str = "", *, at: float | None = None, key: str = SIGNING_KEY) -> dict[str, str]:
    """What Mailgun signs."""
    token = token or uuid4().hex
    told = str(int(time.time() if at is None else at))
    made = hmac.new(key.encode(), f"{told}{token}".encode(), hashlib.sha256).hexdigest()
    return {"timestamp": told, "token": token, "signature": made}


@dataclass
class Amazon:
    """What it answers, what it was asked for, and what it signs with."""

    key: RSAPrivateKey = field(default_factory=lambda: generate_private_key(65537, 2048))
    asked: list[str] = field(default_factory=list[str])
    name: str = "sns.amazonaws.com"
    since: timedelta = timedelta(days=-1)
    away: bool = False

    def answer(self, request: httpx.Request) -> httpx.Response:
        """Give the certificate, or say that a topic is listened to."""
        self.asked.append(f"https://{request.headers['host']}{request.url.raw_path.decode()}")
        if self.away:
            return httpx.Response(503)
        return httpx.Response(
            200, content=self.certificate() if ".pem" in self.asked[-1] else b"<Confirmed/>"
        )

    def certificate(self) -> bytes:
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, self.name)])
        now = datetime.now(UTC) + self.since
        made = x509.CertificateBuilder(name, name, self.key.public_key(), 1, now, now + timedelta(days=30))
        return made.sign(self.key, SHA256()).public_bytes(Encoding.PEM)

    def message(self, said: str | dict[str, Any], *, version: str = "2", **more: str) -> dict[str, str]:
        """A message that it signed."""
        told = {
            "Type": "Notification",
            "MessageId": str(uuid4()),
            "TopicArn": TOPIC,
            "Message": said if isinstance(said, str) else json.dumps(said),
            "Timestamp": "2026-11-26T08:00:00.000Z",
            "SignatureVersion": version,
            "SigningCertURL": f"{AMAZON}/SimpleNotificationService-{uuid4().hex}.pem",
            **more,
        }
        names = ["Message", "MessageId", "Subject", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"]
        words = "".join(f"{name}\n{told[name]}\n" for name in names if name in told).encode()
        made = self.key.sign(words, PKCS1v15(), SHA1() if version == "1" else SHA256())
        return told | {"Signature": base64.b64encode(made).decode()}


@pytest.fixture
async def running(database_url: str, tmp_path: Path) -> AsyncIterator[Running]:
    """A server that takes what it is brought, and places it when a test says so."""
    variables = environment(database_url, tmp_path, VISAVIS_WORK="false")
    async with running_on(config.read(variables), database_url) as house:
        yield house


Answers = Callable[[Callable[[httpx.Request], httpx.Response]], None]


@pytest.fixture
def outside(monkeypatch: pytest.MonkeyPatch) -> Answers:
    """Have the world outside answer as told; who is called is decided by the house's own guard."""

    def answers(answer: Callable[[httpx.Request], httpx.Response]) -> None:
        async def resolve(host: str, port: int) -> list[str]:
            return ["93.184.216.34"]

        given = egress.fetch.__kwdefaults__
        assert given is not None
        monkeypatch.setitem(given, "transport", httpx.MockTransport(answer))
        monkeypatch.setitem(given, "resolver", resolve)

    return answers


@pytest.fixture
def amazon(outside: Answers) -> Amazon:
    """Amazon is there."""
    there = Amazon()
    sns.forget()
    outside(there.answer)
    return there
