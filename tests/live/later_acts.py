"""An answer is to be sent later, and is, or is taken back."""

from uuid import uuid4

from tests.live.scenes import Scene, soon
from visavis.conversations import scheduling


async def schedule_and_take_back(scene: Scene) -> None:
    later = await scene.on_it("lea", scheduling.schedule, body="Demain.", client_id=uuid4(), send_at=soon())
    await scene.act("lea", scheduling.reschedule, scheduled_id=later.id, body="Après-demain.")
    await scene.act("lea", scheduling.cancel, scheduled_id=later.id)


async def schedule_and_send(scene: Scene) -> None:
    later = await scene.on_it("lea", scheduling.schedule, body="Demain.", client_id=uuid4(), send_at=soon())
    await scene.act("lea", scheduling.send_now, scheduled_id=later.id)
