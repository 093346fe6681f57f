"""Who sets a mailbox up is told who keeps it, and what to publish so that its mail is believed."""

from pathlib import Path

import msgspec
import pytest

from tests.cast import Cast
from tests.email.letters import mailbox_of
from tests.email.names import Names, named
from visavis.channels.email import hosting, publishing, signing
from visavis.channels.email.domains import spf_terms
from visavis.channels.email.models import DnsRecord, Mailbox, Server


async def _advised(cast: Cast, mailbox: Mailbox) -> dict[str, DnsRecord]:
    async with cast.house.database.session(cast.ana.brand_ids) as session:
        key = await signing.find_or_make(session, cast.house.keys, mailbox)
    return {record.kind: record for record in await publishing.records(mailbox, key)}


async def _of_google(cast: Cast) -> Mailbox:
    server = Server(host="smtp.gmail.com", port=465, security="tls")
    return msgspec.structs.replace(await mailbox_of(cast), outgoing=server)


async def _spf(cast: Cast, names: Names, mailbox: Mailbox, *policies: str) -> DnsRecord:
    await names.publish_all({"lumen.example": [*policies]})
    return (await _advised(cast, mailbox))["spf"]


async def test_a_policy_that_names_others_is_completed_and_not_replaced(cast: Cast, tmp_path: Path) -> None:
    async with named(tmp_path) as names:
        mailbox = await _of_google(cast)
        record = await _spf(cast, names, mailbox, "v=spf1 mx include:spf.shop.example -all")
        assert (record.state, record.notes) == ("wrong", ["no_leave"])
        assert record.value == "v=spf1 mx include:spf.shop.example include:_spf.google.com -all"
        record = await _spf(cast, names, mailbox, record.value)
        assert (record.state, record.notes, record.found) == ("present", [], [record.value])


async def test_a_provider_that_is_named_by_way_of_another_policy_is_found(cast: Cast, tmp_path: Path) -> None:
    async with named(tmp_path) as names:
        mailbox = await _of_google(cast)
        await names.publish_all({"all.lumen.example": "v=spf1 include:_spf.google.com ?all"})
        for policy in ("v=spf1 include:all.lumen.example -all", "v=spf1 redirect=all.lumen.example"):
            record = await _spf(cast, names, mailbox, policy)
            assert (record.state, record.value) == ("present", policy)


async def test_two_policies_are_none_and_are_put_together(cast: Cast, tmp_path: Path) -> None:
    async with named(tmp_path) as names:
        both = ("v=spf1 mx -all", "v=spf1 include:_spf.google.com ~all")
        record = await _spf(cast, names, await _of_google(cast), *both)
        assert (record.state, record.notes) == ("wrong", ["several"])
        assert record.value == "v=spf1 include:_spf.google.com mx ~all"


async def test_a_policy_that_takes_too_many_questions_or_lets_everybody_send_is_called_that(
    cast: Cast, tmp_path: Path
) -> None:
    async with named(tmp_path) as names:
        mailbox = await _of_google(cast)
        many = " ".join(f"a:{number}.lumen.example" for number in range(10))
        record = await _spf(cast, names, mailbox, f"v=spf1 include:_spf.google.com {many} ~all")
        assert (record.state, record.notes) == ("wrong", ["too_many"])
        record = await _spf(cast, names, mailbox, "v=spf1 include:_spf.google.com +all")
        assert (record.state, record.notes) == ("present", ["open"])


async def test_policies_that_include_each_other_are_read_to_an_end(cast: Cast, tmp_path: Path) -> None:
    async with named(tmp_path) as names:
        mailbox = await _of_google(cast)
        for one in ("a", "b"):
            await names.publish_all(
                {f"{one}.example": "v=spf1 include:a.example include:b.example include:lumen.example ~all"}
            )
        record = await _spf(cast, names, mailbox, "v=spf1 include:a.example include:b.example ~all")
        assert record.state == "wrong"


@pytest.mark.parametrize(
    ("policies", "more", "joined"),
    [
        (["v=spf1 -all"], "include:x.example", "v=spf1 include:x.example -all"),
        (["v=spf1"], "a:mail.example", "v=spf1 a:mail.example ~all"),
        (["v=spf1 redirect=x.example"], "include:y.example", "v=spf1 include:y.example redirect=x.example"),
        (["v=spf1 mx ALL", "v=spf1 mx -all"], None, "v=spf1 mx ALL"),
    ],
)
def test_a_policy_stays_as_it_is_but_for_what_it_lacks(
    policies: list[str], more: str | None, joined: str
) -> None:
    assert spf_terms.joined(policies, more) == joined


async def test_what_a_domain_has_others_do_with_its_mail_is_told_and_when_that_is_ours(
    cast: Cast, tmp_path: Path
) -> None:
    async with named(tmp_path) as names:
        mailbox = await _of_google(cast)

        async def advised(**texts: str | list[str]) -> DnsRecord:
            await names.publish(**texts)
            return (await _advised(cast, mailbox))["dmarc"]

        record = await advised(_dmarc__lumen__example="v=DMARC1; p=none; rua=mailto:a@lumen.example")
        assert (record.state, record.notes) == ("present", ["watched"])
        record = await advised(_dmarc__lumen__example="v=DMARC1; p=reject")
        assert (record.state, record.notes) == ("present", ["refuses"])
        record = await advised(lumen__example="v=spf1 include:_spf.google.com ~all")
        assert (record.state, record.notes) == ("present", [])
        record = await advised(_dmarc__lumen__example="v=DMARC1; p=perhaps")
        assert (record.state, record.notes) == ("wrong", ["unreadable"])
        record = await advised(_dmarc__lumen__example=["v=DMARC1; p=none", "v=DMARC1; p=reject"])
        assert (record.state, record.notes) == ("wrong", ["several"])


async def test_a_policy_of_the_domain_above_holds_below(cast: Cast, tmp_path: Path) -> None:
    async with named(tmp_path) as names:
        mailbox = msgspec.structs.replace(await _of_google(cast), address="bonjour@shop.lumen.example")
        await names.publish(_dmarc__lumen__example="v=DMARC1; p=none; sp=quarantine")
        record = (await _advised(cast, mailbox))["dmarc"]
        assert (record.state, record.notes) == ("present", ["inherited", "refuses"])
        assert record.found == ["v=DMARC1; p=none; sp=quarantine"]


async def test_who_keeps_a_mailbox_is_told_by_its_domain_or_by_where_its_mail_goes(tmp_path: Path) -> None:
    async with named(tmp_path) as names:
        names.exchanges = {
            "lumen.example": "aspmx.l.google.com",
            "brume.example": "brume-example.mail.protection.outlook.com",
            "new.example": "new-example.a-v1.mx.microsoft",
            "ovh.example": "mx1.mail.ovh.net",
            "own.example": "mail.own.example",
            "evil.example": "notgoogle.com",
        }
        await names.publish_all({})
        found = {
            domain: hosting.host_of(f"bonjour@{domain}")
            for domain in (*names.exchanges, "gmail.com", "Outlook.com", "nowhere.example", "", "é" * 300)
        }
        await names.stop()
        away = hosting.host_of("a@away.example")
    assert [(host.provider, host.by) for host in found.values()] == [
        *(("gmail", "mx"), ("microsoft", "mx"), ("microsoft", "mx"), ("ovh", "mx"), ("", ""), ("", "")),
        *(("gmail", "domain"), ("microsoft", "domain"), ("", ""), ("", ""), ("", "")),
    ]
    assert (away.provider, away.by) == ("", "")
