"""Every column that holds text, and attacks stored in each that somebody is shown."""

from datetime import timedelta
from itertools import cycle
from uuid import uuid4

from tests.acceptance import poison_mails
from tests.cast import Running
from visavis import brands, conversations, customers
from visavis.brands import Hours, Interval, SpecialDay, Week
from visavis.conversations import Conversation
from visavis.conversations.entries import Occasion

TALKS = 30

# Every column that holds text: where this test shows it, or why nobody can put text of theirs into it.
SHOWN = "shown"
SINKS = {
    "agent.email": SHOWN,
    "agent_presence.reason": SHOWN,
    "agent.name": SHOWN,
    "agent_session.address": SHOWN,
    "agent_session.user_agent": SHOWN,
    "api_key.hint": SHOWN,
    "api_key.name": SHOWN,
    "attachment.name": SHOWN,
    "brand.allowed_origins": SHOWN,
    "brand.greeting": SHOWN,
    "brand.name": SHOWN,
    "brand_hours.hours": SHOWN,
    "conversation.last_message": SHOWN,
    "conversation.page_title": SHOWN,
    "conversation.page_url": SHOWN,
    "customer.attributes": SHOWN,
    "customer.email": SHOWN,
    "customer.locale": "one of two",
    "customer.name": SHOWN,
    "customer.phone": SHOWN,
    "customer.service_mode": "one of three",
    "customer.signed_attributes": SHOWN,
    "event.customer_payload": SHOWN,
    "event.payload": SHOWN,
    "identity.value": SHOWN,
    "message.author_name": SHOWN,
    "message.body": SHOWN,
    "message.entry": SHOWN,
    "message_revision.body": SHOWN,
    "scheduled_message.addressed": "addresses, checked when they are entered",
    "scheduled_message.attachment_ids": "made by us",
    "scheduled_message.body": SHOWN,
    "scheduled_message.state": "one of four",
    "scheduled_message.why": "one of ours, or an error's code",
    "subject.name_en": SHOWN,
    "subject.name_fr": SHOWN,
    "team.name": SHOWN,
    "agent.languages": "each one of two",
    "agent.locale": "one of two",
    "agent.password_hash": "made by us",
    "agent.role": "one of four",
    "agent_presence.status": "one of four",
    "alembic_version.version_num": "made by us",
    "attachment.file_key": "made by us",
    "attachment.media_type": "made by us",
    "attachment.uploader_kind": "one of two",
    "brand.accent": "a colour, checked by the database",
    "brand.locale": "one of two",
    "brand.routing": "one of two",
    "brand.slug": "letters and digits, checked by the database",
    "conversation.channel": "one of ours",
    "conversation.refused": "made by us",
    "conversation.status": "one of three",
    "event.type": "made by us",
    "identity.kind": "one of ours",
    "installation.epoch": "made by us",
    "invitation.arm": "one of two",
    "invitation.moment": "one of ours",
    "invitation.page": "told to agents as an entry's occasion",
    "invitation_end.state": "one of four",
    "invitation_rule.moment": "one of ours",
    "invitation_rule.pages": SHOWN,
    "invitation_rule.text_en": SHOWN,
    "invitation_rule.text_fr": SHOWN,
    "message.author_kind": "one of three",
    "message.channel": "one of ours",
    "message.kind": "one of three",
    "callback.about": "shown by way of conversation.callback",
    "callback.phone": "digits, checked by the database",
    "callback.words": "the widget's own sentence; shown to nobody",
    "callback_end.state": "one of three",
    "conversation.callback": SHOWN,
    "conversation.resolution": SHOWN,
    "conversation.subject": SHOWN,
    "promise.kind": "one of four",
    "promise.way": "one of three",
    "promise_end.state": "one of three",
    "promise_open.what": "one of three",
    "used_claim.jti": "given back to nobody",
    **poison_mails.SINKS,
}


async def poison(house: Running, texts: list[str]) -> list[Conversation]:
    """Store attacks in every column that shows, past every check that stands before it."""
    cast, database, next_one = house.cast, house.cast.house.database, cycle(texts)

    def bad() -> str:
        return next(next_one)

    talks: list[Conversation] = []
    many = iter(texts)
    for _ in range(TALKS):
        async with database.system() as session:
            visitor = (await customers.welcome(session, cast.lumen.id, "fr", None)).visitor
            await session.execute("update customer set name = %s where id = %s", (bad(), visitor.id))
        async with database.session(visitor.brand_ids) as session:
            file = await conversations.attach(
                session, cast.house.files, visitor, conversation_id=None, name="a.txt", content=b"x", limit=9
            )
            talk, first = await conversations.start(
                session,
                visitor,
                body=next(many, bad()),
                client_id=uuid4(),
                attachment_ids=[file.id],
                page_url=bad(),
                page_title=bad(),
                occasion=Occasion(moment="page", amount=30, page=bad()),
            )
        await cast.gives(talk.id, cast.lea, cast.salon)
        for n in range(4):
            await cast.says(visitor, talk.id, next(many, bad()) or "x")
            await cast.says(cast.lea, talk.id, next(many, bad()) or "x", kind="note" if n == 1 else "message")
        async with database.session(visitor.brand_ids) as session:
            await conversations.edit(session, visitor, message_id=first.id, body=next(many, bad()))
        async with database.system() as session:
            await session.execute("update attachment set name = %s where id = %s", (bad(), file.id))
            await session.execute(
                """
                update customer set name = %s, email = %s, phone = %s,
                       attributes = jsonb_build_object(%s::text, %s::text),
                       signed_attributes = jsonb_build_object(%s::text, %s::text) where id = %s
                """,
                (bad(), bad(), bad(), bad(), bad(), bad(), bad(), visitor.id),
            )
            await session.execute(
                """
                insert into identity (id, brand_id, customer_id, kind, value, verified, created_at)
                values (%s, %s, %s, 'email', %s, true, now())
                """,
                (uuid4(), cast.lumen.id, visitor.id, f"{uuid4()} {bad()}"),
            )
            await session.execute(
                "update message set author_name = %s where conversation_id = %s", (bad(), talk.id)
            )
            await session.execute(
                """
                update conversation set call_by = now() + interval '1 hour', callback = jsonb_build_object(
                    'id', id, 'phone', %s::text, 'phone_shown', %s::text, 'about', %s::text, 'asked_at', now(),
                    'after', now(), 'by', now() + interval '1 hour', 'tries', 1),
                    resolve_by = now() + interval '2 hours', resolution = jsonb_build_object(
                    'id', id, 'agent', jsonb_build_object('id', assignee_id, 'name', %s::text), 'words', %s::text,
                    'made_at', now(), 'by', now() + interval '2 hours')
                where id = %s
                """,
                (bad(), bad(), bad(), bad(), bad(), talk.id),
            )
            await session.execute(
                """
                update conversation set subject = jsonb_build_object('id', id,
                    'names', jsonb_build_object('fr', %s::text, 'en', %s::text)) where id = %s
                """,
                (bad(), bad(), talk.id),
            )
        talks.append(talk)
    async with database.system() as session:
        for name in ("name", "greeting"):
            await session.execute(f"update brand set {name} = %s", (" ".join(texts[:20]),))
        await session.execute(
            "update brand set allowed_origins = %s where slug = 'atelier-brume'", (texts[:20],)
        )
        await session.execute(
            "update invitation_rule set text_fr = %s, text_en = %s, pages = %s",
            (" ".join(texts[:20]), " ".join(texts[:20]), texts[:20]),
        )
        await session.execute("update agent set name = name || ' ' || %s", (" ".join(texts[:20]),))
        await session.execute("update team set name = name || ' ' || %s", (" ".join(texts[:20]),))
        for place, text in enumerate(texts[:20]):
            await session.execute(
                """
                insert into subject (id, brand_id, place, name_fr, name_en, created_at)
                values (%s, %s, %s, %s, %s, now())
                """,
                (uuid4(), cast.lumen.id, place, text, text),
            )
            await session.execute(
                """
                insert into agent (id, email, name, role, locale, password_hash, created_at)
                values (%s, %s, %s, 'admin', 'fr', '', now())
                """,
                (uuid4(), f"{uuid4()} {text}", text),
            )
            await session.execute(
                "insert into team (id, name, created_at) values (%s, %s, now())",
                (uuid4(), f"{uuid4()} {text}"),
            )
            await session.execute(
                """
                insert into api_key (id, agent_id, name, hint, key_hash, created_at)
                values (%s, %s, %s, %s, %s, now())
                """,
                (uuid4(), cast.ana.id, text, text[:8], uuid4().bytes),
            )
        await session.execute(
            """
            insert into agent_presence (agent_id, status, reason, since, present, lease_until)
            select id, 'busy', left(name, 80), now(), true, now() + interval '1 day' from agent
            on conflict (agent_id) do update set status = 'busy', reason = excluded.reason
            """
        )
    await poison_hours(house, texts)
    await poison_mails.poison_mails(house, talks[: TALKS // 2], bad)
    await poison_mails.poison_chats(house, talks[TALKS // 2 :], bad)
    return talks


async def poison_hours(house: Running, texts: list[str]) -> None:
    """Close both brands for feasts with such names, the first of which visitors read."""
    today = house.cast.house.database.clock().date()
    feasts = [
        SpecialDay(day=today + timedelta(days=n), name=text[:80])
        for n, text in enumerate(text for text in texts if text.strip())
        if n < 20
    ]
    evening = [Interval(opens="20:00", closes="22:00")]
    opens = SpecialDay(day=today + timedelta(days=30), intervals=evening)
    hours = Hours(time_zone="Europe/Paris", week=Week(), special_days=[*feasts, opens])
    async with house.cast.house.database.system() as session:
        for brand in (house.cast.lumen, house.cast.brume):
            await brands.save_hours(session, brand.id, hours, replaces=0, by=house.cast.ana.id)


async def keep_sessions(house: Running, texts: list[str]) -> None:
    """As if she had signed in from browsers with such names."""
    async with house.cast.house.database.system() as session:
        for text in texts[:20]:
            await session.execute(
                """
                insert into agent_session (id, agent_id, token_hash, address, user_agent, created_at, seen_at, expires_at)
                values (%s, %s, %s, %s, %s, now(), now(), now() + interval '1 day')
                """,
                (uuid4(), house.cast.ana.id, uuid4().bytes, text, text),
            )
