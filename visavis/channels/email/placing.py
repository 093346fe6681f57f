"""A kept mail finds its place: read, known for what it is, threaded, its customer recognised, its promise made."""

import logging
from datetime import timedelta
from typing import LiteralString
from uuid import UUID

import msgspec

from visavis import brands, conversations, promises
from visavis.channels.email import acknowledging, guarding, mailboxes, reporting, siding
from visavis.channels.email.history import is_history
from visavis.channels.email.keeping import why_not_whole
from visavis.channels.email.models import Envelope, Mailbox
from visavis.channels.email.reader import Reader, Unreadable
from visavis.channels.email.reading import Address, Mail
from visavis.channels.email.recognising import recognise
from visavis.channels.email.threading import find_conversation, may_write
from visavis.channels.email.verifying import Verdict, verify
from visavis.conversations import attaching, starting
from visavis.conversations.attaching import Stored
from visavis.conversations.models import BODY_LENGTH, Answer, Meeting
from visavis.conversations.models import Mail as ShownMail
from visavis.customers import Visitor
from visavis.kit import events
from visavis.kit.database import Session
from visavis.kit.errors import Unavailable
from visavis.kit.house import House
from visavis.kit.ids import uuid7

TRIES = 5  # of a mail that the house stumbles over
NOBODY = Address("", "")
TAKE: LiteralString = """
select mailbox_id, raw_key, envelope, size from mail_in where id = %s and state = 'kept'
"""
SAME: LiteralString = """
select 1 from mail_in a join mail_in b on b.mailbox_id = a.mailbox_id and b.sha256 = a.sha256 and b.id <> a.id
where a.id = %s and b.state in ('placed', 'set_aside')
"""
TRIED: LiteralString = "update mail_in set tries = tries + 1 where id = %s and state = 'kept' returning tries"

log = logging.getLogger(__name__)


class Place(msgspec.Struct, frozen=True):
    """A mail with all that is needed to place it."""

    id: UUID
    mailbox: Mailbox
    envelope: Envelope
    mail: Mail
    verdict: Verdict
    files: list[tuple[Stored, str]]

    @property
    def sender(self) -> Address:
        return self.mail.sender or NOBODY


async def place(house: House, reader: Reader, mail_id: UUID) -> None:
    """Place a kept mail; placed again, nothing happens.

    What cannot be read is quarantined, and so is what was tried in vain; both can be tried again. Raises what stopped
    it, for the caller to try once more.
    """
    try:
        await _place(house, reader, mail_id)
    except Unavailable:
        raise  # the house is not well: that says nothing of the mail
    except Exception:
        async with house.database.system() as session:
            tried = await session.tuple(TRIED, (mail_id,))
            over = tried is not None and tried[0] >= TRIES
            if over:
                await _end(session, mail_id, "quarantined", why="not_placed")
        if not over:
            raise
        log.exception("email: mail %s could not be placed, and is quarantined", mail_id)


async def _place(house: House, reader: Reader, mail_id: UUID) -> None:
    async with house.database.system() as session:
        taken = await session.tuple(TAKE, (mail_id,))
        if taken is None:
            return
        mailbox = await mailboxes.find(session, taken[0])
    envelope = msgspec.convert(taken[2], Envelope)
    raw = await house.files.get(taken[1])
    try:
        if len(raw) < taken[3]:
            raise Unreadable(why_not_whole(raw))
        mail = await reader.read(raw)
    except Unreadable as why:
        async with house.database.system() as session:
            await _end(session, mail_id, "quarantined", why=str(why))
        return
    verdict = await verify(raw, mail, envelope, trusts=mailbox.trusts)
    files = [
        (
            await attaching.store(house.files, mailbox.brand_id, file.name or "file", file.content),
            file.content_id,
        )
        for file in mail.files
        if file.content and len(file.content) <= house.max_upload
    ]
    async with house.database.system() as session:
        found = await session.tuple(f"{TAKE} for update", (mail_id,))
        if found is None:
            return
        await _settle(session, house, Place(mail_id, mailbox, envelope, mail, verdict, files))


async def _settle(session: Session, house: House, it: Place) -> None:
    mail, brand_id = it.mail, it.mailbox.brand_id
    if await session.tuple(SAME, (it.id,)):
        await _end(session, it.id, "duplicate", it)
        return
    if "@" not in it.sender.email or it.sender.email.lower() == it.mailbox.address.lower():
        why = "own_mail" if "@" in it.sender.email else "no_sender"
        await _end(session, it.id, "set_aside", it, why=why)
        return
    conversation_id = await find_conversation(session, house.keys, brand_id, mail, it.envelope.recipients)
    side = await siding.find(session, house.keys, it.mailbox, mail, it.envelope.recipients)
    if side is not None and mail.kind == "auto_reply":
        conversation_id = side.conversation_id
    if mail.kind in ("bounce", "complaint"):
        await reporting.report(session, it.mail, brand_id, conversation_id)
        await _end(session, it.id, "set_aside", it, why=mail.kind, conversation_id=conversation_id)
        return
    if mail.kind == "auto_reply":
        if conversation_id is not None:
            await reporting.note_absence(session, it.mail, conversation_id)
        await _end(session, it.id, "set_aside", it, why=mail.kind, conversation_id=conversation_id)
        return
    invited = conversation_id is not None and await may_write(session, conversation_id, it.sender.email)
    if conversation_id is not None and (not invited or it.verdict == "failed"):
        # Whoever knows an address or an identifier is not yet who they say they are: they begin anew.
        await reporting.suggest(session, it.sender, brand_id, conversation_id)
        conversation_id = None
    if side is not None and conversation_id is None:
        if siding.admits(side, it.sender, it.verdict):
            said = await siding.answer(
                session, side, it.id, it.mailbox, mail, it.files, verified=it.verdict == "proven"
            )
            state, why = ("placed", "") if said else ("set_aside", "flood")
            await _end(session, it.id, state, it, why=why, conversation_id=side.conversation_id)
            return
        await siding.refuse(session, side, it.sender)
    if conversation_id is not None and await guarding.floods(session, conversation_id, it.sender.email):
        await _end(session, it.id, "set_aside", it, why="flood", conversation_id=conversation_id)
        return
    conversation_id = await _say(session, it, conversation_id)
    await _end(session, it.id, "placed", it, conversation_id=conversation_id)


async def _say(session: Session, it: Place, conversation_id: UUID | None) -> UUID:
    """Write the customer's words, in a conversation of theirs or a new one, and give it."""
    mail, mailbox = it.mail, it.mailbox
    brand = await brands.brand(session, mailbox.brand_id)
    history = await is_history(session, it.id, mail.sent_at)
    answer = None if history else await _answer(session, mailbox.brand_id)
    first = conversation_id is None
    if conversation_id is None:
        customer_id = await recognise(
            session, mailbox.brand_id, it.sender, verdict=it.verdict, locale=brand.locale
        )
        actor = _writer(customer_id, mailbox.brand_id, it.sender)
        conversation_id, _ = await starting.begin(
            session,
            actor,
            client_id=it.id,
            channel="email",
            title=mail.subject[:300] or None,
            mailbox_id=mailbox.id,
        )
    else:
        actor = _writer(await _customer_of(session, conversation_id), mailbox.brand_id, it.sender)
    for file, content_id in it.files:
        await attaching.note(
            session,
            file,
            actor,
            customer_id=actor.id,
            conversation_id=conversation_id,
            content_id=content_id,
        )
    whole = mail.text if mail.text.strip() != mail.reply.strip() or len(mail.reply) > BODY_LENGTH else None
    shown = ShownMail(
        subject=mail.subject,
        sender=it.sender.email,
        recipients=[a.email for a in mail.to],
        copies=[a.email for a in mail.cc],
        verified=it.verdict == "proven",
        whole=bool(mail.html or whole),
        state="received",
        why="",
        send_at=None,
        meeting=msgspec.convert(mail.meeting, Meeting | None, from_attributes=True),
    )
    message = await conversations.send(
        session,
        actor,
        conversation_id=conversation_id,
        body=mail.reply[:BODY_LENGTH] or ("" if it.files else mail.subject or "—"),
        client_id=it.id,
        attachment_ids=[file.attachment.id for file, _ in it.files],
        answer=answer,
        mail=shown,
    )
    await session.execute(
        """
        insert into mail (message_id, brand_id, conversation_id, mail_in_id, rfc_id, refs, sender, sender_name,
                          recipients, copies, subject, html, whole, verified, meeting)
        values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
        """,
        (
            *(
                message.id,
                mailbox.brand_id,
                conversation_id,
                it.id,
                mail.message_id or f"{it.id}@no-id.invalid",
            ),
            *([*mail.references, *mail.in_reply_to], it.sender.email, it.sender.name),
            *(shown.recipients, shown.copies, mail.subject, mail.html or None, whole, shown.verified),
            events.encode(shown.meeting).decode() if shown.meeting else None,
        ),
    )
    await _admit(session, it, conversation_id)
    if first and not history:
        await acknowledging.acknowledge(
            session, mailbox, it.id, mail, it.verdict, conversation_id, answer and answer.by
        )
    return conversation_id


def _writer(customer_id: UUID, brand_id: UUID, sender: Address) -> Visitor:
    return Visitor(
        id=customer_id, brand_id=brand_id, session_id=uuid7(), signed=False, name=sender.name or sender.email
    )


async def _customer_of(session: Session, conversation_id: UUID) -> UUID:
    found = await session.tuple("select customer_id from conversation where id = %s", (conversation_id,))
    assert found is not None, "it was found a moment ago"
    return found[0]


async def _answer(session: Session, brand_id: UUID) -> Answer | None:
    """Promise an answer by when the brand answers who is not there."""
    now = session.clock()
    hours = await brands.hours_now(session, brand_id)
    found = await session.tuple("select later_within from brand where id = %s", (brand_id,))
    by = promises.later(hours.hours, now, timedelta(minutes=found[0])) if found else None
    return by and Answer(by=by, way="later", probability=None, hours_version=hours.version)


async def _admit(session: Session, it: Place, conversation_id: UUID) -> None:
    """Let the writer take part; whom they copied in is only suggested."""
    own = {it.mailbox.address.lower()}
    people = [(it.sender, True), *((a, False) for a in (*it.mail.to, *it.mail.cc))]
    for address, admitted in people:
        email = address.email.lower()
        if (
            email
            and email not in own
            and not email.startswith(f"{it.mailbox.address.partition('@')[0].lower()}+")
        ):
            await session.execute(
                """
                insert into mail_participant (conversation_id, brand_id, email, name, admitted, is_customer)
                values (%s, %s, %s, %s, %s, %s)
                on conflict (conversation_id, email) do nothing
                """,
                (conversation_id, it.mailbox.brand_id, email, address.name, admitted, admitted),
            )


async def _end(
    session: Session,
    mail_id: UUID,
    state: str,
    it: Place | None = None,
    *,
    why: str = "",
    conversation_id: UUID | None = None,
) -> None:
    await session.execute(
        """
        update mail_in set state = %s, why = %s, tries = tries + 1, conversation_id = %s,
               subject = coalesce(%s, subject), sender = coalesce(%s, sender)
        where id = %s
        """,
        (
            *(state, why, conversation_id),
            *((it.mail.subject, it.sender.email) if it else (None, None)),
            mail_id,
        ),
    )
