"""Who has gone is sent what they did not read, once, and only where that was asked for."""

import asyncio
from datetime import datetime, timedelta

import pytest

from tests.cast import Cast
from tests.email.absence import MINUTE, Absence
from tests.email.letters import mailbox_of
from tests.email.peer import peer
from visavis import brands, customers
from visavis.channels.email import following, mailboxes
from visavis.channels.email.delivering import Postman
from visavis.channels.email.errors import NothingToMail
from visavis.channels.email.following import AWAY, LONGEST, MOST, look
from visavis.conversations import editing
from visavis.promises import holding


async def test_who_has_gone_is_sent_what_they_did_not_read_in_one_mail(absence: Absence) -> None:
    await absence.lea_says("Bonjour, débranchez-la.")
    assert await absence.passes(MINUTE) == 0
    assert await absence.states() == ["planned"]
    await absence.lea_says("Je vous en envoie une autre.")
    assert await absence.passes(AWAY - MINUTE / 60) == 0, "a further word goes with the first"
    assert await absence.passes(MINUTE) == 1
    assert await absence.states() == ["sent", "sent"]
    assert await absence.passes(timedelta(hours=1)) == 1, "and never again"
    [sent] = absence.taking.took
    assert absence.taking.to == [["claire@example.fr"]]
    assert sent["Subject"] == "Votre conversation avec Maison Lumen"
    assert sent["From"].addresses[0].display_name == "Léa Martin, Maison Lumen"
    assert sent["Auto-Submitted"] == "auto-generated"
    plain = sent.get_body(("plain",))
    assert plain is not None
    text = plain.get_content().replace("\r\n", "\n")
    new, before = text.split("Notre conversation")
    assert "Bonjour, débranchez-la.\n\nJe vous en envoie une autre." in new
    assert "Ma lampe grésille" in before
    assert "Ma lampe grésille" not in new


async def test_words_that_follow_each_other_do_not_put_the_mail_off_for_ever(absence: Absence) -> None:
    for _ in range(int(LONGEST / MINUTE) + 1):
        assert absence.taking.raws == []
        await absence.lea_says("Encore ceci.")
        await absence.passes(MINUTE)
    assert len(absence.taking.raws) == 1


async def test_an_old_word_that_could_not_be_sent_does_not_hurry_the_next(absence: Absence) -> None:
    async with absence.cast.house.database.system() as session:
        await session.execute("update customer set email = null where id = %s", (absence.cast.claire.id,))
    await absence.lea_says("Bonjour.")
    await absence.passes(3 * LONGEST)
    await absence.gives()
    await absence.lea_says("Débranchez-la.")
    assert await absence.passes(MINUTE) == 0
    assert await absence.states() == ["planned", "planned"]
    assert await absence.passes(AWAY) == 1


async def test_who_reads_it_in_the_chat_is_sent_nothing(absence: Absence) -> None:
    await absence.lea_says("Débranchez-la.")
    await absence.passes(MINUTE)
    await absence.claire_reads()
    assert await absence.passes(timedelta(hours=1)) == 0
    assert await absence.states() == [None]


async def test_who_has_the_page_open_is_waited_for_until_they_have_gone(absence: Absence) -> None:
    await absence.lea_says("Débranchez-la.")
    await absence.passes(MINUTE)
    await absence.page(is_open=True)
    await absence.passes(MINUTE)
    assert await absence.states() == [None]
    absence.now += holding.LEASE - MINUTE
    await absence.page(is_open=True)
    assert await absence.passes(MINUTE) == 0
    await absence.page(is_open=False)
    assert await absence.passes(MINUTE) == 0
    assert await absence.states() == ["planned"]
    assert await absence.passes(AWAY) == 1


async def test_what_is_said_to_who_wrote_a_letter_waits_while_their_page_is_open(absence: Absence) -> None:
    """They were promised a later answer: no live conversation holds their place."""
    await absence.lea_says("Débranchez-la.")
    await absence.page(is_open=True)
    absence.now += AWAY
    await absence.page(is_open=True)
    assert await absence.passes(timedelta()) == 0


@pytest.mark.parametrize("without", ["brand", "mailbox", "address"])
async def test_nothing_is_sent_where_it_was_turned_off_or_cannot_be(absence: Absence, without: str) -> None:
    async with absence.cast.house.database.session(absence.cast.ana.brand_ids) as session:
        if without == "brand":
            await brands.edit(session, absence.cast.lumen.id, brands.BrandChanges(chats_by_email=False))
        elif without == "mailbox":
            await mailboxes.remove(session, absence.mailbox)
        else:
            await session.execute("update customer set email = null where id = %s", (absence.cast.claire.id,))
    await absence.lea_says("Débranchez-la.")
    assert await absence.passes(AWAY) == 0
    assert await absence.states() == [None]
    with pytest.raises(NothingToMail):
        await absence.lea_sends_now()


async def test_an_agent_has_it_sent_at_once(absence: Absence) -> None:
    await absence.page(is_open=True)
    await absence.lea_says("Débranchez-la.")
    sent = await absence.lea_sends_now()
    assert sent.mail is not None
    assert sent.mail.state == "queued"
    assert await absence.passes(timedelta()) == 1
    with pytest.raises(NothingToMail):
        await absence.lea_sends_now()
    assert await absence.passes(timedelta(hours=1)) == 1


async def test_two_servers_that_look_at_the_same_moment_send_one_mail(absence: Absence) -> None:
    await absence.lea_says("Débranchez-la.")
    absence.now += AWAY
    house = absence.cast.house
    await asyncio.gather(*(following.look(house) for _ in range(4)), *(settles(absence) for _ in range(4)))
    await asyncio.gather(*(Postman(house).go() for _ in range(3)))
    assert len(absence.taking.raws) == 1


async def settles(absence: Absence) -> None:
    async with absence.cast.house.database.system() as session:
        await following.settle(session, absence.id)


async def test_what_a_server_that_died_had_taken_is_sent_under_the_same_name_and_in_the_same_words(
    absence: Absence,
) -> None:
    await absence.lea_says("Débranchez-la.")
    await absence.passes(AWAY)
    async with absence.cast.house.database.system() as session:
        await session.execute("update mail_out set state = 'queued', send_at = now() - interval '1 day'")
    await absence.passes(MINUTE)
    first, second = absence.taking.raws
    assert first == second


async def test_a_word_that_was_taken_back_is_not_sent_and_one_that_was_changed_goes_as_it_is(
    absence: Absence,
) -> None:
    wrong = await absence.lea_says("Mettez-la dans l’eau.")
    right = await absence.lea_says("Debranchez")
    async with absence.cast.house.database.session(absence.cast.lea.brand_ids) as session:
        await editing.delete(session, absence.cast.lea, message_id=wrong.id)
        await editing.edit(session, absence.cast.lea, message_id=right.id, body="Débranchez-la.")
    assert await absence.passes(AWAY) == 1
    plain = absence.taking.took[0].get_body(("plain",))
    assert plain is not None
    assert plain.get_content().startswith("Débranchez-la.\r\n")
    assert "eau" not in plain.get_content()


async def test_one_person_is_not_written_to_without_end(absence: Absence) -> None:
    for number in range(MOST + 2):
        await absence.gives(f"claire+{number}@example.fr")
        await absence.lea_says(f"Encore {number}.")
        await absence.passes(LONGEST)
    assert len(absence.taking.raws) == MOST


async def test_what_was_said_long_before_is_not_sent_when_the_mailbox_comes(cast: Cast) -> None:
    async with peer() as (taking, server):
        early: datetime = cast.house.database.clock()
        cast.house.database.clock = lambda: early
        begun = await cast.starts(cast.claire)
        async with cast.house.database.session(cast.claire.brand_ids) as session:
            await customers.describe(
                session, cast.claire, customers.VisitorChanges(email="claire@example.fr")
            )
        await cast.says(cast.lea, begun.id, "Bonjour")
        cast.house.database.clock = lambda: early + timedelta(hours=3)
        await mailbox_of(cast, outgoing=server)
        await look(cast.house)
        await Postman(cast.house).go()
        assert taking.raws == []
