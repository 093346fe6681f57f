"""Mails as people's programs write them, and a mailbox that they come to."""

from email.message import EmailMessage
from uuid import UUID

from tests.cast import Cast
from visavis.channels.email import mailboxes
from visavis.channels.email.keeping import keep
from visavis.channels.email.models import Envelope, Mailbox, Server
from visavis.channels.email.placing import place
from visavis.channels.email.reader import Reader
from visavis.channels.email.schemas import NewMailbox

# Who takes mail for the house, and says whether its sender's domain vouches for it.
MX = "mx.lumen.example"
NOWHERE = Server(host="127.0.0.1", port=9, security="none")


async def mailbox_of(
    cast: Cast,
    address: str = "bonjour@lumen.example",
    *,
    outgoing: Server = NOWHERE,
    acknowledges: bool = False,
) -> Mailbox:
    """Maison Lumen's mailbox."""
    async with cast.house.database.session(cast.ana.brand_ids) as session:
        new = NewMailbox(
            brand_id=cast.lumen.id,
            address=address,
            incoming=NOWHERE,
            outgoing=outgoing,
            acknowledges=acknowledges,
            trusts=MX,
        )
        return await mailboxes.add(session, cast.house.keys, new)


def found(how: str, domain: str = "example.fr") -> str:
    """What the house's own server found out of a sender's domain, as it writes it down."""
    return f"{MX}; dmarc={how} header.from={domain}"


def mail(
    text: str = "Bonjour, où est ma commande ?\n",
    *,
    sender: str = "Claire Petit <claire@example.fr>",
    to: str = "bonjour@lumen.example",
    subject: str = "Ma commande",
    message_id: str = "<one@example.fr>",
    **headers: str,
) -> EmailMessage:
    """A customer's mail."""
    written = EmailMessage()
    written["From"], written["To"], written["Subject"] = sender, to, subject
    written["Message-ID"] = message_id
    for name, value in headers.items():
        written[name.replace("_", "-")] = value
    written.set_content(text)
    return written


async def arrives(
    cast: Cast,
    mailbox: Mailbox,
    letter: EmailMessage | bytes,
    *,
    key: str = "",
    envelope: Envelope | None = None,
) -> UUID | None:
    """A mail arrives, and is placed."""
    raw = letter if isinstance(letter, bytes) else bytes(letter)
    house = cast.house
    mail_id = await keep(
        house.database,
        house.files,
        mailbox,
        raw,
        source="imap",
        source_key=key or str(hash(raw)),
        envelope=envelope,
    )
    if mail_id is not None:
        reader = Reader()
        try:
            await place(house, reader, mail_id)
        finally:
            await reader.close()
    return mail_id


async def became(cast: Cast, mail_id: UUID | None) -> tuple[str, str, UUID | None]:
    """What became of a mail: its state, why, and the conversation it is in."""
    async with cast.house.database.system() as session:
        found = await session.tuple(
            "select state, why, conversation_id from mail_in where id = %s", (mail_id,)
        )
    assert found is not None
    return found[0], found[1], found[2]
