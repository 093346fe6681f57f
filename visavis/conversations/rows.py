"""How rows become conversations and messages."""

from typing import Any, LiteralString, cast
from uuid import UUID

import msgspec
from msgspec import UNSET

from visavis.brands import OfferedSubject
from visavis.conversations.models import (
    Attachment,
    Author,
    AuthorKind,
    Callback,
    Conversation,
    CustomerBrief,
    Entry,
    LastMessage,
    Mail,
    Message,
    Resolution,
)
from visavis.customers import ServiceMode

COLUMNS: LiteralString = """
    c.id, c.version, c.brand_id, c.customer_id, u.name as customer_name,
    exists (select from identity i where i.customer_id = c.customer_id and i.brand_id = c.brand_id
            and i.kind = 'signed' and i.verified) as customer_verified,
    u.service_mode as customer_mode,
    c.channel, c.status, c.snoozed_until, c.assignee_id, a.name as assignee_name, c.team_id, c.subject,
    c.last_seq, c.last_message, c.waiting_since, c.answer_by, c.callback, c.resolution, c.pushed_to, c.accept_by,
    c.customer_left_at, c.customer_read_seq, c.agents_read_seq, c.side_seq, c.page_url, c.page_title, c.title,
    c.mailbox_id, c.created_at, c.updated_at
"""
TABLES: LiteralString = """
    conversation c join customer u on u.id = c.customer_id left join agent a on a.id = c.assignee_id
"""
FROM: LiteralString = f"select {COLUMNS} from {TABLES}"

# The attachments `f`, as `Attachment` has them.
FILES: LiteralString = """
    jsonb_agg(jsonb_build_object(
        'id', f.id, 'name', f.name, 'media_type', f.media_type, 'size', f.size,
        'width', f.width, 'height', f.height, 'inline', f.width is not null) order by f.id)
"""
MESSAGE_COLUMNS: LiteralString = f"""
    m.seq, m.id, m.conversation_id, m.client_id, m.kind, m.channel, m.author_kind, m.author_id, m.author_name,
    m.automated, m.body, m.entry, m.side_id, m.created_at, m.edited_at, m.deleted_at,
    (select {FILES} from attachment f where f.message_id = m.id) as attachments,
    case when m.channel = 'email' then
        (select jsonb_build_object(
            'subject', e.subject, 'sender', e.sender, 'recipients', e.recipients, 'copies', e.copies, 'blind', e.blind,
            'verified', e.verified, 'whole', e.html is not null or e.whole is not null,
            'state', coalesce(o.state, 'received'), 'why', coalesce(o.why, ''), 'send_at', o.send_at, 'meeting', e.meeting)
         from mail e left join mail_out o on o.message_id = e.message_id where e.message_id = m.id)
    when m.kind = 'message' and m.author_kind = 'agent' then
        (select jsonb_build_object(
            'subject', '', 'sender', x.address, 'recipients', array[k.email], 'copies', '[]'::jsonb,
            'verified', false, 'whole', false,
            'state', coalesce(o.state, 'planned'), 'why', coalesce(o.why, ''), 'send_at', coalesce(o.send_at, k.send_at))
         from chat_mail_word w join chat_mail k on k.id = w.chat_mail_id join mailbox x on x.id = k.mailbox_id
         left join mail_out o on o.message_id = k.message_id where w.message_id = m.id)
    end as mail
"""


def build_conversation(
    *,
    customer_id: UUID,
    customer_name: str | None,
    customer_verified: bool,
    customer_mode: ServiceMode | None,
    subject: dict[str, Any] | None,
    last_message: dict[str, Any] | None,
    callback: dict[str, Any] | None,
    resolution: dict[str, Any] | None,
    **columns: Any,
) -> Conversation:
    """Build a conversation from the columns of `FROM`."""
    return Conversation(
        customer=CustomerBrief(customer_id, customer_name, customer_verified, customer_mode),
        subject=msgspec.convert(subject, OfferedSubject | None),
        last_message=msgspec.convert(last_message, LastMessage | None),
        callback=msgspec.convert(callback, Callback | None),
        resolution=msgspec.convert(resolution, Resolution | None),
        **columns,
    )


def build_message(
    *,
    author_kind: str,
    author_id: UUID | None,
    author_name: str | None,
    automated: bool,
    entry: dict[str, Any] | None,
    attachments: list[dict[str, Any]] | None,
    mail: dict[str, Any] | None,
    **columns: Any,
) -> Message:
    """Build a message from the columns of `MESSAGE_COLUMNS`."""
    return Message(
        author=Author(cast("AuthorKind", author_kind), author_id, author_name, automated or UNSET),
        entry=msgspec.convert(entry, Entry | None),
        attachments=msgspec.convert(attachments or [], list[Attachment]),
        mail=msgspec.convert(mail, Mail | None),
        **columns,
    )
