"""Every act that changes a conversation, each on a scene of its own."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from msgspec.structs import replace

from tests.callbacks.office import desk, owed
from tests.cast import Running
from tests.live.later_acts import schedule_and_send, schedule_and_take_back
from tests.live.mails import BY_MAIL
from tests.live.promise_acts import (
    leave,
    leave_and_return,
    promise_again,
    promise_and_solve,
    promise_another_solution,
)
from tests.live.scenes import Act, Scene, soon
from visavis import brands, callbacks, conversations, customers, promises
from visavis.conversations import Conversation
from visavis.conversations.entries import Occasion
from visavis.customers.welcoming import add_identity, newcomer
from visavis.kit.ids import uuid7

c = conversations


async def resolve_and_write(scene: Scene) -> None:
    await scene.on_it("lea", c.resolve)
    await scene.running.cast.says(scene.running.cast.claire, scene.conversation.id, "Encore une chose")


async def program_writes(scene: Scene) -> None:
    cast, room = scene.running.cast, scene.conversation.id
    await cast.says(cast.claire, room, "Et la livraison ?")
    await cast.says(replace(cast.lea, automated=True), room, "Votre colis est en route.")
    await cast.says(replace(cast.lea, automated=True), room, "!", kind="note")


async def snooze_and_wake(scene: Scene) -> None:
    await scene.on_it("lea", c.snooze, until=soon())
    later = scene.running.cast.house.database.system(clock=lambda: soon() + timedelta(hours=1))
    async with later as session:
        await c.wake(session, conversation_id=scene.conversation.id)


async def send_files(scene: Scene) -> None:
    png = bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
        "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
    )
    cast = scene.running.cast
    async with cast.house.database.session(cast.lea.brand_ids) as session:
        file = await c.attach(
            session,
            cast.house.files,
            cast.lea,
            conversation_id=scene.conversation.id,
            name="a.png",
            content=png,
            limit=999,
        )
    await scene.on_it("lea", c.send, body="", client_id=file.id, attachment_ids=[file.id])


async def delete_after_edit(scene: Scene) -> None:
    await scene.act("lea", c.edit, message_id=scene.leas.id, body="Bonjour, je corrige")
    await scene.act("lea", c.delete, message_id=scene.leas.id)


async def move_to_known(scene: Scene) -> None:
    cast = scene.running.cast
    async with cast.house.database.session((cast.lumen.id,)) as session:
        known = await newcomer(session, cast.lumen.id, "fr")
        await add_identity(session, cast.lumen.id, known, "signed", str(known), verified=True)
        await c.move_to(session, from_customer_id=cast.hugo.id, to_customer_id=known, name=None)


async def put_before_karim(scene: Scene) -> None:
    await scene.running.cast.says(scene.running.cast.claire, scene.conversation.id, "Vous êtes là ?")
    async with scene.running.cast.house.database.system() as session:
        waiting = await c.access_conversation(session, c.System(), scene.conversation.id)
        pushed = await c.push(
            session,
            conversation_id=waiting.id,
            version=waiting.version,
            agent_id=scene.running.cast.karim.id,
            accept_by=soon(),
        )
    assert pushed is not None


async def take_back(scene: Scene) -> None:
    await put_before_karim(scene)
    async with scene.running.cast.house.database.system() as session:
        await c.take_back(
            session, conversation_id=scene.conversation.id, agent_id=scene.running.cast.karim.id
        )


async def put_before_karim_then(scene: Scene, who: str, do: Callable[..., Awaitable[Any]]) -> None:
    await put_before_karim(scene)
    await scene.on_it(who, do)


async def choose_and_take_back(scene: Scene) -> None:
    await scene.act("claire", customers.choose, mode="browsing")
    await scene.act("claire", customers.choose, mode=None)


async def begin_invited(scene: Scene) -> None:
    why = Occasion(moment="payment_error", amount=2, page="/checkout")
    await scene.act("claire", c.start, body="Ma carte est refusée", client_id=uuid7(), occasion=why)


async def begin_about(scene: Scene) -> None:
    cast = scene.running.cast
    async with cast.house.database.session([cast.lumen.id]) as session:
        names = brands.NewSubjectNames(fr="Ma commande", en="My order")
        order = await brands.add_subject(
            session, cast.lumen.id, brands.NewSubject(names=names, team_id=cast.salon)
        )
        # Eight at most, and these scenes share a brand.
        await brands.remove_subject(session, order.id)
    await scene.act("claire", c.start, body="Où est ma lampe ?", client_id=uuid7(), subject=order)


async def write_and_read(scene: Scene) -> None:
    await scene.running.cast.says(scene.running.cast.claire, scene.conversation.id, "Vous êtes là ?")
    await scene.on_it("lea", c.mark_read, seq=99)


async def book(scene: Scene, who: str = "claire", **more: Any) -> Conversation:
    cast = scene.running.cast
    async with cast.house.database.session([cast.lumen.id]) as session:
        await brands.edit(session, cast.lumen.id, brands.BrandChanges(callbacks=True))
    asked = callbacks.NewCallback(client_id=uuid4(), phone="01 99 00 11 22", words="Oui.", **more)
    there = desk(brand_id=cast.lumen.id)
    return await scene.act(who, callbacks.book, asked=asked, desk=there, address_hash=b"")


async def call(scene: Scene, act: Callable[..., Any], who: str = "lea", **more: Any) -> None:
    booked = await book(scene, conversation_id=scene.conversation.id)
    await scene.act(who, act, conversation_id=booked.id, callback_id=owed(booked).id, **more)


async def try_twice(scene: Scene) -> None:
    booked = await book(scene)
    for _ in range(2):
        await scene.act("lea", callbacks.not_reached, conversation_id=booked.id, callback_id=owed(booked).id)


async def write_beside(session: Any, actor: Any, *, conversation_id: Any, callback_id: Any) -> None:
    await c.send(session, actor, conversation_id=conversation_id, body="Je vous appelle", client_id=uuid4())


ACTS: dict[str, Act] = {
    **BY_MAIL,
    "customer writes": lambda s: s.running.cast.says(s.running.cast.claire, s.conversation.id, "Oui ?"),
    "agent writes": lambda s: s.running.cast.says(s.running.cast.lea, s.conversation.id, "Voici."),
    "program writes": program_writes,
    "agent notes": lambda s: s.running.cast.says(s.running.cast.lea, s.conversation.id, "!", kind="note"),
    "long text": lambda s: s.running.cast.says(s.running.cast.lea, s.conversation.id, "é😀" * 300),
    "begins": lambda s: s.running.cast.starts(s.running.cast.claire, "Autre sujet"),
    "begins invited": begin_invited,
    "begins about an order": begin_about,
    "files": send_files,
    "sent later": schedule_and_send,
    "taken back before it is sent": schedule_and_take_back,
    "assign": lambda s: s.on_it("camille", c.assign, agent_id=s.running.cast.karim.id, team_id=None),
    "unassign": lambda s: s.on_it("camille", c.assign, agent_id=None, team_id=None),
    "assign out of sight": lambda s: s.on_it(
        "camille", c.assign, agent_id=s.running.cast.karim.id, team_id=s.running.cast.atelier
    ),
    "push": put_before_karim,
    "push and take back": take_back,
    "push and accept": lambda s: put_before_karim_then(s, "karim", c.accept),
    "push and decline": lambda s: put_before_karim_then(s, "karim", c.decline),
    "push and take by another": lambda s: put_before_karim_then(s, "camille", c.take),
    "push and resolve": lambda s: put_before_karim_then(s, "lea", c.resolve),
    "take": lambda s: s.on_it("camille", c.take),
    "hand over": lambda s: s.on_it(
        "lea", c.hand_over, agent_id=s.running.cast.karim.id, team_id=None, note="Il sait déjà."
    ),
    "snooze": lambda s: s.on_it("lea", c.snooze, until=soon()),
    "snooze and wake": snooze_and_wake,
    "resolve": lambda s: s.on_it("lea", c.resolve),
    "customer resolves": lambda s: s.on_it("claire", c.resolve),
    "resolve and write": resolve_and_write,
    "agent reads": write_and_read,
    "customer reads": lambda s: s.on_it("claire", c.mark_read, seq=99),
    "customer edits": lambda s: s.act("claire", c.edit, message_id=s.claires.id, body="Le paiement"),
    "agent edits": lambda s: s.act("lea", c.edit, message_id=s.leas.id, body="Bonjour !"),
    "customer deletes": lambda s: s.act("claire", c.delete, message_id=s.claires.id),
    "delete after edit": delete_after_edit,
    "customer described": lambda s: s.act(
        "claire", customers.describe, changes=customers.VisitorChanges(name="Claire Fontaine")
    ),
    "customer corrected": lambda s: s.act(
        "lea",
        customers.edit,
        customer_id=s.running.cast.claire.id,
        changes=customers.CustomerChanges(name="C. F."),
    ),
    "customer chooses a mode": lambda s: s.act("claire", customers.choose, mode="hurry"),
    "customer takes a mode back": choose_and_take_back,
    "turns out to be known": move_to_known,
    "call asked for": book,
    "call asked for here": lambda s: book(s, conversation_id=s.conversation.id),
    "called": lambda s: call(s, callbacks.on_the_line),
    "tried": lambda s: call(s, callbacks.not_reached),
    "tried twice": try_twice,
    "call given back": lambda s: call(s, callbacks.cancel, "claire"),
    "called off": lambda s: call(s, callbacks.call_off, body="Panne", client_id=uuid4()),
    "answered while a call is owed": lambda s: call(s, write_beside),
    "promised again": promise_again,
    "leaves the line": lambda s: leave(s, waiting=True),
    "leaves after an answer": lambda s: leave(s, waiting=False),
    "leaves and comes back": leave_and_return,
    "solution promised": lambda s: s.on_it("lea", promises.promise_solution, by=soon(), words="Demain !"),
    "solution promised by a colleague": lambda s: s.on_it("karim", promises.promise_solution, by=soon()),
    "another solution promised": promise_another_solution,
    "solution promised and given": promise_and_solve,
}


async def scene_of(running: Running) -> Scene:
    cast = running.cast
    async with cast.house.database.session([cast.lumen.id]) as session:
        for (left,) in await session.tuples("select id from conversation where call_by is not null"):
            await c.resolve(session, cast.claire, conversation_id=left)
    conversation = await cast.starts(cast.claire, "Le paiement est refusé")
    claires = (await cast.reads(cast.claire, conversation.id))[1][0]
    leas = await cast.says(cast.lea, conversation.id, "Bonjour")
    await cast.starts(cast.hugo, "Une autre conversation")
    return Scene(running, conversation, claires, leas)
