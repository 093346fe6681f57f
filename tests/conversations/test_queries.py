"""The inbox: who waits longest comes first, and pages neither skip nor repeat."""

from datetime import timedelta
from uuid import UUID

from tests.cast import Cast
from visavis import conversations, customers
from visavis.conversations.models import Conversation
from visavis.conversations.queries import View, place_of
from visavis.customers import ServiceMode
from visavis.kit.clock import system_clock
from visavis.staff import AgentActor


async def inbox(cast: Cast, who: AgentActor, view: View = "all", **more: object) -> list[Conversation]:
    async with cast.house.database.session(who.brand_ids) as session:
        return await conversations.inbox(session, who, view=view, **more)  # pyright: ignore[reportArgumentType] - as given


async def test_who_waits_longest_comes_first_then_the_freshest(cast: Cast) -> None:
    first, second, answered = [await cast.starts(cast.claire, text) for text in "abc"]
    await cast.says(cast.lea, answered.id, "Voilà")
    assert [c.id for c in await inbox(cast, cast.lea)] == [first.id, second.id, answered.id]
    await cast.says(cast.lea, first.id, "Voilà aussi")
    assert [c.id for c in await inbox(cast, cast.lea)] == [second.id, first.id, answered.id]


async def test_who_is_in_a_hurry_goes_half_a_minute_first_and_who_browses_half_a_minute_last(
    cast: Cast,
) -> None:
    now = system_clock()
    # Due after so many seconds: a head start passes whoever is due 20 s sooner, and nobody due 40 s sooner.
    due: list[tuple[int, ServiceMode | None]] = [
        *((0, None), (20, "browsing"), (40, None), (55, None), (60, "hurry"), (90, "hurry"), (90, "advice")),
        *((115, None), (100, "browsing")),
    ]
    begun: list[UUID] = []
    for seconds, mode in due:
        async with cast.house.database.system() as session:
            visitor = (await customers.welcome(session, cast.lumen.id, "fr", None)).visitor
        async with cast.house.database.session(visitor.brand_ids) as session:
            await customers.choose(session, visitor, mode)
        by = now + timedelta(minutes=5, seconds=seconds)
        begun.append((await cast.promised(visitor, "Bonjour", at=now, by=by)).id)
    expected = [begun[n] for n in (0, 4, 2, 1, 3, 5, 6, 7, 8)]
    assert [c.id for c in await inbox(cast, cast.lea)] == expected
    pages: list[Conversation] = []
    while page := await inbox(cast, cast.lea, limit=2, after=place_of(pages[-1]) if pages else None):
        pages += page
        assert len(pages) <= len(expected), "pages repeat"
    assert [c.id for c in pages] == expected


async def test_each_view_holds_what_it_says(cast: Cast) -> None:
    mine, others, nobodys = [await cast.starts(cast.claire, text) for text in "abc"]
    await cast.gives(mine.id, cast.lea)
    await cast.gives(others.id, cast.karim)
    await cast.starts(cast.nina, "chez Brume")
    assert [c.id for c in await inbox(cast, cast.lea, "mine")] == [mine.id]
    assert [c.id for c in await inbox(cast, cast.lea, "unassigned")] == [nobodys.id]
    assert len(await inbox(cast, cast.lea)) == 3
    assert len(await inbox(cast, cast.ana)) == 4
    async with cast.house.database.session(cast.lea.brand_ids) as session:
        counts = await conversations.counts(session, cast.lea)
    assert (counts.mine, counts.unassigned, counts.all) == (1, 1, 3)
    assert counts.brands == {cast.lumen.id: 3}


async def test_pages_neither_skip_nor_repeat(cast: Cast) -> None:
    begun = [await cast.starts(cast.claire, str(n)) for n in range(11)]
    for conversation in begun[::2]:
        await cast.says(cast.lea, conversation.id, "Voilà")
    whole = [c.id for c in await inbox(cast, cast.lea, limit=50)]
    assert len(whole) == 11
    for size in (1, 2, 3, 5, 10):
        pages: list[Conversation] = []
        page = await inbox(cast, cast.lea, limit=size)
        while page:
            pages += page
            page = await inbox(cast, cast.lea, limit=size, after=place_of(page[-1]))
        assert [c.id for c in pages] == whole


async def test_status_and_words_narrow_the_list(cast: Cast) -> None:
    asleep, done, open_one = [await cast.starts(cast.claire, text) for text in ("100%", "cassée", "un_deux")]
    async with cast.house.database.session(cast.lea.brand_ids) as session:
        until = system_clock() + timedelta(hours=1)
        await conversations.snooze(session, cast.lea, conversation_id=asleep.id, until=until)
        await conversations.resolve(session, cast.lea, conversation_id=done.id)
    assert [c.id for c in await inbox(cast, cast.lea, status="snoozed")] == [asleep.id]
    assert [c.id for c in await inbox(cast, cast.lea, status="resolved")] == [done.id]
    assert len(await inbox(cast, cast.lea, status="any")) == 3
    assert [c.id for c in await inbox(cast, cast.lea, status="any", words="%")] == [asleep.id]
    assert [c.id for c in await inbox(cast, cast.lea, words="N_D")] == [open_one.id]
