"""Files: theirs to send, stored under our names, shown only when they are plain images."""

import io
from uuid import UUID, uuid4

import pytest
from PIL import Image

from tests.cast import Cast
from visavis import conversations
from visavis.conversations.attaching import EmptyFile, FileTooLarge
from visavis.conversations.errors import AttachmentNotFound
from visavis.conversations.jobs import sweep_files
from visavis.conversations.models import Actor, Attachment, System


def picture(form: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "#0e6b75").save(out, form)
    return out.getvalue()


async def attach(
    cast: Cast, actor: Actor, conversation_id: UUID | None, content: bytes, name: str = "lampe.png"
) -> Attachment:
    assert not isinstance(actor, System)
    async with cast.house.database.session(actor.brand_ids) as session:
        return await conversations.attach(
            session,
            cast.house.files,
            actor,
            conversation_id=conversation_id,
            name=name,
            content=content,
            limit=100_000,
        )


async def test_a_customer_sends_a_picture(cast: Cast) -> None:
    file = await attach(cast, cast.claire, None, picture())
    assert (file.media_type, file.width, file.height, file.inline) == ("image/png", 40, 30, True)
    conversation = await cast.starts(cast.claire)
    await cast.says(cast.claire, conversation.id, "Regardez", attachment_ids=[file.id])
    _, messages = await cast.reads(cast.lea, conversation.id)
    assert messages[-1].attachments == [file]
    async with cast.house.database.session(cast.lea.brand_ids) as session:
        found, key = await conversations.open_file(session, cast.lea, file.id)
    assert found == file
    assert await cast.house.files.get(key) == picture()


async def test_a_picture_alone_is_a_message(cast: Cast) -> None:
    conversation = await cast.starts(cast.claire)
    file = await attach(cast, cast.claire, conversation.id, picture("JPEG"))
    name = uuid4()
    sent = await cast.says(cast.claire, conversation.id, "", attachment_ids=[file.id], client_id=name)
    again = await cast.says(cast.claire, conversation.id, "", attachment_ids=[file.id], client_id=name)
    assert sent.id == again.id


async def test_nobody_sends_anothers_file(cast: Cast) -> None:
    file = await attach(cast, cast.claire, None, picture())
    conversation = await cast.starts(cast.hugo)
    with pytest.raises(AttachmentNotFound):
        await cast.says(cast.hugo, conversation.id, "à moi", attachment_ids=[file.id])


async def test_a_file_is_seen_with_its_conversation_and_not_otherwise(cast: Cast) -> None:
    conversation = await cast.starts(cast.claire)
    of_message = await attach(cast, cast.claire, None, picture())
    await cast.says(cast.claire, conversation.id, "voici", attachment_ids=[of_message.id])
    of_note = await attach(cast, cast.lea, conversation.id, picture())
    await cast.says(cast.lea, conversation.id, "n.b.", kind="note", attachment_ids=[of_note.id])
    loose = await attach(cast, cast.claire, None, picture())
    await cast.gives(conversation.id, cast.lea, cast.salon)
    sees: dict[str, set[UUID]] = {
        "claire": {of_message.id, loose.id},
        "hugo": set(),
        "nina": set(),
        "lea": {of_message.id, of_note.id},
        "karim": set(),
        "camille": {of_message.id, of_note.id},
        "oliver": set(),
    }
    for who, seen in sees.items():
        actor = cast.agents.get(who) or cast.visitors[who]
        for file in (of_message, of_note, loose):
            async with cast.house.database.session(actor.brand_ids) as session:
                if file.id in seen:
                    await conversations.open_file(session, actor, file.id)
                else:
                    with pytest.raises(AttachmentNotFound):
                        await conversations.open_file(session, actor, file.id)


async def test_too_large_and_empty_are_refused(cast: Cast) -> None:
    with pytest.raises(FileTooLarge):
        await attach(cast, cast.claire, None, b"x" * 100_001)
    with pytest.raises(EmptyFile):
        await attach(cast, cast.claire, None, b"")


async def test_a_file_that_was_never_sent_is_swept_after_a_day(cast: Cast) -> None:
    loose = await attach(cast, cast.claire, None, picture())
    sent = await attach(cast, cast.claire, None, picture())
    conversation = await cast.starts(cast.claire)
    await cast.says(cast.claire, conversation.id, "voici", attachment_ids=[sent.id])
    assert await sweep_files(cast.house) == 0
    async with cast.house.database.system() as session:
        await session.execute("update attachment set created_at = created_at - interval '2 days'")
    assert await sweep_files(cast.house) == 1
    kept = {key async for key, _ in cast.house.files.keys()}  # noqa: SIM118 - not a dictionary
    assert kept == {f"{cast.lumen.id}/{sent.id}"}
    assert loose.id != sent.id
