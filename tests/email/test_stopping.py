"""Whoever is written to at an address that somebody gave in a chat can say no to more, without signing in."""

import asyncio
import re
from uuid import UUID

import httpx
import pytest

from tests.cast import Running
from tests.email.letters import mailbox_of
from tests.email.peer import peer
from visavis import customers
from visavis.channels.email.delivering import Postman
from visavis.channels.email.following import UNREAD, send_now

EMAIL = "claire@example.fr"


async def stop_link(running: Running) -> tuple[str, UUID]:
    """Claire is sent a word of a chat; gives where she says no to more, and the conversation that goes on."""
    cast = running.cast
    async with cast.house.database.session(cast.claire.brand_ids) as session:
        await customers.describe(session, cast.claire, customers.VisitorChanges(email=EMAIL))
    begun = await cast.starts(cast.claire)
    await cast.says(cast.lea, begun.id, "Débranchez-la.")
    async with cast.house.database.system() as session:
        await session.execute("update mailbox set enabled = false")
        await session.execute("delete from mail_refusal")
    async with peer() as (taking, server):
        await mailbox_of(cast, f"{begun.id}@lumen.example", outgoing=server)
        async with cast.house.database.session(cast.lea.brand_ids) as session:
            await send_now(session, cast.lea, conversation_id=begun.id)
        postman = Postman(cast.house)
        while not taking.raws:
            await postman.go()
            await asyncio.sleep(0.01)  # the house’s own postman may be carrying it
        link = taking.took[0]["List-Unsubscribe"].strip("<>")
    await cast.says(cast.lea, begun.id, "Et encore ceci.")
    return link, begun.id


async def unread(running: Running, conversation_id: UUID) -> bool:
    """Whether a conversation has something to be sent by email."""
    database = running.cast.house.database
    async with database.system() as session:
        params: dict[str, object] = {"now": session.clock(), "id": conversation_id}
        return await session.tuple(f"{UNREAD} and c.id = %(id)s", params) is not None


async def test_who_says_no_is_sent_nothing_more_until_they_say_yes_again(theatre: Running) -> None:
    link, talk = await stop_link(theatre)
    assert await unread(theatre, talk)
    async with httpx.AsyncClient() as anybody:
        page = await anybody.get(link)
        assert page.status_code == 200
        assert EMAIL in page.text
        assert await unread(theatre, talk), "to look is not to choose"
        # As mail programs do it, in one click.
        said = await anybody.post(
            link,
            content=b"List-Unsubscribe=One-Click",
            headers={"content-type": "application/x-www-form-urlencoded"},
        )
        assert said.status_code == 200
        assert "plus rien du chat" in said.text
        assert not await unread(theatre, talk)
        [again] = re.findall(r'action="([^"]*)"', said.text)
        assert (await anybody.post(link + again)).status_code == 200
        assert await unread(theatre, talk)


async def test_no_other_address_opens_the_page(theatre: Running) -> None:
    link, _ = await stop_link(theatre)
    place, token = link.rsplit("/", 1)
    async with httpx.AsyncClient() as anybody:
        for at in range(len(token)):
            for other in "Az-":
                forged = token[:at] + other + token[at + 1 :]
                answer = await anybody.post(f"{place}/{forged}")
                assert forged == token or answer.status_code == 404, forged


@pytest.mark.parametrize("token", ["", "x" * 5000, "%00", "é", "=" * 43])
async def test_what_is_no_token_is_not_found(theatre: Running, token: str) -> None:
    async with httpx.AsyncClient() as anybody:
        answer = await anybody.get(f"{theatre.url}/mail/stop/{token}")
    assert answer.status_code in (404, 405)
