"""What a mailbox's domain should publish so that its mail is believed, and what it publishes now."""

import asyncio
import ipaddress

import msgspec

from visavis.channels.email.domains import dkim, dmarc, spf, spf_terms
from visavis.channels.email.domains.asking import Asker, Away
from visavis.channels.email.models import DnsNote, DnsRecord, DnsState, Envelope, Mailbox
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
    leave, signature, policy = await asyncio.gather(
        asyncio.to_thread(_spf, mailbox, key.domain),
        asyncio.to_thread(_dkim, key),
        asyncio.to_thread(_dmarc, key.domain),
    )
    # Either is enough, and both are of the address's own domain: aligned, however strictly that is wanted.
    believed = not {leave.state, signature.state} <= {"missing", "wrong"}
    if policy.state == "present" and "watched" not in policy.notes and not believed:
        policy = msgspec.structs.replace(policy, notes=[*policy.notes, "refuses"])
    return [leave, signature, policy]


def _spf(mailbox: Mailbox, domain: str) -> DnsRecord:
    host = mailbox.outgoing.host.lower()
    named = next((said for end, said in NAMED.items() if f".{host}".endswith(f".{end}")), _term_of(host))
    record = DnsRecord(kind="spf", name=domain, value=f"v=spf1 {named} ~all", state="unanswered", found=[])
    asker, notes = Asker(anew=True), list[DnsNote]()
    try:
        found = sorted(text for text in asker.texts(domain) if spf_terms.is_policy(text))
        if not found:
            return msgspec.structs.replace(record, state="missing")
        walked = spf_terms.walk(asker, domain, found[0])
        lets = named in walked.terms or _lets(asker, mailbox)
    except Away:
        return record
    if len(found) > 1:
        notes.append("several")
    elif not lets:
        notes.append("no_leave")
    if walked.questions > spf_terms.MOST:
        notes.append("too_many")
    if walked.terms & {"all", "?all"}:
        notes.append("open")
    wrong = not lets or {"several", "too_many"} & {*notes}
    value = spf_terms.joined(found, None if lets else named)
    state: DnsState = "wrong" if wrong else "present"
    return msgspec.structs.replace(record, value=value, state=state, found=found, notes=notes)


def _term_of(host: str) -> str:
    """Name a server as a policy does: by its address where it has no name."""
    try:
        return f"ip{ipaddress.ip_address(host).version}:{host}"
    except ValueError:
        return f"a:{host}"


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
    if not found:
        return msgspec.structs.replace(record, state="missing")
    if is_public(key, found):
        return msgspec.structs.replace(record, state="present", found=found)
    note: DnsNote = "several" if len(found) > 1 else "other_key"
    return msgspec.structs.replace(record, state="wrong", found=found, notes=[note])


def _dmarc(domain: str) -> DnsRecord:
    name = f"_dmarc.{domain}"
    record = DnsRecord(kind="dmarc", name=name, value="v=DMARC1; p=none", state="unanswered", found=[])
    asker = Asker(anew=True)
    try:
        found, policy = asker.texts(name), dmarc.policy_of(asker, domain)
        if policy is None:
            notes: list[DnsNote] = ["several" if len(found) > 1 else "unreadable"] if found else []
            state: DnsState = "wrong" if found else "missing"
            return msgspec.structs.replace(record, state=state, found=found, notes=notes)
        inherited = policy.domain != domain
        found = asker.texts(f"_dmarc.{policy.domain}") if inherited else found
    except Away:
        return record
    said = next(text for text in found if text.replace(" ", "").startswith("v=DMARC1"))
    tags = {tag.lower(): value.lower() for tag, value in dkim.tags_of(said).items()}
    asked = tags.get("sp", tags.get("p")) if inherited else tags.get("p")
    notes = [*(["inherited"] if inherited else []), *(["watched"] if asked in (None, "none") else [])]
    return msgspec.structs.replace(record, value=said, state="present", found=found, notes=notes)
