"""Mailboxes and mails in a place, for those who knock."""

from datetime import timedelta
from uuid import UUID, uuid4

from tests.security.stage import Place, Stage
from visavis.brands import Brand
from visavis.conversations import scheduling
from visavis.kit.database import Session
from visavis.staff import AgentActor

NOWHERE = '{"host": "127.0.0.1", "port": 9, "security": "none"}'


async def a_mailbox(stage: Stage, place: Place) -> UUID:
    """Add a mailbox to the brand of a place."""
    async with stage.running.app.house.database.system() as session:
        return await _mailbox(session, stage.brand_of(place))


async def a_hook(stage: Stage, place: Place) -> UUID:
    """Add a hook to a mailbox of the brand of a place."""
    async with stage.running.app.house.database.system() as session:
        brand_id = stage.brand_of(place)
        return await _hook(session, brand_id, await _mailbox(session, brand_id))


async def a_mail_aside(stage: Stage, place: Place) -> UUID:
    """Have a mail of a place's brand be quarantined."""
    house, brand_id = stage.running.app.house, stage.brand_of(place)
    async with house.database.system() as session:
        mail_id = await _mail_in(session, brand_id, await _mailbox(session, brand_id), "quarantined")
    await house.files.put(f"{brand_id}/mail/{mail_id}", b"Subject: x\n\nx")
    return mail_id


async def by_mail(stage: Stage, place: Place, conversation_id: UUID, message_id: UUID) -> UUID:
    """Have a message be one that came by email."""
    house, brand_id = stage.running.app.house, stage.brand_of(place)
    async with house.database.system() as session:
        if await session.tuple("select 1 from mail where message_id = %s", (message_id,)):
            return message_id
        mail_id = await _mail_in(session, brand_id, await _mailbox(session, brand_id), "placed")
        await _mail(session, brand_id, conversation_id, message_id, mail_id)
    await house.files.put(f"{brand_id}/mail/{mail_id}", b"Subject: x\n\nx")
    return message_id


async def scheduled_by(stage: Stage, actor: AgentActor, conversation_id: UUID) -> UUID:
    """Have an answer be sent later by somebody, in a conversation of theirs."""
    async with stage.running.app.house.database.session(actor.brand_ids) as session:
        later = session.clock() + timedelta(days=2)
        made = await scheduling.schedule(
            session, actor, conversation_id=conversation_id, body="x", client_id=uuid4(), send_at=later
        )
        await session.execute(
            "update scheduled_message set state = 'cancelled' where id <> %s and state = 'waiting'",
            (made.id,),
        )
    return made.id


async def a_side(stage: Stage, place: Place, conversation_id: UUID) -> UUID:
    """Have a third party be written to beside a conversation."""
    async with stage.running.app.house.database.system() as session:
        brand_id = stage.brand_of(place)
        return await _side(session, brand_id, conversation_id, await _mailbox(session, brand_id))


async def fill(session: Session, brand: Brand) -> None:
    """Put a row into every table of email, beside a message of this brand."""
    found = await session.tuple(
        "select conversation_id, id from message where brand_id = %s order by id limit 1", (brand.id,)
    )
    assert found is not None
    conversation_id, message_id = found
    mailbox_id = await _mailbox(session, brand.id)
    mail_id = await _mail_in(session, brand.id, mailbox_id, "placed")
    await _mail(session, brand.id, conversation_id, message_id, mail_id)
    await _side(session, brand.id, conversation_id, mailbox_id)
    of_it = (brand.id, conversation_id)
    await session.execute(
        "insert into mail_participant (brand_id, conversation_id, email, admitted) values (%s, %s, 'a@b.c', true)",
        of_it,
    )
    await session.execute(
        """
        insert into mail_out (message_id, brand_id, conversation_id, state, send_at)
        values (%s, %s, %s, 'sent', now())
        """,
        (message_id, *of_it),
    )
    chat_mail_id = uuid4()
    await session.execute(
        """
        insert into chat_mail (id, brand_id, conversation_id, mailbox_id, email, person, planned_at, send_at, message_id)
        values (%s, %s, %s, %s, 'a@b.c', 'a@b.c', now(), now(), %s)
        """,
        (chat_mail_id, *of_it, mailbox_id, message_id),
    )
    await session.execute(
        "insert into chat_mail_word (message_id, brand_id, chat_mail_id) values (%s, %s, %s)",
        (message_id, brand.id, chat_mail_id),
    )
    await session.execute(
        """
        insert into scheduled_message (id, brand_id, conversation_id, agent_id, automated, client_id, body,
                                       attachment_ids, send_at, undo, after_seq, state, created_at)
        select gen_random_uuid(), %s, %s, id, false, gen_random_uuid(), 'x', '{}', now(), false, 1, 'cancelled', now()
        from agent limit 1
        """,
        of_it,
    )
    await session.execute(
        "insert into mail_refusal (brand_id, email, refused_at) values (%s, 'a@b.c', now())", (brand.id,)
    )
    await session.execute(
        "insert into mail_key (brand_id, domain, selector, secret, created_at) values (%s, 'b.c', 's', '', now())",
        (brand.id,),
    )
    await session.execute(
        """
        insert into mail_application (provider, client_id, changed_at) values ('microsoft', 'house', now())
        on conflict do nothing
        """
    )
    await session.execute(
        """
        insert into mail_grant (mailbox_id, brand_id, provider, received_at, signed_in_at)
        values (%s, %s, 'microsoft', now(), now())
        """,
        (mailbox_id, brand.id),
    )
    await session.execute(
        """
        insert into mail_sign_in (id, brand_id, mailbox_id, provider, session_id, secret, next_at, expires_at)
        values (%s, %s, %s, 'microsoft', %s, '', now(), now() + interval '1 h')
        """,
        (uuid4(), brand.id, mailbox_id, uuid4()),
    )
    await session.execute(
        """
        insert into mail_ack (mail_in_id, brand_id, mailbox_id, conversation_id, email, person, domain, proven,
                              answers, state, send_at, created_at)
        values (%s, %s, %s, %s, 'a@b.c', 'a@b.c', 'b.c', false, '', 'sent', now(), now())
        """,
        (mail_id, brand.id, mailbox_id, conversation_id),
    )
    await session.execute(
        "insert into mail_hook_token (hook_id, brand_id, token, digest, seen_at) values (%s, %s, 't', '', now())",
        (await _hook(session, brand.id, mailbox_id), brand.id),
    )
    await session.execute(
        "insert into mail_suppressed (brand_id, email, why, created_at) values (%s, 'a@b.c', 'failed', now())",
        (brand.id,),
    )


async def _hook(session: Session, brand_id: UUID, mailbox_id: UUID) -> UUID:
    made = uuid4()
    await session.execute(
        """
        insert into mail_hook (id, brand_id, mailbox_id, provider, key_hash, created_at)
        values (%s, %s, %s, 'postmark', %s, now())
        """,
        (made, brand_id, mailbox_id, made.bytes),
    )
    return made


async def _mailbox(session: Session, brand_id: UUID) -> UUID:
    made = uuid4()
    await session.execute(
        "insert into mailbox (id, brand_id, address, incoming, outgoing, created_at) values (%s, %s, %s, %s, %s, now())",
        (made, brand_id, f"{made}@house.example", NOWHERE, NOWHERE),
    )
    return made


async def _side(session: Session, brand_id: UUID, conversation_id: UUID, mailbox_id: UUID) -> UUID:
    made = uuid4()
    await session.execute(
        """
        insert into mail_side (id, brand_id, conversation_id, mailbox_id, client_id, subject, people, created_at)
        values (%s, %s, %s, %s, %s, 'x', '{a@b.c}', now())
        """,
        (made, brand_id, conversation_id, mailbox_id, made),
    )
    return made


async def _mail_in(session: Session, brand_id: UUID, mailbox_id: UUID, state: str) -> UUID:
    made = uuid4()
    await session.execute(
        """
        insert into mail_in (id, brand_id, mailbox_id, source, source_key, sha256, size, raw_key, received_at, state)
        values (%s, %s, %s, 'upload', %s, '', 13, %s, now(), %s)
        """,
        (made, brand_id, mailbox_id, str(made), f"{brand_id}/mail/{made}", state),
    )
    return made


async def _mail(
    session: Session, brand_id: UUID, conversation_id: UUID, message_id: UUID, mail_id: UUID
) -> None:
    await session.execute(
        """
        insert into mail (message_id, brand_id, conversation_id, mail_in_id, rfc_id, sender, subject)
        values (%s, %s, %s, %s, %s, 'a@b.c', 'x')
        """,
        (message_id, brand_id, conversation_id, mail_id, f"{mail_id}@b.c"),
    )
