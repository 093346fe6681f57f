"""A tag in the subject finds a conversation for who takes part in it, and for nobody else."""

from uuid import UUID

import pytest

from tests.cast import Cast
from tests.email.letters import arrives, became, mail, mailbox_of
from tests.email.peer import peer
from visavis.channels.email import addressing, mailboxes, verifying
from visavis.channels.email.delivering import Postman
from visavis.channels.email.models import Envelope, Mailbox
from visavis.channels.email.reading import Mail
from visavis.channels.email.schemas import MailboxChanges
from visavis.kit.ids import uuid7

CLAIRE = "Claire Petit <claire@example.fr>"


async def _asked(cast: Cast) -> tuple[Mailbox, UUID, str]:
    mailbox = await mailbox_of(cast)
    _, _, begun = await became(cast, await arrives(cast, mailbox, mail()))
    assert begun is not None
    return mailbox, begun, addressing.tag_of(cast.house.keys, begun)


async def _comes(cast: Cast, mailbox: Mailbox, subject: str, sender: str = CLAIRE) -> UUID | None:
    """A mail comes that names nothing of ours but what its subject says."""
    written = mail("Et alors ?\n", subject=subject, sender=sender, message_id=f"<{uuid7()}@x>")
    return (await became(cast, await arrives(cast, mailbox, written)))[2]


async def test_subjects_are_marked_only_where_a_mailbox_asks_for_it(cast: Cast) -> None:
    async with peer() as (took, server):
        mailbox = await mailbox_of(cast, outgoing=server)
        _, _, begun = await became(cast, await arrives(cast, mailbox, mail()))
        assert begun is not None
        for tags in (False, True):
            async with cast.house.database.session(cast.ana.brand_ids) as session:
                await mailboxes.change(session, cast.house.keys, mailbox, MailboxChanges(tags=tags))
            await cast.says(cast.lea, begun, "Elle part demain.")
            await Postman(cast.house).go()
    tag = addressing.tag_of(cast.house.keys, begun)
    assert [str(one["Subject"]) for one in took.took] == ["Re: Ma commande", f"Re: Ma commande {tag}"]


async def test_a_tag_leads_who_takes_part_back_however_it_is_spelt(cast: Cast) -> None:
    mailbox, begun, tag = await _asked(cast)
    assert await _comes(cast, mailbox, f"RE: Ma commande {tag.upper()}") == begun
    other = await _comes(cast, mailbox, "Ma commande")
    assert other != begun, "a subject alone is nothing"


@pytest.mark.parametrize("who", ["a stranger", "who is only in copy", "a forger"])
async def test_from_anybody_else_a_tag_begins_a_conversation_of_its_own(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, who: str
) -> None:
    mailbox = await mailbox_of(cast)
    _, _, begun = await became(cast, await arrives(cast, mailbox, mail(Cc="jean@example.fr")))
    assert begun is not None
    tag = addressing.tag_of(cast.house.keys, begun)

    async def failed(raw: bytes, read: Mail, envelope: Envelope, *, trusts: str) -> verifying.Verdict:
        return "failed"

    if who == "a forger":
        monkeypatch.setattr("visavis.channels.email.placing.verify", failed)
    sender = {"a stranger": "eve@evil.example", "who is only in copy": "jean@example.fr", "a forger": CLAIRE}
    assert await _comes(cast, mailbox, f"Re: {tag}", sender[who]) not in (None, begun)
    _, messages = await cast.reads(cast.lea, begun)
    assert len([m for m in messages if m.kind == "message"]) == 1


async def test_another_conversations_tag_leads_nowhere_even_a_customer_of_the_brand(cast: Cast) -> None:
    mailbox, begun, tag = await _asked(cast)
    pauls = await _comes(cast, mailbox, "Bonjour", "paul@example.fr")
    assert await _comes(cast, mailbox, f"Re: {tag}", "paul@example.fr") not in (None, begun, pauls)
