"""A chat whose customer has gone goes on by email: what they did not read is sent to the address that they gave.

What is to be sent is looked at again until it is: who reads it in the chat is sent nothing.
"""

from datetime import datetime, timedelta
from typing import LiteralString
from uuid import UUID

import msgspec

from visavis.channels.email.errors import NothingToMail
from visavis.channels.email.guarding import person_of
from visavis.channels.email.posting import queue
from visavis.channels.email.recounting import subject_of
from visavis.channels.email.telling import tell_all
from visavis.conversations import Actor, Message, System, access_conversation, timeline
from visavis.conversations.models import Mail
from visavis.kit.database import Session
from visavis.kit.house import House
from visavis.kit.ids import uuid7

# How long is waited for who has gone, and for a further word that goes with the first.
AWAY = timedelta(minutes=3)
# Who answered by email is not waited for: only for the end of what they are told.
BY_EMAIL = timedelta(minutes=1)
# Words that follow each other put the mail off by no more than this.
LONGEST = timedelta(minutes=10)
# What was said longer ago is not sent any more, unless that was planned.
RECENT = timedelta(hours=2)
DAY = timedelta(days=1)
MOST = 10  # mails of chats to one person within a day

# One look at a time; another server's does as well.
ALONE = "select pg_try_advisory_xact_lock(hashtextextended('chat_mail', 0))"
# An address is only what somebody said it is: nothing is sent to it but the words of this conversation.
UNREAD: LiteralString = """
select c.id, c.brand_id, lower(u.email) as email, x.id as mailbox_id, x.address as sender, w.words, w.first_at, w.last_at,
       coalesce(l.channel = 'email', false) as by_email, coalesce(p.seen_at, c.customer_left_at) as left_at,
       coalesce(p.here and p.lease_until > %(now)s, false) as here, q.planned_at
from conversation c
join brand b on b.id = c.brand_id and b.chats_by_email
join customer u on u.id = c.customer_id and u.email <> ''
cross join lateral (
    select x.id, x.address from mailbox x where x.brand_id = c.brand_id and x.enabled and x.removed_at is null
    order by x.created_at, x.id limit 1
) x
cross join lateral (
    select array_agg(m.id order by m.seq) as words, min(m.created_at) as first_at, max(m.created_at) as last_at
    from message m
    where m.conversation_id = c.id and m.seq > c.customer_read_seq and m.kind = 'message'
      and m.author_kind = 'agent' and not m.automated and m.deleted_at is null
      and not exists (select from chat_mail_word s join chat_mail k on k.id = s.chat_mail_id
                      where s.message_id = m.id and k.message_id is not null)
) w
left join lateral (
    select m.channel from message m
    where m.conversation_id = c.id and m.author_kind = 'customer' and m.kind = 'message' order by m.seq desc limit 1
) l on true
left join customer_presence p on p.brand_id = c.brand_id and p.customer_id = c.customer_id
left join chat_mail q on q.conversation_id = c.id and q.message_id is null
where c.mailbox_id is null and c.customer_read_seq < (c.last_message ->> 'seq')::bigint and w.words is not null
  and not exists (select from mail_refusal r where r.brand_id = c.brand_id and r.email = lower(u.email))
"""
PLANNED: LiteralString = """
select k.id, k.conversation_id, k.mailbox_id, k.email, k.send_at,
       array(select w.message_id from chat_mail_word w join message m on m.id = w.message_id
             where w.chat_mail_id = k.id order by m.seq) as words
from chat_mail k where k.message_id is null
"""
PLAN: LiteralString = """
insert into chat_mail (id, brand_id, conversation_id, mailbox_id, email, person, planned_at, send_at)
values (%(id)s, %(brand_id)s, %(conversation_id)s, %(mailbox_id)s, %(email)s, %(person)s, %(now)s, %(send_at)s)
on conflict (conversation_id) where message_id is null do update
    set mailbox_id = excluded.mailbox_id, email = excluded.email, person = excluded.person, send_at = excluded.send_at
returning id
"""
# They may answer what they are sent, and so take part: in this conversation only.
ADMIT: LiteralString = """
insert into mail_participant (conversation_id, brand_id, email, admitted, is_customer) values (%s, %s, %s, true, true)
on conflict (conversation_id, email) do update set admitted = true, is_customer = true
"""


class Unread(msgspec.Struct, frozen=True, kw_only=True):
    """What a customer has not read in a chat, and where it could be sent; `left_at`: when they were last seen."""

    id: UUID
    brand_id: UUID
    email: str
    mailbox_id: UUID
    sender: str
    words: list[UUID]
    first_at: datetime
    last_at: datetime
    by_email: bool
    left_at: datetime | None
    here: bool
    planned_at: datetime | None

    @property
    def due(self) -> datetime:
        """Give when it is sent: once nothing was added for a while, and they have been gone for a while."""
        if self.by_email:
            return self.last_at + BY_EMAIL
        due = self.last_at + AWAY
        # What could not be sent when it was said is no reason to hurry now.
        if self.planned_at is not None:
            due = min(due, max(self.first_at, self.planned_at) + LONGEST)
        return max(due, self.left_at + AWAY) if self.left_at else due


class Planned(msgspec.Struct, frozen=True, kw_only=True):
    """A mail that will be sent unless its customer comes back."""

    id: UUID
    conversation_id: UUID
    mailbox_id: UUID
    email: str
    send_at: datetime
    words: list[UUID]


async def look(house: House) -> int:
    """Plan what is to be sent, change what has changed, hand over what is due; tell for how many conversations."""
    async with house.database.system() as session:
        alone = await session.tuple(ALONE)
        if alone is None or not alone[0]:
            return 0
        found = await _unsettled(session)
    for conversation_id in found:
        async with house.database.system() as session:
            await settle(session, conversation_id)
    return len(found)


async def settle(session: Session, conversation_id: UUID) -> None:
    """Plan, change, give up or hand over the mail of one conversation, as it stands now."""
    await access_conversation(session, System(), conversation_id, lock=True)
    unread, planned = await _unread(session, conversation_id), await _planned(session, conversation_id)
    if unread is None or unread.here or not await _may_be_sent(session, unread):
        await _give_up(session, planned)
    elif unread.due <= session.clock():
        await _hand_over(session, unread)
    elif planned is None or _differs(unread, planned):
        await _plan(session, unread, unread.due)
        gone = [word for word in planned.words if word not in unread.words] if planned else []
        await tell_all(session, conversation_id, [*gone, *unread.words])


async def send_now(session: Session, actor: Actor, *, conversation_id: UUID) -> Message:
    """Send what its customer has not read at once, without waiting for them; raise `NothingToMail`."""
    await access_conversation(session, actor, conversation_id, lock=True)
    unread = await _unread(session, conversation_id)
    if unread is None or not await _may_be_sent(session, unread):
        raise NothingToMail
    await _hand_over(session, unread)
    return await timeline.by_id(session, unread.words[-1])


async def _unsettled(session: Session) -> list[UUID]:
    now = session.clock()
    planned = {it.conversation_id: it for it in await session.rows(Planned, PLANNED)}
    unread = {
        it.id: it
        for it in await session.rows(
            Unread,
            f"{UNREAD} and (c.updated_at > %(since)s or c.id = any(%(planned)s))",
            {"now": now, "since": now - RECENT, "planned": list(planned)},
        )
        if it.id in planned or it.last_at > now - RECENT
    }
    gone = [it for it in planned if it not in unread]
    changed = [
        it.id
        for it in unread.values()
        if (it.here and it.id in planned)
        or (not it.here and (it.due <= now or it.id not in planned or _differs(it, planned[it.id])))
    ]
    return [*gone, *changed]


def _differs(unread: Unread, planned: Planned) -> bool:
    found = (planned.email, planned.mailbox_id, planned.send_at, planned.words)
    return found != (unread.email, unread.mailbox_id, unread.due, unread.words)


async def _unread(session: Session, conversation_id: UUID) -> Unread | None:
    params: dict[str, object] = {"now": session.clock(), "id": conversation_id}
    return await session.row(Unread, f"{UNREAD} and c.id = %(id)s", params)


async def _planned(session: Session, conversation_id: UUID) -> Planned | None:
    return await session.row(Planned, f"{PLANNED} and k.conversation_id = %s", (conversation_id,))


async def _may_be_sent(session: Session, unread: Unread) -> bool:
    # Whoever gives the address of another has us write to them: not without end.
    found = await session.tuple(
        "select count(*) from chat_mail where person = %s and message_id is not null and send_at > %s",
        (person_of(unread.email), session.clock() - DAY),
    )
    return found is not None and found[0] < MOST


async def _give_up(session: Session, planned: Planned | None) -> None:
    if planned is not None:
        await session.execute("delete from chat_mail where id = %s", (planned.id,))
        await tell_all(session, planned.conversation_id, planned.words)


async def _plan(session: Session, unread: Unread, send_at: datetime) -> UUID:
    found = await session.tuple(
        PLAN,
        {
            "id": uuid7(),
            "brand_id": unread.brand_id,
            "conversation_id": unread.id,
            "mailbox_id": unread.mailbox_id,
            "email": unread.email,
            "person": person_of(unread.email),
            "now": session.clock(),
            "send_at": send_at,
        },
    )
    assert found is not None, "it is there, or it is written"
    await session.execute("delete from chat_mail_word where chat_mail_id = %s", (found[0],))
    await session.execute(
        "insert into chat_mail_word (message_id, brand_id, chat_mail_id) select word, %s, %s from unnest(%s::uuid[]) word",
        (unread.brand_id, found[0], unread.words),
    )
    return found[0]


async def _hand_over(session: Session, unread: Unread) -> None:
    """Queue what is to be sent as the mail of its last word, in the transaction that says so."""
    now, last = session.clock(), unread.words[-1]
    chat_mail_id = await _plan(session, unread, now)
    await session.execute("update chat_mail set message_id = %s where id = %s", (last, chat_mail_id))
    await session.execute(ADMIT, (unread.id, unread.brand_id, unread.email))
    mail = Mail(
        subject=await subject_of(session, unread.id),
        sender=unread.sender,
        recipients=[unread.email],
        copies=[],
        verified=False,
        whole=False,
        state="queued",
        why="",
        send_at=now,
    )
    await queue(session, last, unread.id, mail)
    await tell_all(session, unread.id, unread.words)
