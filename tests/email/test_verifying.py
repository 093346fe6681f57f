"""A mail is from who it says when their domain says so; nothing that could not be checked counts against them."""

import base64
from collections.abc import AsyncIterator
from email.message import EmailMessage
from pathlib import Path

import dkim as peer  # pyright: ignore[reportMissingTypeStubs]
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key

from tests.email.letters import mail
from tests.email.names import Names, named
from visavis.channels.email.domains import dkim
from visavis.channels.email.models import Envelope
from visavis.channels.email.reading import read_mail
from visavis.channels.email.verifying import verify

KEY, OTHER = generate_private_key(65537, 1024), generate_private_key(65537, 1024)
HERE = Envelope(sender="claire@example.fr", recipients=[], peer="192.0.2.1")
THERE = Envelope(sender="claire@example.fr", recipients=[], peer="198.51.100.9")


@pytest.fixture
async def names(tmp_path: Path) -> AsyncIterator[Names]:
    async with named(tmp_path) as published:
        await published.publish_all(
            {
                "s1._domainkey.example.fr": record(KEY),
                "example.fr": "v=spf1 ip4:192.0.2.1 -all",
                "_dmarc.example.fr": "v=DMARC1; p=reject",
            }
        )
        yield published


def record(key: RSAPrivateKey) -> str:
    der = key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return f"v=DKIM1; k=rsa; p={base64.b64encode(der).decode()}"


def pem(key: RSAPrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )


def signed(
    letter: EmailMessage | None = None,
    domain: str = "example.fr",
    key: RSAPrivateKey = KEY,
    how: tuple[bytes, bytes] = (b"relaxed", b"simple"),
    *,
    length: bool = False,
) -> bytes:
    """A mail as another program signs it."""
    raw = bytes(letter or mail()).replace(b"\n", b"\r\n")
    return by_peer(raw, domain, key, how, length=length) + raw


def by_peer(
    raw: bytes, domain: str, key: RSAPrivateKey, how: tuple[bytes, bytes], *, length: bool = False
) -> bytes:
    return peer.sign(  # pyright: ignore[reportUnknownMemberType]
        raw, b"s1", domain.encode(), pem(key), canonicalize=how, length=length
    )


def peer_verifies(raw: bytes) -> bool:
    def published(name: bytes, timeout: int) -> bytes:
        return record(KEY).encode()

    return peer.verify(raw, dnsfunc=published)  # pyright: ignore[reportUnknownMemberType]


async def verdict(raw: bytes, envelope: Envelope | None = None, trusts: str = "") -> str:
    return await verify(raw, read_mail(raw), envelope or Envelope(), trusts=trusts)


@pytest.mark.parametrize("how", [(b"relaxed", b"simple"), (b"simple", b"simple"), (b"relaxed", b"relaxed")])
async def test_what_their_domain_signed_is_theirs(names: Names, how: tuple[bytes, bytes]) -> None:
    raw = signed(mail("Bonjour  \t deux \n\n fois  \n\n\n", subject="Un  sujet"), how=how)
    assert await verdict(raw) == "proven"
    assert await verdict(raw.replace(b"\r\n", b"\n")) == "proven", "as some programs keep it"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"Bonjour", b"Bonsoir"),
        (b"Subject: Ma", b"Subject: Ta"),
        (b"From: Claire", b"From: Eve"),
        (b"s=s1", b"s=s9"),
        (b"a=rsa-sha256", b"a=rsa-sha1"),
    ],
)
async def test_what_was_changed_on_the_way_is_not_proven_and_disowned_where_it_came_by_a_strangers_server(
    names: Names, before: bytes, after: bytes
) -> None:
    raw = signed().replace(before, after, 1)
    assert before in signed()
    assert await verdict(raw) == "unknown", "it may have come by a server that may send it"
    assert await verdict(raw, THERE) == "failed"
    assert await verdict(raw, HERE) == "proven", "their server sent it"


async def test_a_key_that_was_revoked_or_is_anothers_proves_nothing(names: Names) -> None:
    assert await verdict(signed(key=OTHER), THERE) == "failed"
    for revoked in ("v=DKIM1; k=rsa; p=", record(KEY) + "; t=y", record(KEY).replace("k=rsa", "k=ed25519")):
        await names.publish_all({"s1._domainkey.example.fr": revoked})
        assert await verdict(signed(), THERE) == "failed"
        assert await verdict(signed()) == "unknown"


async def test_a_signature_over_the_beginning_of_a_mail_proves_nothing_of_its_end(names: Names) -> None:
    raw = signed(length=True)
    assert await verdict(raw) == "proven", "it is all of it"
    assert peer_verifies(raw + b"et ceci")
    assert await verdict(raw + b"et ceci", THERE) == "failed"


async def test_the_short_keys_of_today_are_read_too(names: Names) -> None:
    key = Ed25519PrivateKey.generate()
    raw = signed()
    fields, _ = dkim.split(raw)
    [made] = dkim.signatures_of(fields)
    text = fields[0][1].replace(b"rsa-sha256", b"ed25519-sha256")
    fields[0] = (fields[0][0], text)
    value = key.sign(dkim._digest(dkim._content(fields, made)))  # pyright: ignore[reportPrivateUsage]
    head, _, _ = text.rpartition(b"b=")
    whole = b"DKIM-Signature:" + head + b"b=" + base64.b64encode(value) + b"\r\n" + bytes(mail())
    raw_key = key.public_key().public_bytes_raw()
    await names.publish_all(
        {"s1._domainkey.example.fr": f"k=ed25519; p={base64.b64encode(raw_key).decode()}"}
    )
    assert await verdict(whole) == "proven"
    assert await verdict(whole.replace(b"Bonjour", b"Bonsoir")) == "unknown"


async def test_who_publishes_nothing_is_neither_proven_nor_disowned(names: Names) -> None:
    letter = mail(sender="Eve <eve@quiet.example>")
    assert await verdict(bytes(letter)) == "unknown"
    assert await verdict(bytes(letter), Envelope(sender="eve@quiet.example", peer="192.0.2.7")) == "unknown"
    assert await verdict(signed(letter, "example.fr")) == "unknown", "another domain's word is none on theirs"


async def test_what_their_server_sent_is_theirs_and_what_another_sent_unsigned_is_not(names: Names) -> None:
    assert await verdict(bytes(mail()), HERE) == "proven"
    assert await verdict(bytes(mail()), THERE) == "failed"
    assert await verdict(bytes(mail())) == "unknown"
    elsewhere = Envelope(sender="list@lists.example", peer="192.0.2.1")
    await names.publish_all({"lists.example": "v=spf1 ip4:192.0.2.1 -all"})
    assert await verdict(bytes(mail()), elsewhere) == "failed", "it passes for another domain"


@pytest.mark.parametrize(
    ("published", "said"),
    [
        ("v=DMARC1; p=reject", "proven"),
        ("v=DMARC1; p=reject; adkim=s", "failed"),
        ("v=DMARC1; p=reject; psd=n", "proven"),
        ("v=DMARC1; p=reject; psd=y", "failed"),
    ],
)
async def test_domains_of_one_organisation_speak_for_each_other_unless_it_wants_names_met_exactly(
    names: Names, published: str, said: str
) -> None:
    await names.publish_all(
        {"_dmarc.shop.example": published, "s1._domainkey.news.shop.example": record(KEY)}
    )
    letter = mail(sender="Claire <claire@mail.shop.example>")
    sent = Envelope(sender="claire@other.example", peer="192.0.2.9")
    assert await verdict(signed(letter, "news.shop.example"), sent) == said


async def test_without_a_policy_only_the_very_domain_speaks_for_itself(names: Names) -> None:
    await names.publish_all({"s1._domainkey.b.host.example": record(KEY)})
    letter = mail(sender="Claire <claire@a.host.example>")
    assert await verdict(signed(letter, "b.host.example")) == "unknown"


async def test_a_domain_in_its_own_letters_is_checked_as_the_dns_writes_it(names: Names) -> None:
    await names.publish_all(
        {
            "s1._domainkey.xn--strae-oqa.example": record(KEY),
            "_dmarc.xn--strae-oqa.example": "v=DMARC1; p=none",
        }
    )
    raw = "From: Claire <claire@straße.example>\r\nTo: a@b.fr\r\nSubject: Été\r\n\r\nBonjour\r\n".encode()
    assert (
        await verdict(by_peer(raw, "xn--strae-oqa.example", KEY, (b"relaxed", b"simple")) + raw) == "proven"
    )
    assert await verdict(raw) == "unknown"


@pytest.mark.parametrize(
    "sender",
    [
        "From: Claire <claire@example.fr>, Eve <eve@evil.example>\r\n",
        "From: Claire <claire@example.fr>\r\nFrom: Eve <eve@evil.example>\r\n",
        "From: Eve <eve@evil.example>\r\nfrom : Claire <claire@example.fr>\r\n",
        "X: y\rFrom: Claire <claire@example.fr>\r\nFrom: Eve <eve@evil.example>\r\n",
    ],
)
async def test_a_mail_from_several_is_from_nobody(names: Names, sender: str) -> None:
    await names.publish_all({"s1._domainkey.evil.example": record(KEY)})
    raw = f"{sender}To: bonjour@lumen.example\r\n\r\nBonjour\r\n".encode()
    for domain in ("example.fr", "evil.example"):
        twice = dkim.sign(raw, domain, "s1", KEY, 1_790_000_000) + raw
        assert await verdict(twice, HERE, "mx.house.example") == "failed"


SAID = "Authentication-Results: mx.house.example; spf=pass smtp.mailfrom=x@y.z; dmarc={} (p=REJECT) header.from={}"


@pytest.mark.parametrize(
    ("headers", "said"),
    [
        ([SAID.format("pass", "example.fr")], "proven"),
        ([SAID.format("fail", "example.fr")], "failed"),
        ([SAID.format("none", "example.fr")], "unknown"),
        ([SAID.format("pass", "evil.example")], "unknown"),
        ([SAID.format("pass", "example.fr").replace("house", "evil")], "unknown"),
        ([SAID.format("fail", "example.fr"), SAID.format("pass", "example.fr")], "failed"),
        (["Authentication-Results: mx.house.example; none", SAID.format("pass", "example.fr")], "unknown"),
        (['Authentication-Results: mx.house.example; spf=fail smtp.mailfrom="a; dmarc=pass header.from=example.fr"'],
         "unknown"),
        (["Authentication-Results: mx.house.example; spf=fail (; dmarc=pass header.from=example.fr) x=y"], "unknown"),
        (["Authentication-Results: mx.house.example (; (a) b) 1; dmarc=pass\r\n header.from=example.fr"], "proven"),
    ],
)  # fmt: skip
async def test_the_server_that_is_trusted_is_believed_in_its_topmost_word_alone(
    names: Names, headers: list[str], said: str
) -> None:
    raw = "\r\n".join((*headers, "")).encode() + bytes(mail())
    assert await verdict(raw, trusts="MX.house.example") == said
    assert await verdict(raw) == "unknown", "nobody is trusted unasked"


async def test_while_no_server_of_names_answers_nothing_is_held_against_anybody(names: Names) -> None:
    raw = signed().replace(b"Bonjour", b"Bonsoir")
    assert await verdict(raw, THERE) == "failed"
    await names.stop()
    assert await verdict(raw, THERE) == "unknown"


async def test_what_we_sign_others_verify_and_so_do_we(names: Names) -> None:
    raw = bytes(mail("Été  \n\n", References="<a@b> <c@d>", Reply_To="a@b.fr")).replace(b"\n", b"\r\n")
    ours = dkim.sign(raw, "example.fr", "s1", KEY, 1_790_000_000) + raw
    assert all(len(line) < 100 for line in ours.split(b"\r\n\r\n")[0].split(b"\r\n"))
    assert peer_verifies(ours)
    assert await verdict(ours) == "proven"
    assert await verdict(ours.replace(b"To:", b"Cc: eve@evil.example\r\nTo:", 1)) == "unknown", (
        "none is added"
    )


@pytest.mark.parametrize("filler", [b" ", b" \t", b"\r\n", b" \r\n", b"\r", b" a"])
async def test_a_mail_made_to_be_slow_is_verified_as_any_other(names: Names, filler: bytes) -> None:
    raw = bytes(mail("x")).replace(b"\n", b"\r\n") + filler * (3_000_000 // len(filler)) + b"x\r\n"
    ours = dkim.sign(raw, "example.fr", "s1", KEY, 1_790_000_000) + raw
    assert await verdict(ours) == "proven"
