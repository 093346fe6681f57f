"""What providers say became of our mails, where they name one by the Message-ID that only its reader and they know."""

from typing import LiteralString

from visavis.channels.email import reporting
from visavis.channels.email.hooks.models import Fate, Hook
from visavis.channels.email.telling import tell
from visavis.kit.database import Session

OURS: LiteralString = """
select o.message_id, o.conversation_id from mail m join mail_out o on o.message_id = m.message_id
where m.brand_id = %(brand)s and m.rfc_id = %(rfc_id)s
  and lower(%(recipient)s) in (select lower(address) from unnest(m.recipients || m.copies) as a(address))
"""
ACKNOWLEDGED: LiteralString = """
select from mail_ack a join mailbox b on b.id = a.mailbox_id
where a.brand_id = %(brand)s and lower(a.email) = lower(%(recipient)s)
  and a.mail_in_id::text || '.ack@' || split_part(b.address, '@', 2) = %(rfc_id)s
"""
END: LiteralString = """
update mail_out set state = %(state)s, why = %(why)s, sent_at = coalesce(sent_at, %(now)s)
where message_id = %(id)s and state = any(%(from)s)
"""
SUPPRESS: LiteralString = """
insert into mail_suppressed (brand_id, email, why, created_at) values (%s, %s, %s, %s) on conflict do nothing
"""
# From which states each is news: what was delivered while we were told otherwise is sent no more.
NEWS = {"failed": ("bounced", ["queued", "deferred", "sent"]), "delivered": ("sent", ["queued", "deferred"])}


async def note(session: Session, hook: Hook, fate: Fate) -> bool:
    """Note what became of a mail; told again, nothing happens. False where it names no mail of this brand's."""
    named: dict[str, object] = {"brand": hook.brand_id, "rfc_id": fate.rfc_id, "recipient": fate.recipient}
    ours = await session.tuple(OURS, named)
    if ours is None and await session.tuple(ACKNOWLEDGED, named) is None:
        return False
    refused = fate.what != "delivered" and await session.execute(
        SUPPRESS, (hook.brand_id, fate.recipient.lower(), fate.what, session.clock())
    )
    if ours is None:
        return True
    message_id, conversation_id = ours
    changed = 0
    if fate.what in NEWS:
        state, before = NEWS[fate.what]
        why = fate.why[:500] if fate.what == "failed" else ""
        changed = await session.execute(
            END,
            {"state": state, "why": why, "now": session.clock(), "id": message_id, "from": before},
        )
        if changed:
            await tell(session, conversation_id, message_id)
    if (fate.what == "failed" and changed) or (fate.what == "complained" and refused):
        await reporting.note_failed(session, conversation_id, fate.recipient, fate.why)
    return True
