"""The text of mails and mailboxes: where it is shown, and attacks stored in each such column."""

from collections.abc import Callable
from uuid import UUID, uuid4

from tests.cast import Running
from visavis.conversations import Conversation
from visavis.kit.database import Session

SHOWN = "shown"
SINKS = {
    "attachment.content_id": "only compared with what a mail's layout names",
    "chat_mail.email": SHOWN,
    "chat_mail.person": "only compared",
    "conversation.title": SHOWN,
    "mail.blind": SHOWN,
    "mail.copies": SHOWN,
    "mail.meeting": SHOWN,
    "mail.html": "shown in a frame in which nothing runs: tests/acceptance/test_mail.py",
    "mail.recipients": SHOWN,
    "mail.refs": "only compared",
    "mail.rfc_id": "only compared",
    "mail.sender": SHOWN,
    "mail.sender_name": "shown as the message's author",
    "mail.subject": SHOWN,
    "mail.whole": "shown in a frame in which nothing runs",
    "mail_ack.answers": "only sent, in a header",
    "mail_ack.domain": "only compared",
    "mail_ack.email": "only sent to; told to agents as an entry's address",
    "mail_ack.person": "only compared",
    "mail_ack.state": "one of four",
    "mail_ack.why": "shown to nobody",
    "mail_application.client_id": SHOWN,
    "mail_application.provider": "one of two",
    "mail_application.tenant": SHOWN,
    "mail_grant.account": SHOWN,
    "mail_grant.code": "made by us",
    "mail_grant.provider": "one of two",
    "mail_in.envelope": "only compared",
    "mail_in.raw_key": "made by us",
    "mail_in.sender": SHOWN,
    "mail_hook.peers": "networks alone",
    "mail_hook.provider": "one of four",
    "mail_hook.topic": "of the alphabet of an ARN",
    "mail_hook_token.token": "only compared",
    "mail_suppressed.email": "only compared",
    "mail_suppressed.why": "one of two",
    "mail_in.source": "one of seven",
    "mail_in.source_key": "only compared",
    "mail_in.state": "one of five",
    "mail_in.subject": SHOWN,
    "mail_in.why": SHOWN,
    "mail_key.domain": "shown with the records to publish, an address's own domain",
    "mail_key.selector": "made by us",
    "mail_out.left_to": "only compared",
    "mail_out.refused": "shown as mail_out.why",
    "mail_out.state": "one of four",
    "mail_out.why": SHOWN,
    "mail_participant.email": SHOWN,
    "mail_sign_in.provider": "one of two",
    "mail_participant.name": "shown to nobody",
    "mail_refusal.email": "only compared",
    "mail_side.people": SHOWN,
    "mail_side.subject": SHOWN,
    "mailbox.address": SHOWN,
    "mailbox.incoming": SHOWN,
    "mailbox.outgoing": SHOWN,
    "mailbox.receiving": SHOWN,
    "mailbox.sending": SHOWN,
    "mailbox.sender_name": SHOWN,
    "mailbox.signature": SHOWN,
    "mailbox.starts": "one of three",
    "mailbox.trusts": SHOWN,
}
SERVER = "jsonb_build_object('host', %s::text, 'port', 993, 'security', 'tls', 'user', %s::text)"
MEETING = """
jsonb_build_object('method', 'request', 'title', %s::text, 'place', %s::text, 'organiser', %s::text, 'answer', '',
                   'begins', '2026-12-01', 'ends', '2026-12-01', 'whole_days', true, 'rhythm', '', 'every', 1,
                   'until', null, 'times', 0)
"""
HEALTH = "jsonb_build_object('state', 'failed', 'code', %s::text, 'at', now())"


async def poison_chats(house: Running, talks: list[Conversation], bad: Callable[[], str]) -> None:
    """Have what was said in these chats be sent by email, to and from such addresses, and more be sent later."""
    async with house.cast.house.database.system() as session:
        for talk in talks:
            mailbox_id, mail_id = uuid4(), uuid4()
            await session.execute(
                f"""
                insert into mailbox (id, brand_id, address, enabled, incoming, outgoing, created_at)
                values (%s, %s, %s, false, {SERVER}, {SERVER}, now())
                """,
                (mailbox_id, talk.brand_id, f"{mailbox_id} {bad()}", *(bad() for _ in range(4))),
            )
            await session.execute(
                """
                insert into chat_mail (id, brand_id, conversation_id, mailbox_id, email, person, planned_at, send_at, message_id)
                select %s, brand_id, conversation_id, %s, %s, '', now(), now(), id from message
                where conversation_id = %s and kind = 'message' and author_kind = 'agent' order by seq desc limit 1
                """,
                (mail_id, mailbox_id, bad(), talk.id),
            )
            await session.execute(
                """
                insert into chat_mail_word (message_id, brand_id, chat_mail_id)
                select id, brand_id, %s from message
                where conversation_id = %s and kind = 'message' and author_kind = 'agent'
                """,
                (mail_id, talk.id),
            )
            await session.execute(
                """
                insert into scheduled_message (id, brand_id, conversation_id, agent_id, automated, client_id, body,
                                               attachment_ids, send_at, undo, after_seq, state, created_at)
                values (%s, %s, %s, %s, false, %s, %s, '{}', now(), false, 1, 'held', now())
                """,
                (uuid4(), talk.brand_id, talk.id, house.cast.ana.id, uuid4(), bad()),
            )


async def poison_mails(house: Running, talks: list[Conversation], bad: Callable[[], str]) -> None:
    """Make these conversations ones that came by email, with such names, and leave mails aside."""
    async with house.cast.house.database.system() as session:
        for talk in talks:
            mailbox_id = uuid4()
            await session.execute(
                f"""
                insert into mailbox (id, brand_id, address, sender_name, signature, trusts, enabled, incoming,
                                     outgoing, receiving, sending, created_at)
                values (%s, %s, %s, %s, %s, %s, false, {SERVER}, {SERVER}, {HEALTH}, {HEALTH}, now())
                """,
                (mailbox_id, talk.brand_id, f"{mailbox_id} {bad()}", *(bad() for _ in range(9))),
            )
            await session.execute(
                """
                insert into mail_application (provider, client_id, tenant, changed_at)
                values ('microsoft', %s, %s, now()) on conflict do nothing
                """,
                (bad(), bad()),
            )
            await session.execute(
                """
                insert into mail_grant (mailbox_id, brand_id, provider, account, received_at, signed_in_at)
                values (%s, %s, 'microsoft', %s, now(), now())
                """,
                (mailbox_id, talk.brand_id, bad()),
            )
            await session.execute(
                """
                insert into mail_in (id, brand_id, mailbox_id, source, source_key, sha256, size, raw_key,
                                     received_at, state, why, subject, sender)
                values (%s, %s, %s, 'upload', 'x', '', 1, 'x', now(), 'quarantined', %s, %s, %s)
                """,
                (uuid4(), talk.brand_id, mailbox_id, bad(), bad(), bad()),
            )
            await session.execute(
                "update conversation set channel = 'email', mailbox_id = %s, title = %s where id = %s",
                (mailbox_id, bad(), talk.id),
            )
            await session.execute(
                "insert into mail_participant (brand_id, conversation_id, email, admitted, is_customer)"
                " values (%s, %s, %s, true, true)",
                (talk.brand_id, talk.id, bad()),
            )
            said = await session.tuples(
                "select id from message where conversation_id = %s and kind = 'message'", (talk.id,)
            )
            for (message_id,) in said:
                await session.execute("update message set channel = 'email' where id = %s", (message_id,))
                await session.execute(
                    f"""
                    insert into mail (message_id, brand_id, conversation_id, rfc_id, sender, recipients, copies, blind,
                                      subject, meeting)
                    values (%s, %s, %s, %s, %s, array[%s], array[%s], array[%s], %s, {MEETING})
                    """,
                    (message_id, talk.brand_id, talk.id, str(message_id), *(bad() for _ in range(8))),
                )
                await session.execute(
                    """
                    insert into mail_out (message_id, brand_id, conversation_id, state, why, send_at)
                    select id, %s, %s, 'bounced', %s, now() from message where id = %s and author_kind = 'agent'
                    """,
                    (talk.brand_id, talk.id, bad(), message_id),
                )
            await _beside(session, talk, mailbox_id, bad)


async def _beside(session: Session, talk: Conversation, mailbox_id: UUID, bad: Callable[[], str]) -> None:
    """Have a third party of such a name say such things beside it."""
    side_id, said = uuid4(), uuid4()
    await session.execute(
        """
        insert into mail_side (id, brand_id, conversation_id, mailbox_id, client_id, subject, people, created_at)
        values (%s, %s, %s, %s, %s, %s, array[%s], now())
        """,
        (side_id, talk.brand_id, talk.id, mailbox_id, side_id, bad(), bad()),
    )
    await session.execute(
        """
        with bumped as (
            update conversation set last_seq = last_seq + 1, version = version + 1, side_seq = last_seq + 1
            where id = %s returning last_seq
        )
        insert into message (id, brand_id, conversation_id, seq, kind, channel, author_kind, author_id, author_name,
                             body, side_id, created_at)
        select %s, %s, %s, last_seq, 'side', 'email', 'third_party', %s, %s, %s, %s, now() from bumped
        """,
        (talk.id, said, talk.brand_id, talk.id, side_id, bad(), bad(), side_id),
    )
    await session.execute(
        """
        insert into mail (message_id, brand_id, conversation_id, rfc_id, sender, recipients, subject)
        values (%s, %s, %s, %s, %s, array[%s], %s)
        """,
        (said, talk.brand_id, talk.id, str(said), *(bad() for _ in range(3))),
    )
