"""What goes out is signed once the domain publishes the house's key, and not before."""

from pathlib import Path

import dkim  # pyright: ignore[reportMissingTypeStubs]
import pytest

from tests.cast import Cast
from tests.email.letters import arrives, became, mail, mailbox_of
from tests.email.names import Names, named
from tests.email.peer import Peer, peer
from visavis.channels.email import mailboxes, publishing, signing
from visavis.channels.email.delivering import Postman
from visavis.channels.email.models import DnsRecord, Mailbox


async def _advised(cast: Cast, mailbox: Mailbox) -> dict[str, DnsRecord]:
    async with cast.house.database.session(cast.ana.brand_ids) as session:
        key = await signing.find_or_make(session, cast.house.keys, mailbox)
    return {record.kind: record for record in await publishing.records(mailbox, key)}


async def _answers(cast: Cast, mailbox: Mailbox, taking: Peer, number: int) -> bytes:
    letter = mail(f"Bonjour {number}", message_id=f"<{number}@x>")
    _, _, conversation_id = await became(cast, await arrives(cast, mailbox, letter))
    assert conversation_id is not None
    await cast.says(cast.lea, conversation_id, "Été : elle part demain.\n\n..  \n.\n")
    await Postman(cast.house).go()
    return taking.raws[-1]


def _verified(raw: bytes, names: Names) -> bool:
    def published(name: bytes, timeout: int) -> bytes:
        return "".join(names.texts[name.decode().rstrip(".")]).encode()

    return dkim.verify(raw, dnsfunc=published)  # pyright: ignore[reportUnknownMemberType]


async def test_our_mail_is_signed_once_our_key_is_published_and_no_more_when_it_is_gone(
    cast: Cast, tmp_path: Path
) -> None:
    async with named(tmp_path) as names, peer() as (taking, server):
        mailbox = await mailbox_of(cast, outgoing=server)
        record = (await _advised(cast, mailbox))["dkim"]
        assert b"DKIM-Signature" not in await _answers(cast, mailbox, taking, 1)
        await names.publish_all({record.name: record.value})
        raw = await _answers(cast, mailbox, taking, 2)
        assert raw.startswith(b"DKIM-Signature: v=1; a=rsa-sha256; ")
        assert _verified(raw, names)
        assert not _verified(raw.replace(b"demain", b"hier"), names)
        await names.publish_all({record.name: record.value.replace("p=", "p=AAAA")})
        assert b"DKIM-Signature" not in await _answers(cast, mailbox, taking, 3)
        await names.stop()
        assert b"DKIM-Signature" not in await _answers(cast, mailbox, taking, 4)


async def test_who_keeps_the_house_is_told_what_to_publish_and_what_is(cast: Cast, tmp_path: Path) -> None:
    async with named(tmp_path) as names:
        mailbox = await mailbox_of(cast)
        before = await _advised(cast, mailbox)
        assert {kind: r.state for kind, r in before.items()} == dict.fromkeys(
            ("spf", "dkim", "dmarc"), "missing"
        )
        assert before == await _advised(cast, mailbox), "the key stays"
        await names.publish_all({record.name: record.value for record in before.values()})
        after = await _advised(cast, mailbox)
        assert {r.state for r in after.values()} == {"present"}
        assert all(record.found == [record.value] for record in after.values())
        await names.publish_all(
            {
                before["dkim"].name: "v=DKIM1; p=",
                "lumen.example": [before["spf"].value, "v=spf1 -all"],
                "_dmarc.lumen.example": ["v=DMARC1; p=none", "v=DMARC1; p=reject"],
            }
        )
        assert {r.state for r in (await _advised(cast, mailbox)).values()} == {"wrong"}
        await names.stop()
        assert {r.state for r in (await _advised(cast, mailbox)).values()} == {"unanswered"}


@pytest.mark.parametrize(
    ("host", "named_so"),
    [("smtp.gmail.com", "include:_spf.google.com"), ("mail.lumen.example", "a:mail.lumen.example")],
)
async def test_the_servers_of_known_providers_are_named_as_they_ask(
    cast: Cast, host: str, named_so: str
) -> None:
    mailbox = await mailbox_of(cast)
    outgoing = type(mailbox.outgoing)(host=host, port=587, security="starttls")
    from visavis.channels.email.schemas import MailboxChanges

    async with cast.house.database.session(cast.ana.brand_ids) as session:
        mailbox = await mailboxes.change(session, cast.house.keys, mailbox, MailboxChanges(outgoing=outgoing))
    assert (await _advised(cast, mailbox))["spf"].value == f"v=spf1 {named_so} ~all"
