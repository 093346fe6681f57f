"""What stops machines that write to each other, and who would have us write to a third: limits on what is sent unasked."""

from datetime import timedelta
from typing import LiteralString
from uuid import UUID

from visavis.channels.email.addressing import without_token
from visavis.channels.email.models import Mailbox
from visavis.channels.email.reading import Mail
from visavis.channels.email.verifying import Verdict
from visavis.kit.database import Session

ONCE_IN = timedelta(hours=24)  # an address is acknowledged once
HOUR = timedelta(hours=1)
UNPROVEN = 20  # acknowledgements to one domain within an hour, where it proved nothing
FLOOD = 20  # mails of one address in one conversation within an hour, with no word of ours between them

# What was kept in an archive, or lay in a mailbox when it was added, is not acknowledged.
FRESH: LiteralString = "select from mail_in where id = %s and source <> 'upload'"
# Who complained, or was not reached lately.
SUPPRESSED: LiteralString = """
select from mail_suppressed where brand_id = %s and email = %s and (why = 'complained' or created_at > %s)
"""
UNREACHED = timedelta(days=30)
OWN: LiteralString = "select from mailbox where lower(address) = %s and removed_at is null"
RECENT: LiteralString = """
select exists (select from mail_ack where person = %(person)s and created_at > %(day)s),
       (select count(*) from mail_ack where domain = %(domain)s and not proven and created_at > %(hour)s)
"""
WROTE: LiteralString = """
select count(*) from mail e join message m on m.id = e.message_id
where e.conversation_id = %(id)s and lower(e.sender) = %(sender)s and e.mail_in_id is not null
  and m.created_at > greatest(%(since)s, (
      select max(a.created_at) from message a where a.conversation_id = %(id)s and a.kind in ('message', 'side')
         and a.author_kind = 'agent' and not a.automated))
"""


async def may_acknowledge(
    session: Session, mailbox: Mailbox, mail_id: UUID, mail: Mail, verdict: Verdict
) -> bool:
    """Tell whether the writer of a first mail may be told that it came; who may be is alone until the transaction ends."""
    if mail.sender is None or mail.automatic or mail.kind != "person" or verdict == "failed":
        return False
    address = mail.sender.email.lower()
    domain = address.rpartition("@")[2]
    now = session.clock()
    if not mailbox.acknowledges or not mailbox.enabled or (mail.sent_at and mail.sent_at < now - ONCE_IN):
        return False
    if await session.tuple(FRESH, (mail_id,)) is None:
        return False
    if await session.tuple(SUPPRESSED, (mailbox.brand_id, address, now - UNREACHED)) is not None:
        return False
    if await session.tuple(OWN, (without_token(address),)) is not None:
        return False
    # Two mails of one domain that are placed at the same moment would each see none before it.
    await session.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", (f"mail_ack {domain}",))
    found = await session.tuple(
        RECENT, {"person": person_of(address), "domain": domain, "day": now - ONCE_IN, "hour": now - HOUR}
    )
    assert found is not None, "it counts"
    return not found[0] and (verdict == "proven" or found[1] < UNPROVEN)


async def floods(session: Session, conversation_id: UUID, sender: str) -> bool:
    """Tell whether an address has written more in a conversation than a person would, unanswered."""
    found = await session.tuple(
        WROTE, {"id": conversation_id, "sender": sender.lower(), "since": session.clock() - HOUR}
    )
    return found is not None and found[0] >= FLOOD


def person_of(address: str) -> str:
    """Give what is the same of all the addresses that reach one mailbox: no `+…`, at Google no dots."""
    local, _, domain = address.lower().rpartition("@")
    local = local.partition("+")[0] or local
    if domain in ("gmail.com", "googlemail.com"):
        local, domain = local.replace(".", ""), "gmail.com"
    return f"{local}@{domain}"
