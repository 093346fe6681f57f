"""What opens a mailbox is got anew in time, by one server at once, and never lost; when the leave ends, mail waits."""

import asyncio
from uuid import UUID

import pytest

from tests.cast import Cast
from tests.email.letters import arrives, became, mail, mailbox_of
from tests.email.provider import provider
from tests.email.signed_in import as_it_is, grows_old, signs_in
from visavis import config
from visavis.app import build_house
from visavis.channels.email import mailboxes
from visavis.channels.email.delivering import Postman
from visavis.channels.email.models import Mailbox
from visavis.channels.email.oauth import grants, refreshing
from visavis.channels.email.oauth.models import Token
from visavis.channels.email.reaching import Failed
from visavis.kit.errors import Unavailable


async def _token(cast: Cast, mailbox: Mailbox) -> str:
    found = await refreshing.token_of(cast.house, mailbox.id, mailbox.incoming)
    assert found is not None
    return found.value


async def test_a_token_is_used_until_it_is_about_to_end_and_then_replaced(cast: Cast) -> None:
    async with provider() as theirs:
        mailbox = await signs_in(cast, await mailbox_of(cast), theirs)
        first = await _token(cast, mailbox)
        assert await _token(cast, mailbox) == first
        assert theirs.refreshed == 0
        await grows_old(cast, mailbox.id)
        second = await _token(cast, mailbox)
        assert second != first
        assert second in theirs.tokens
        assert await _token(cast, mailbox) == second


@pytest.mark.parametrize("rotates", [True, False])
async def test_what_gets_the_next_token_is_kept_when_it_is_replaced_and_when_it_is_not(
    cast: Cast, rotates: bool
) -> None:
    async with provider() as theirs:
        theirs.rotates = rotates
        mailbox = await signs_in(cast, await mailbox_of(cast), theirs)
        for _ in range(3):
            await grows_old(cast, mailbox.id)
            await _token(cast, mailbox)
        assert theirs.refreshed == 3
        shown = [form["refresh_token"] for form in theirs.asked[1:]]
        assert len(set(shown)) == (3 if rotates else 1)


async def test_two_servers_that_need_a_token_at_once_ask_for_one(
    cast: Cast, settings: config.Settings, database_url: str
) -> None:
    other = build_house(settings, database_url)
    await other.database.open()
    try:
        async with provider() as theirs:
            mailbox = await signs_in(cast, await mailbox_of(cast), theirs)
            other.authorities["google"] = theirs.url
            await grows_old(cast, mailbox.id)
            theirs.holding = asyncio.Event()
            both = [
                asyncio.create_task(refreshing.token_of(house, mailbox.id, mailbox.incoming))
                for house in (cast.house, other, cast.house, other)
            ]
            await _waits_for_the_lock(cast)
            theirs.holding.set()
            found = await asyncio.gather(*both)
            assert len(set(found)) == 1
            assert theirs.refreshed == 1
    finally:
        await other.database.close()


async def _waits_for_the_lock(cast: Cast) -> None:
    """Wait until whoever did not come first waits for who did."""
    async with cast.house.database.session([]) as session:
        while not await session.tuple("select 1 from pg_locks where not granted"):  # noqa: ASYNC110 - bounded by the test
            await asyncio.sleep(0.01)


async def test_a_leave_that_was_taken_back_is_called_that_and_asked_about_no_more(cast: Cast) -> None:
    async with provider() as theirs:
        mailbox = await signs_in(cast, await mailbox_of(cast), theirs)
        theirs.revoke()
        await grows_old(cast, mailbox.id)
        for _ in range(3):
            with pytest.raises(Failed) as why:
                await _token(cast, mailbox)
            assert why.value.code == "sign_in_needed"
        assert theirs.refreshed == 1
        now = (await as_it_is(cast, mailbox.id)).sign_in
        assert now is not None
        assert now.code == "sign_in_needed"


async def test_a_provider_that_is_away_takes_nothing_from_a_token_that_is_still_good(cast: Cast) -> None:
    async with provider() as theirs:
        theirs.seconds = 200  # less than the time by which tokens are replaced ahead
        mailbox = await signs_in(cast, await mailbox_of(cast), theirs)
        theirs.answers = False
        assert await _token(cast, mailbox) in theirs.tokens
        await grows_old(cast, mailbox.id)
        with pytest.raises(Failed) as why:
            await _token(cast, mailbox)
        assert why.value.code == "sign_in_unreachable"
        theirs.answers, theirs.refuses = True, "invalid_client"
        with pytest.raises(Failed) as why:
            await _token(cast, mailbox)
        assert why.value.code == "application_refused"
        theirs.refuses = ""
        assert await _token(cast, mailbox) in theirs.tokens


async def test_what_was_received_is_kept_although_the_database_goes_away_meanwhile(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with provider() as theirs:
        mailbox = await signs_in(cast, await mailbox_of(cast), theirs)
        await grows_old(cast, mailbox.id)
        renew, failed = grants.renew, list[UUID]()

        async def once_in_vain(session: object, keys: object, mailbox_id: UUID, got: object) -> None:
            if not failed:
                failed.append(mailbox_id)
                raise Unavailable
            await renew(session, keys, mailbox_id, got)  # type: ignore[arg-type]

        monkeypatch.setattr(grants, "renew", once_in_vain)
        assert await _token(cast, mailbox) in theirs.tokens
        await grows_old(cast, mailbox.id)
        assert await _token(cast, mailbox) in theirs.tokens
        assert theirs.refreshed == 2


async def test_a_token_that_a_server_does_not_take_is_replaced_but_not_over_and_over(cast: Cast) -> None:
    async with provider() as theirs:
        mailbox = await signs_in(cast, await mailbox_of(cast), theirs)
        first = await _token(cast, mailbox)
        await refreshing.distrust(cast.house, mailbox.id, Token(first))
        assert await _token(cast, mailbox) == first, "it is young: the fault is elsewhere"
        async with cast.house.database.system() as session:
            await session.execute("update mail_grant set received_at = received_at - interval '6 min'")
        await refreshing.distrust(cast.house, mailbox.id, Token("another"))
        assert await _token(cast, mailbox) == first
        await refreshing.distrust(cast.house, mailbox.id, Token(first))
        assert await _token(cast, mailbox) != first


async def test_mail_waits_for_whoever_is_to_sign_in_again_and_then_goes_out(cast: Cast) -> None:
    async with provider() as theirs:
        mailbox = await signs_in(cast, await mailbox_of(cast), theirs)
        _, _, conversation_id = await became(cast, await arrives(cast, mailbox, mail()))
        assert conversation_id is not None
        theirs.revoke()
        await grows_old(cast, mailbox.id)
        said = await cast.says(cast.lea, conversation_id, "Elle part demain.")
        for _ in range(12):  # more often than a mail that is refused for now is tried
            assert await Postman(cast.house).go() == 1
            async with cast.house.database.system() as session:
                await session.execute("update mail_out set send_at = now()")
        assert await _fares(cast, said.id) == ("deferred", 12)
        now = await as_it_is(cast, mailbox.id)
        assert (now.sending.state, now.sending.code) == ("failed", "sign_in_needed")
        async with cast.house.database.system() as session:
            await session.execute("update mail_out set send_at = now() + interval '12 h'")
        await signs_in(cast, mailbox, theirs)
        assert await _fares(cast, said.id) == ("deferred", 0)
        assert (await as_it_is(cast, mailbox.id)).sending.state == "new", "what was wrong is told no more"
        assert await Postman(cast.house).go() == 1, "it goes at once"


async def _fares(cast: Cast, message_id: UUID) -> tuple[str, int]:
    async with cast.house.database.system() as session:
        found = await session.tuple("select state, tries from mail_out where message_id = %s", (message_id,))
    assert found is not None
    return found[0], found[1]


async def test_a_mailbox_that_is_taken_away_leaves_no_token_behind(cast: Cast) -> None:
    async with provider() as theirs:
        mailbox = await signs_in(cast, await mailbox_of(cast), theirs)
    async with cast.house.database.session(cast.ana.brand_ids) as session:
        await mailboxes.remove(session, mailbox)
        assert await session.tuple("select count(*) from mail_grant") == (0,)
