"""Those who talk in a benchmark: a brand, agents each in a team of their own, visitors, conversations."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import msgspec
import psycopg

from visavis import staff
from visavis.kit import crypto
from visavis.kit.crypto import Keys
from visavis.kit.ids import uuid7
from visavis.staff import AgentActor

SLUG = "bench"


class Pair(msgspec.Struct, frozen=True):
    """A visitor and an agent who talk; nobody else hears them."""

    conversation_id: UUID
    visitor_id: UUID
    visitor_token: str
    agent_id: UUID
    api_key: str


class People(msgspec.Struct, frozen=True):
    """Everyone of a benchmark."""

    pairs: list[Pair]
    idle_tokens: list[str]


def invite(url: str, conversations: int, idle: int) -> People:
    """Write them into the database."""
    brand_id, now = uuid7(), datetime.now(UTC)
    pairs = [
        Pair(uuid7(), uuid7(), crypto.token("vvt"), uuid7(), crypto.token("vav"))
        for _ in range(conversations)
    ]
    visits = [(pair.visitor_id, pair.visitor_token) for pair in pairs]
    visits += [(uuid7(), crypto.token("vvt")) for _ in range(idle)]
    teams = [uuid7() for _ in pairs]
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute(
            "insert into brand (id, slug, name, locale, accent, secret, created_at)"
            " values (%s, %s, 'Bench', 'en', '#0e6b75', %s, %s)",
            (brand_id, SLUG, b"nobody signs in here", now),
        )
        cursor.executemany(
            "insert into agent (id, email, name, role, locale, password_hash, created_at)"
            " values (%s, %s, %s, 'agent', 'en', '', %s)",
            [(p.agent_id, f"agent{n}@bench.example", f"Agent {n}", now) for n, p in enumerate(pairs)],
        )
        cursor.executemany(
            "insert into team (id, name, created_at) values (%s, %s, %s)",
            [(team, f"Team {n}", now) for n, team in enumerate(teams)],
        )
        cursor.executemany(
            "insert into agent_brand (agent_id, brand_id) values (%s, %s)",
            [(p.agent_id, brand_id) for p in pairs],
        )
        cursor.executemany(
            "insert into team_agent (team_id, agent_id) values (%s, %s)",
            [(team, p.agent_id) for team, p in zip(teams, pairs, strict=True)],
        )
        cursor.executemany(
            "insert into api_key (id, agent_id, name, hint, key_hash, created_at) values (%s, %s, '', '', %s, %s)",
            [(uuid7(), p.agent_id, crypto.fingerprint(p.api_key), now) for p in pairs],
        )
        # In person: what is written with a key keeps no promise. A session has the number of its agent.
        cursor.executemany(
            "insert into agent_session"
            " (id, agent_id, token_hash, address, user_agent, created_at, seen_at, expires_at)"
            " values (%s, %s, %s, '', '', %s, %s, %s)",
            [(p.agent_id, p.agent_id, p.agent_id.bytes, now, now, now + timedelta(days=1)) for p in pairs],
        )
        # Nobody is put before them: what is measured is a message, not the desk of who writes it.
        cursor.executemany(
            "insert into agent_presence (agent_id, status, since, lease_until) values (%s, 'offline', %s, %s)",
            [(p.agent_id, now, now) for p in pairs],
        )
        cursor.executemany(
            "insert into customer (id, created_at) values (%s, %s)", [(visitor, now) for visitor, _ in visits]
        )
        cursor.executemany(
            "insert into identity (id, brand_id, customer_id, kind, value, verified, created_at)"
            " values (%s, %s, %s, 'visitor', %s, false, %s)",
            [(uuid7(), brand_id, visitor, str(visitor), now) for visitor, _ in visits],
        )
        cursor.executemany(
            "insert into visitor_session"
            " (id, brand_id, customer_id, token_hash, signed, created_at, seen_at, expires_at)"
            " values (%s, %s, %s, %s, false, %s, %s, %s)",
            [
                (uuid7(), brand_id, visitor, crypto.fingerprint(token), now, now, now + timedelta(days=1))
                for visitor, token in visits
            ],
        )
        cursor.executemany(
            "insert into conversation"
            " (id, brand_id, customer_id, client_id, channel, status, assignee_id, team_id, created_at, updated_at)"
            " values (%s, %s, %s, %s, 'chat', 'open', %s, %s, %s, %s)",
            [
                (p.conversation_id, brand_id, p.visitor_id, uuid7(), p.agent_id, team, now, now)
                for team, p in zip(teams, pairs, strict=True)
            ],
        )
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("analyze customer, identity, visitor_session, conversation")
    return People(pairs, [token for _, token in visits[conversations:]])


def ticket(keys: Keys, agent_id: UUID) -> str:
    """Make a ticket to the live socket for this agent, signed in."""
    actor = AgentActor(
        id=agent_id, name="", role="agent", locale="en", brand_ids=(), team_ids=(), session_id=agent_id
    )
    return staff.make_ticket(keys, actor, datetime.now(UTC))
