"""What a mailbox's domain should publish so that its mail is believed, and what it publishes now."""

import asyncio

import msgspec

from visavis.channels.email.domains import dmarc, spf
from visavis.channels.email.domains.asking import Asker, Away
from visavis.channels.email.models import DnsRecord, DnsState, Envelope, Mailbox
from visavis.channels.email.signing import DomainKey, is_public

# What a domain names to let these providers send: by the end of the name of the server that one hands mail to.
NAMED = {
    "gmail.com": "include:_spf.google.com",
    "google.com": "include:_spf.google.com",
    "office365.com": "include:spf.protection.outlook.com",
    "outlook.com": "include:spf.protection.outlook.com",
    "ovh.net": "include:mx.ovh.com",
    "gandi.net": "include:_mailcust.gandi.net",
    "infomaniak.com": "include:spf.infomaniak.ch",
    "ionos.fr": "include:_spf-eu.ionos.com",
    "ionos.com": "include:_spf-us.ionos.com",
    "messagingengine.com": "include:spf.messagingengine.com",
    "amazonaws.com": "include:amazonses.com",
    "mailgun.org": "include:mailgun.org",
    "postmarkapp.com": "include:spf.mtasv.net",
    "sendgrid.net": "include:sendgrid.net",
}


async def records(mailbox: Mailbox, key: DomainKey) -> list[DnsRecord]:
    """List what a mailbox's domain should publish, each checked now."""
    found = await asyncio.gather(
        asyncio.to_thread(_spf, mailbox, key.domain),
        asyncio.to_thread(_dkim, key),
        asyncio.to_thread(_dmarc, key.domain),
    )
    return list(found)


def _spf(mailbox: Mailbox, domain: str) -> DnsRecord:
    host = mailbox.outgoing.host.lower()
    named = next((said for end, said in NAMED.items() if f".{host}".endswith(f".{end}")), f"a:{host}")
    record = DnsRecord(kind="spf", name=domain, value=f"v=spf1 {named} ~all", state="unanswered", found=[])
    asker = Asker(anew=True)
    try:
        found = [text for text in asker.texts(domain) if text.lower().split(" ")[0] == "v=spf1"]
        if not found:
            return msgspec.structs.replace(record, state="missing")
        there = len(found) == 1 and (named in found[0].lower().split() or _lets(asker, mailbox))
    except Away:
        return record
    return msgspec.structs.replace(record, state="present" if there else "wrong", found=found)


def _lets(asker: Asker, mailbox: Mailbox) -> bool:
    """Tell whether the policy lets the server send that mail is handed to, which may be named in many ways."""
    peers = [answer.address for kind in ("A", "AAAA") for answer in asker.ask(mailbox.outgoing.host, kind)]
    return any(spf.check(asker, Envelope(sender=mailbox.address, peer=peer)) == "pass" for peer in peers[:4])


def _dkim(key: DomainKey) -> DnsRecord:
    record = DnsRecord(
        kind="dkim", name=key.name, value=f"v=DKIM1; k=rsa; p={key.public}", state="unanswered", found=[]
    )
    try:
        found = Asker(anew=True).texts(key.name)
    except Away:
        return record
    state: DnsState = "missing" if not found else "present" if is_public(key, found) else "wrong"
    return msgspec.structs.replace(record, state=state, found=found)


def _dmarc(domain: str) -> DnsRecord:
    name = f"_dmarc.{domain}"
    record = DnsRecord(kind="dmarc", name=name, value="v=DMARC1; p=none", state="unanswered", found=[])
    asker = Asker(anew=True)
    try:
        found, policy = asker.texts(name), dmarc.policy_of(asker, domain)
    except Away:
        return record
    state: DnsState = "present" if policy is not None else "wrong" if found else "missing"
    return msgspec.structs.replace(record, state=state, found=found)
