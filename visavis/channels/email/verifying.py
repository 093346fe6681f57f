"""Whether a mail is from who it says: what its domain itself says of it (SPF, DKIM, DMARC)."""

import asyncio
import time
from typing import Literal

from visavis.channels.email.domains import dkim, dmarc, results, spf
from visavis.channels.email.domains.asking import Asker, Away, ascii_of
from visavis.channels.email.models import Envelope
from visavis.channels.email.reading import Mail
from visavis.channels.email.reading.headers import addresses_of

# "proven": the domain vouches for it; "failed": the domain disowns it; "unknown": it says nothing.
Verdict = Literal["proven", "failed", "unknown"]
Found = Literal["pass", "fail", "unknown"]


async def verify(raw: bytes, mail: Mail, envelope: Envelope, *, trusts: str = "") -> Verdict:
    """Ask the sender's domain, and the server that the mailbox trusts; who is away has said nothing."""
    return await asyncio.to_thread(_verify, raw, mail, envelope, trusts)


def _verify(raw: bytes, mail: Mail, envelope: Envelope, trusts: str) -> Verdict:
    try:
        fields, body = dkim.split(raw)
    except dkim.Malformed:
        return "unknown"
    written = [
        value.decode("ascii", "surrogateescape") for name, value in fields if name.strip().lower() == b"from"
    ]
    domain = ascii_of(mail.sender.email.rpartition("@")[2]) if mail.sender else None
    if mail.sender is None or domain is None or not written:
        return "unknown"
    # Who is shown must be who was checked.
    if len(written) > 1 or [a.email for a in addresses_of(written)] != [mail.sender.email]:
        return "failed"
    told = results.dmarc(fields, trusts, domain)
    if told == "pass":
        return "proven"
    asker = Asker()
    try:
        policy = dmarc.policy_of(asker, domain)
        strict_dkim, strict_spf = (
            policy is not None and policy.strict_dkim,
            policy is not None and policy.strict_spf,
        )
    except Away:
        policy, strict_dkim, strict_spf = None, True, True
    signed = _signed(asker, fields, body, domain, strict=strict_dkim)
    sent = _sent(asker, envelope, domain, strict=strict_spf)
    if "pass" in (signed, sent):
        return "proven"
    disowned = policy is not None and (signed, sent) == ("fail", "fail")
    return "failed" if told == "fail" or disowned else "unknown"


def _signed(asker: Asker, fields: list[dkim.Field], body: bytes, domain: str, *, strict: bool) -> Found:
    """Tell whether a domain of the sender's signed the mail; of the others' signatures nothing follows."""
    found: Found = "fail"
    for signature in dkim.signatures_of(fields):
        signer = ascii_of(signature.domain)
        try:
            if (
                signer
                and dmarc.aligned(asker, signer, domain, strict=strict)
                and dkim.verifies(signature, fields, body, asker, int(time.time()))
            ):
                return "pass"
        except Away:
            found = "unknown"
    return found


def _sent(asker: Asker, envelope: Envelope, domain: str, *, strict: bool) -> Found:
    """Tell whether a domain of the sender's let the peer send it."""
    said = spf.check(asker, envelope)
    sender = ascii_of(envelope.sender.rpartition("@")[2])
    if said != "pass":
        return said
    try:
        return "pass" if sender and dmarc.aligned(asker, sender, domain, strict=strict) else "fail"
    except Away:
        return "unknown"
