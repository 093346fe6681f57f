"""A mail is handed over to an outgoing server, which takes it for each recipient, or does not."""

import asyncio
from email.message import EmailMessage

import aiosmtplib
import msgspec

from visavis.channels.email import entering, signing
from visavis.channels.email.hooks.marking import marked
from visavis.channels.email.lines import Lines
from visavis.channels.email.models import Mailbox
from visavis.channels.email.reaching import Failed, code_of
from visavis.kit.house import House

WITHIN = 60.0  # seconds for one mail
LENGTH = 500  # characters of what servers said


class Outcome(msgspec.Struct, frozen=True):
    """How it went: sent, to be tried again, or refused for good; `code` names what to tell whoever keeps the house.

    `left` are those to whom it is to be tried again, [] for all; `refused` is what was said of those who were refused
    for good while others were not.
    """

    state: str
    why: str = ""
    code: str = ""
    left: list[str] = []
    refused: str = ""

    def after(self, refused: str) -> "Outcome":
        """Give how it went, given what was said of some at earlier tries: whoever was refused, it is not all sent."""
        refused = "; ".join(said for said in (refused, self.refused) if said)[:LENGTH]
        if self.state == "sent" and refused:
            return msgspec.structs.replace(self, state="bounced", why=refused, refused=refused)
        return msgspec.structs.replace(self, refused=refused)


async def hand_over(
    house: House,
    lines: Lines,
    mailbox: Mailbox,
    key: signing.DomainKey | None,
    sender: str,
    mail: EmailMessage,
    recipients: list[str],
) -> Outcome:
    """Hand a mail over, by a mailbox's server, signed where that can be; tell how it went."""
    secret: entering.Secret = ""
    async with lines.turn(mailbox):
        try:
            async with asyncio.timeout(WITHIN):
                secret = await entering.secret_of(house, mailbox, "outgoing")
                async with lines.line(mailbox, secret, WITHIN) as client:
                    refused = await _say(client, sender, key, marked(mailbox, mail), recipients)
        except Failed as why:
            return Outcome("deferred", why.said, why.code)
        except aiosmtplib.SMTPAuthenticationError as wrong:
            await entering.not_taken(house, mailbox.id, secret)
            return Outcome("deferred", wrong.message, "signing_in_failed")
        except aiosmtplib.SMTPRecipientsRefused as all_refused:
            return _refused([(r.recipient, r.code, r.message) for r in all_refused.recipients])
        except aiosmtplib.SMTPResponseException as answer:
            return _refused([("", answer.code, answer.message)])
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as away:
            return Outcome("deferred", str(away) or type(away).__name__, code_of(away))
    if refused:
        return _refused([(address, r.code, r.message) for address, r in refused.items()])
    return Outcome("sent")


async def _say(
    client: aiosmtplib.SMTP,
    sender: str,
    key: signing.DomainKey | None,
    mail: EmailMessage,
    recipients: list[str],
) -> dict[str, aiosmtplib.SMTPResponse]:
    """Say a mail on a line; tell which recipients the server refused."""
    if key is None or not all(address.isascii() for address in recipients):
        # Who writes to addresses in other letters needs a header in them, which that server may rewrite.
        return (await client.send_message(mail, sender=sender, recipients=recipients))[0]
    return (await client.sendmail(sender, recipients, await signing.signed(key, mail.as_bytes())))[0]


def _refused(answers: list[tuple[str, int, str]]) -> Outcome:
    """Tell a refusal for good from one for now: who was refused for now is tried again, and nobody else."""
    for_now = [answer for answer in answers if answer[1] < 500]
    for_good = _told([answer for answer in answers if answer[1] >= 500])
    if not for_now:
        return Outcome("bounced", for_good)
    left = [address for address, *_ in for_now if address]
    return Outcome("deferred", _told(answers), left=left, refused=for_good)


def _told(answers: list[tuple[str, int, str]]) -> str:
    said = (
        f"{address}: {code} {message}" if address else f"{code} {message}"
        for address, code, message in answers
    )
    return "; ".join(said)[:LENGTH]
