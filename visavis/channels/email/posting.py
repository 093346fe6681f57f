"""What an agent writes in a conversation of a mailbox goes out by email: addressed and queued with the message itself."""

from typing import LiteralString
from uuid import UUID

from visavis.channels.email import participants
from visavis.channels.email.errors import MailboxGone
from visavis.channels.email.threading import REPLIED
from visavis.conversations import Actor, Conversation, Message, access_conversation, alongside
from visavis.conversations.models import Addressed, Mail
from visavis.kit.database import Session

QUEUE: LiteralString = """
with written as (
    insert into mail (message_id, brand_id, conversation_id, rfc_id, refs, sender, recipients, copies, blind,
                      subject)
    values (%(id)s, %(brand_id)s, %(conversation_id)s, %(rfc_id)s, %(refs)s, %(sender)s, %(recipients)s, %(copies)s,
            %(blind)s, %(subject)s)
)
insert into mail_out (message_id, brand_id, conversation_id, send_at)
values (%(id)s, %(brand_id)s, %(conversation_id)s, %(send_at)s)
"""


class EmailPost:
    """The post that carries by email."""

    async def address(
        self, session: Session, actor: Actor, conversation: Conversation, addressed: Addressed | None
    ) -> Mail:
        """Address the next message to all who take part, the customer first, or to whom the agent says.

        Whom the agent writes to in sight of everybody takes part from then on. Raises `MailboxGone`, and what is wrong
        with an address.
        """
        if addressed is None:
            everybody = [one for one in await participants.of(session, conversation.id) if one.admitted]
            addressed = Addressed(
                to=[one.email for one in everybody if one.is_customer],
                copies=[one.email for one in everybody if not one.is_customer],
            )
        else:
            addressed = await participants.check(session, addressed)
            # Taking it has changed it since it was read.
            current = await access_conversation(session, actor, conversation.id, lock=True)
            await participants.let_in(session, actor, current, [*addressed.to, *addressed.copies])
        mailbox = await session.tuple(
            "select address from mailbox where id = %s and removed_at is null", (conversation.mailbox_id,)
        )
        if mailbox is None:
            raise MailboxGone
        subject = conversation.title or ""
        return Mail(
            subject=subject if subject.lower().startswith("re:") else f"Re: {subject}".strip(),
            sender=mailbox[0],
            recipients=addressed.to,
            copies=addressed.copies,
            blind=addressed.blind,
            verified=False,
            whole=False,
            state="queued",
            why="",
            send_at=session.clock(),
        )

    async def check(self, session: Session, addressed: Addressed) -> Addressed:
        """Give whom a mail is addressed to, each once; raise `NoRecipient`, `AddressInvalid`, `OwnAddress`, `TooManyRecipients`."""
        return await participants.check(session, addressed)

    async def hand_over(self, session: Session, message: Message) -> None:
        """Queue a message in the transaction that writes it."""
        assert message.mail is not None, "it was addressed"
        await queue(session, message.id, message.conversation_id, message.mail, side_id=message.side_id)


async def queue(
    session: Session, message_id: UUID, conversation_id: UUID, mail: Mail, *, side_id: UUID | None = None
) -> None:
    """Queue a message; its Message-ID is fixed now, so that who is sent it twice sees it once."""
    refs = await session.tuples(REPLIED, (conversation_id, side_id))
    brand = await session.tuple("select brand_id from conversation where id = %s", (conversation_id,))
    await session.execute(
        QUEUE,
        {
            "id": message_id,
            "brand_id": brand and brand[0],
            "conversation_id": conversation_id,
            "rfc_id": f"{message_id}@{mail.sender.rpartition('@')[2]}",
            "refs": [rfc_id for (rfc_id,) in reversed(refs)],
            "sender": mail.sender,
            "recipients": mail.recipients,
            "copies": mail.copies,
            "blind": mail.blind,
            "subject": mail.subject,
            "send_at": mail.send_at,
        },
    )


def keep_post() -> None:
    """Have what agents write in a mailbox's conversations go out by email."""
    alongside.when_posted(EmailPost())
