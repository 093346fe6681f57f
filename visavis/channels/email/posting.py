"""What an agent writes in a conversation of a mailbox goes out by email: addressed and queued with the message itself."""

from typing import LiteralString

from visavis.channels.email.errors import MailboxGone
from visavis.channels.email.threading import REPLIED
from visavis.conversations import Conversation, Message, alongside
from visavis.conversations.models import Mail
from visavis.kit.database import Session

TO: LiteralString = """
select p.email, p.is_customer from mail_participant p where p.conversation_id = %s and p.admitted order by p.is_customer desc, p.email
"""
QUEUE: LiteralString = """
with written as (
    insert into mail (message_id, brand_id, conversation_id, rfc_id, refs, sender, recipients, copies, subject)
    values (%(id)s, %(brand_id)s, %(conversation_id)s, %(rfc_id)s, %(refs)s, %(sender)s, %(recipients)s, %(copies)s,
            %(subject)s)
)
insert into mail_out (message_id, brand_id, conversation_id, send_at)
values (%(id)s, %(brand_id)s, %(conversation_id)s, %(send_at)s)
"""


class EmailPost:
    """The post that carries by email."""

    async def address(self, session: Session, conversation: Conversation) -> Mail:
        """Address the next message to all who take part, the customer first; raise `MailboxGone`."""
        found = await session.tuples(TO, (conversation.id,))
        mailbox = await session.tuple(
            "select address from mailbox where id = %s and removed_at is null", (conversation.mailbox_id,)
        )
        if mailbox is None:
            raise MailboxGone
        subject = conversation.title or ""
        return Mail(
            subject=subject if subject.lower().startswith("re:") else f"Re: {subject}".strip(),
            sender=mailbox[0],
            recipients=[email for email, is_customer in found if is_customer],
            copies=[email for email, is_customer in found if not is_customer],
            verified=False,
            whole=False,
            state="queued",
            why="",
            send_at=session.clock(),
        )

    async def hand_over(self, session: Session, message: Message) -> None:
        """Queue a message; its Message-ID is fixed now, so that who is sent it twice sees it once."""
        mail = message.mail
        assert mail is not None, "it was addressed"
        refs = await session.tuples(REPLIED, (message.conversation_id,))
        brand = await session.tuple(
            "select brand_id from conversation where id = %s", (message.conversation_id,)
        )
        await session.execute(
            QUEUE,
            {
                "id": message.id,
                "brand_id": brand and brand[0],
                "conversation_id": message.conversation_id,
                "rfc_id": f"{message.id}@{mail.sender.rpartition('@')[2]}",
                "refs": [rfc_id for (rfc_id,) in reversed(refs)],
                "sender": mail.sender,
                "recipients": mail.recipients,
                "copies": mail.copies,
                "subject": mail.subject,
                "send_at": mail.send_at,
            },
        )


def keep_post() -> None:
    """Have what agents write in a mailbox's conversations go out by email."""
    alongside.when_posted(EmailPost())
