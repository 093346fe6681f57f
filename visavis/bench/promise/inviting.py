"""The house of the trace: the simulation's brands and team, as rows; each agent has a password to sign in with."""

from datetime import UTC, datetime
from uuid import UUID

import msgspec
import psycopg

from visavis.kit.ids import uuid7
from visavis.promises.policy import Channel
from visavis.simulation.policies import POLICIES
from visavis.simulation.scenario import BRANDS, Scenario, team
from visavis.staff.passwords import hash_password

PASSWORD = "a brass lamp in the harbour"


class Colleague(msgspec.Struct, frozen=True):
    """An agent who will sign in."""

    id: UUID
    email: str


async def invite(url: str, scenario: Scenario) -> list[Colleague]:
    """Write brands and agents into the database; ids grow, so that ties are broken as in the simulation."""
    now, places = datetime.now(UTC), POLICIES["kept_promise"].cap
    stored = await hash_password(PASSWORD)
    capacity: dict[Channel, int] = {"chat": places, "voice": 1, "email": 1}
    brands = {name: uuid7() for name in BRANDS}
    staff = [(uuid7(), agent) for agent in team(scenario, capacity)]
    colleagues = [Colleague(id, f"{agent.id.replace(' ', '')}@bench.example") for id, agent in staff]
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        cursor.executemany(
            "insert into brand (id, slug, name, locale, accent, secret, created_at)"
            " values (%s, %s, %s, 'fr', '#0e6b75', %s, %s)",
            [(id, name, name.title(), b"nobody signs in here", now) for name, id in brands.items()],
        )
        cursor.executemany(
            "insert into agent (id, email, name, role, locale, password_hash, languages, created_at)"
            " values (%s, %s, %s, 'agent', 'fr', %s, %s, %s)",
            [
                (who.id, who.email, agent.id.title(), stored, sorted(agent.languages), now)
                for who, (_, agent) in zip(colleagues, staff, strict=True)
            ],
        )
        cursor.executemany(
            "insert into agent_brand (agent_id, brand_id) values (%s, %s)",
            [(id, brands[name]) for id, agent in staff for name in sorted(agent.brands)],
        )
        cursor.executemany(
            "insert into agent_presence (agent_id, since, lease_until, places) values (%s, %s, %s, %s)",
            [(who.id, now, now, places) for who in colleagues],
        )
    return colleagues
