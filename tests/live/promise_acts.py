"""Acts about promises: made again, given back, of a solution."""

from datetime import timedelta
from uuid import uuid4

from tests.callbacks.office import desk
from tests.live.scenes import Scene, soon
from visavis import callbacks, conversations, promises
from visavis.conversations.models import Answer

c = conversations


async def promise_again(scene: Scene) -> None:
    cast, now = scene.running.cast, scene.running.cast.house.database.clock()
    missed = Answer(by=now - timedelta(minutes=1), way="live", probability=0.99, hours_version=0)
    async with cast.house.database.session(
        cast.claire.brand_ids, clock=lambda: now - timedelta(minutes=4)
    ) as session:
        await c.send(
            session,
            cast.claire,
            conversation_id=scene.conversation.id,
            body="Et ?",
            client_id=uuid4(),
            answer=missed,
        )
    await scene.on_it(
        "claire",
        callbacks.promise_again,
        by=now + timedelta(minutes=30),
        desk=desk(brand_id=cast.lumen.id),
    )


async def leave(scene: Scene, *, waiting: bool) -> None:
    """Claire, promised somebody who is there, closes her last page."""
    cast, now = scene.running.cast, scene.running.cast.house.database.clock()
    soon = Answer(by=now + timedelta(minutes=1), way="live", probability=0.99, hours_version=0)
    await cast.says(cast.claire, scene.conversation.id, "Et ?", answer=soon)
    if not waiting:
        await cast.says(cast.lea, scene.conversation.id, "Voilà.")
    async with cast.house.database.system() as session:
        later = Answer(by=now + timedelta(hours=4), way="later", probability=None, hours_version=0)
        left = await promises.leave(
            session, conversation_id=scene.conversation.id, seen_at=session.clock(), later=later
        )
    assert left is not None


async def leave_and_return(scene: Scene) -> None:
    await leave(scene, waiting=True)
    database = scene.running.cast.house.database
    soon = Answer(by=database.clock() + timedelta(minutes=1), way="live", probability=0.99, hours_version=0)
    async with database.system() as session:
        back = await promises.come_back(session, conversation_id=scene.conversation.id, answer=soon)
    assert back is not None
    assert back.answer_by == soon.by


async def promise_another_solution(scene: Scene) -> None:
    first = await scene.on_it("lea", promises.promise_solution, by=soon(), words="Je commande la pièce")
    by = soon() + timedelta(hours=1)
    await scene.on_it("lea", promises.promise_solution, by=by, replaces=first.resolution.id)


async def promise_and_solve(scene: Scene) -> None:
    await scene.on_it("lea", promises.promise_solution, by=soon())
    await scene.on_it("lea", c.resolve)
