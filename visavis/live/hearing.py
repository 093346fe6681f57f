"""What a client says on its socket, and the act that answers it."""

from uuid import UUID

import msgspec

from visavis import brands, conversations, inviting
from visavis.conversations import reading, sending, starting
from visavis.conversations.models import Message, author_of
from visavis.customers import Visitor
from visavis.kit.errors import VisavisError
from visavis.kit.house import House
from visavis.kit.limits import Bucket
from visavis.live.errors import BadFrame
from visavis.live.frames import (
    PONG,
    About,
    Failed,
    Hello,
    Offers,
    Ping,
    Problematic,
    Read,
    Said,
    Send,
    Sent,
    SomeoneTyping,
    Typing,
    TypingData,
    decode,
    encode,
)
from visavis.live.registry import Registry
from visavis.live.socket import Socket
from visavis.routing import Watch
from visavis.staff import AgentActor

SENDING = {
    "agent": Bucket("live.agent.sending", 120, 1200),
    "customer": Bucket("live.visitor.sending", 40, 120),
}
SAYING = Bucket("live.saying", 200, 1200)


class Whisper(msgspec.Struct):
    """A word passed between processes: who hears it, and the frame."""

    brand_id: UUID
    customer_id: UUID
    team_id: UUID | None
    agent_id: UUID | None
    by: UUID
    conversation_id: UUID
    frame: str


def understand(text: str) -> Said:
    """Read a frame; raise `BadFrame` with what is wrong."""
    try:
        return decode(text)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as bad:
        raise BadFrame(str(bad)[:300]) from bad


async def answer(
    house: House, watch: Watch, registry: Registry, socket: Socket, said: Said
) -> Whisper | None:
    """Do what the client says, and tell it how that went; a whisper is left to pass on."""
    actor = socket.actor
    try:
        match said:
            case Ping():
                socket.push(PONG)
            case Send():
                house.limits.take(SENDING[actor.kind], str(actor.id))
                sent = await _send(house, watch, actor, said)
                # Only now: the transaction was committed when its session closed.
                socket.push(encode(sent).decode())
            case About():
                house.limits.take(SAYING, str(actor.id))
                await _choose(house, watch, registry, socket, said.subject_id)
            case Read():
                house.limits.take(SAYING, str(actor.id))
                async with house.database.session(actor.brand_ids) as session:
                    await reading.mark_read(
                        session, actor, conversation_id=said.conversation_id, seq=said.seq
                    )
            case Typing():
                house.limits.take(SAYING, str(actor.id))
                return await _typing(house, actor, said.conversation_id)
            case Hello():
                raise BadFrame("hello is said once")
    except VisavisError as refused:
        problem = refused.problem()
        told = (
            Failed(client_id=said.client_id, error=problem)
            if isinstance(said, Send)
            else Problematic(error=problem)
        )
        socket.push(encode(told).decode())
    return None


async def _choose(
    house: House, watch: Watch, registry: Registry, socket: Socket, subject_id: UUID | None
) -> None:
    """Take note of what a visitor would write about, and tell what can be offered for it."""
    visitor = socket.actor
    if not isinstance(visitor, Visitor):
        raise BadFrame("about is said by visitors")
    async with house.database.session(visitor.brand_ids) as session:
        subject = await brands.subject(session, visitor.brand_id, subject_id) if subject_id else None
    registry.choose(socket, subject_id)
    items = watch.offers(visitor.brand_id, visitor.locale, subject.team_id if subject else None)
    socket.push(encode(Offers(subject_id=subject_id, items=items)).decode())


async def _send(house: House, watch: Watch, actor: AgentActor | Visitor, said: Send) -> Sent:
    message: Message
    # The click is the offer: what can be kept is looked at again now.
    if said.conversation_id is not None:
        due = (
            await watch.answer_in(said.conversation_id, actor.brand_id, actor.locale, house.database.clock())
            if isinstance(actor, Visitor)
            else None
        )
        async with house.database.session(actor.brand_ids, lean=True) as session:
            message = await sending.send(
                session,
                actor,
                conversation_id=said.conversation_id,
                body=said.body,
                client_id=said.client_id,
                kind=said.kind,
                attachment_ids=said.attachment_ids,
                answer=due,
                addressed=said.addressed,
            )
    elif isinstance(actor, Visitor):
        async with house.database.session(actor.brand_ids) as session:
            about = said.subject_id and await brands.subject(session, actor.brand_id, said.subject_id)
            _, message = await starting.start(
                session,
                actor,
                body=said.body,
                client_id=said.client_id,
                attachment_ids=said.attachment_ids,
                page_url=said.page_url,
                page_title=said.page_title,
                answer=watch.answer(
                    actor.brand_id, actor.locale, session.clock(), team_id=about.team_id if about else None
                ),
                occasion=await inviting.occasion(session, actor),
                subject=about or None,
            )
    else:
        raise BadFrame("conversation_id is missing")
    return Sent(client_id=said.client_id, conversation_id=message.conversation_id, message=message)


async def _typing(house: House, actor: AgentActor | Visitor, conversation_id: UUID) -> Whisper:
    async with house.database.session(actor.brand_ids) as session:
        found = await conversations.access_conversation(session, actor, conversation_id)
    author = author_of(actor)
    typing = SomeoneTyping(conversation_id=conversation_id, data=TypingData(author=author))
    return Whisper(
        brand_id=found.brand_id,
        customer_id=found.customer.id,
        team_id=found.team_id,
        agent_id=found.assignee_id,
        by=actor.id,
        conversation_id=conversation_id,
        frame=encode(typing).decode(),
    )
