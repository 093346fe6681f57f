"""The house's mailboxes: added, changed, taken away; passwords are sealed, and never read out again."""

from typing import Any, LiteralString
from uuid import UUID

import msgspec
import psycopg.errors
from msgspec import UNSET

from visavis import brands
from visavis.channels.email.errors import AddressInvalid, MailboxNotFound, MailboxTaken
from visavis.channels.email.models import Health, Mailbox, Server
from visavis.channels.email.reading.headers import addresses_of
from visavis.channels.email.schemas import MailboxChanges, NewMailbox
from visavis.kit import events
from visavis.kit.crypto import Keys
from visavis.kit.database import Session
from visavis.kit.ids import uuid7
from visavis.staff import AgentActor

COLUMNS: LiteralString = """
id, brand_id, address, sender_name, signature, incoming, outgoing, enabled, trusts, acknowledges, tags, receiving,
sending,
(select jsonb_build_object('provider', g.provider, 'account', g.account, 'at', g.signed_in_at, 'code', g.code)
 from mail_grant g where g.mailbox_id = mailbox.id) as sign_in
"""
ADD: LiteralString = """
insert into mailbox (id, brand_id, address, sender_name, signature, incoming, outgoing, incoming_secret,
                     outgoing_secret, trusts, acknowledges, tags, created_at)
values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""


def _build(**columns: Any) -> Mailbox:
    return msgspec.convert(columns, Mailbox)


async def find(session: Session, mailbox_id: UUID) -> Mailbox:
    """Give a mailbox; raise `MailboxNotFound`."""
    found = await session.row(
        _build, f"select {COLUMNS} from mailbox where id = %s and removed_at is null", (mailbox_id,)
    )
    if found is None:
        raise MailboxNotFound
    return found


async def of_brands(session: Session, actor: AgentActor) -> list[Mailbox]:
    """List the mailboxes of the actor's brands."""
    return await session.rows(
        _build,
        f"select {COLUMNS} from mailbox where brand_id = any(%s) and removed_at is null order by address",
        (list(actor.brand_ids),),
    )


async def add(session: Session, keys: Keys, new: NewMailbox) -> Mailbox:
    """Add a mailbox; raise `BrandNotFound`, `AddressInvalid` or `MailboxTaken`."""
    await brands.brand(session, new.brand_id)
    mailbox_id, address = uuid7(), _address(new.address)
    try:
        await session.execute(
            ADD,
            (
                *(mailbox_id, new.brand_id, address, new.sender_name.strip(), new.signature.strip()),
                *(_json(new.incoming), _json(new.outgoing)),
                *(_seal(keys, mailbox_id, "incoming", new.incoming_password),),
                *(_seal(keys, mailbox_id, "outgoing", new.outgoing_password), new.trusts),
                *(new.acknowledges, new.tags, session.clock()),
            ),
        )
    except psycopg.errors.UniqueViolation as taken:
        raise MailboxTaken from taken
    await session.execute("update mailbox set starts = %s where id = %s", (new.starts, mailbox_id))
    return await find(session, mailbox_id)


async def change(session: Session, keys: Keys, mailbox: Mailbox, changes: MailboxChanges) -> Mailbox:
    """Change what is given of a mailbox; another server or user is read as if it were new."""
    given = {k: v for k, v in msgspec.structs.asdict(changes).items() if v is not UNSET}
    incoming, outgoing = given.pop("incoming_password", None), given.pop("outgoing_password", None)
    after = msgspec.structs.replace(mailbox, **given)
    moved = (after.incoming.host, after.incoming.user) != (mailbox.incoming.host, mailbox.incoming.user)
    await session.execute(
        """
        update mailbox set sender_name = %s, signature = %s, incoming = %s, outgoing = %s, enabled = %s,
               trusts = %s, acknowledges = %s, tags = %s,
               incoming_secret = coalesce(%s, incoming_secret), outgoing_secret = coalesce(%s, outgoing_secret),
               uid_validity = case when %s then null else uid_validity end
        where id = %s
        """,
        (
            *(
                after.sender_name.strip(),
                after.signature.strip(),
                _json(after.incoming),
                _json(after.outgoing),
            ),
            *(after.enabled, after.trusts, after.acknowledges, after.tags),
            *(_seal(keys, mailbox.id, "incoming", incoming),),
            *(_seal(keys, mailbox.id, "outgoing", outgoing), moved, mailbox.id),
        ),
    )
    return await find(session, mailbox.id)


async def remove(session: Session, mailbox: Mailbox) -> None:
    """Take a mailbox away; what came by it stays, and is answered no more by email, not even by what is queued."""
    for table in ("mail_out", "mail_ack"):
        await session.execute(
            f"""
            update {table} o set state = 'bounced', why = 'mailbox_gone' from conversation c
            where c.id = o.conversation_id and c.mailbox_id = %s and o.state in ('queued', 'deferred')
            """,
            (mailbox.id,),
        )
    for table in ("mail_sign_in", "mail_grant"):
        await session.execute(f"delete from {table} where mailbox_id = %s", (mailbox.id,))
    await session.execute(
        """
        update mail_out o set state = 'bounced', why = 'mailbox_gone' from chat_mail k
        where k.message_id = o.message_id and k.mailbox_id = %s and o.state in ('queued', 'deferred')
        """,
        (mailbox.id,),
    )
    await session.execute(
        """
        update mail_out o set state = 'bounced', why = 'mailbox_gone' from message m join mail_side s on s.id = m.side_id
        where m.id = o.message_id and s.mailbox_id = %s and o.state in ('queued', 'deferred')
        """,
        (mailbox.id,),
    )
    await session.execute(
        "update mailbox set removed_at = %s, enabled = false, incoming_secret = null, outgoing_secret = null where id = %s",
        (session.clock(), mailbox.id),
    )


async def to_read(session: Session) -> dict[UUID, object]:
    """Give the mailboxes that are read from a server, each with what its reading depends on."""
    found = await session.tuples(
        """
        select id, incoming, incoming_secret, signed_in_at from mailbox left join mail_grant on mailbox_id = id
        where enabled and removed_at is null and coalesce(incoming ->> 'user', '') <> ''
        """
    )
    return {mailbox_id: tuple(how) for mailbox_id, *how in found}


async def password(session: Session, keys: Keys, mailbox_id: UUID, direction: str) -> str:
    """Give a mailbox's password for one direction, "" where there is none."""
    column: LiteralString = "incoming_secret" if direction == "incoming" else "outgoing_secret"
    found = await session.tuple(f"select {column} from mailbox where id = %s", (mailbox_id,))
    if found is None or found[0] is None:
        return ""
    return keys.unseal(bytes(found[0]), place=_place(mailbox_id, direction)).decode()


async def note_health(session: Session, mailbox_id: UUID, direction: str, health: Health) -> None:
    """Note how it went when a server was last spoken to."""
    column: LiteralString = "receiving" if direction == "incoming" else "sending"
    await session.execute(f"update mailbox set {column} = %s where id = %s", (_json(health), mailbox_id))


def _address(text: str) -> str:
    found = addresses_of([text])
    whole = len(found) == 1 and found[0].email.lower() == text.strip().lower()
    if not whole or text.count("@") != 1 or not text.isascii():
        raise AddressInvalid
    return found[0].email


def _seal(keys: Keys, mailbox_id: UUID, direction: str, secret: str | None) -> bytes | None:
    return keys.seal(secret.encode(), place=_place(mailbox_id, direction)) if secret else None


def _place(mailbox_id: UUID, direction: str) -> str:
    return f"mailbox/{mailbox_id}/{direction}"


def _json(value: Server | Health) -> str:
    return events.encode(value).decode()
