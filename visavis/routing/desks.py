"""Who is there to answer, as the policy knows agents."""

from datetime import datetime, timedelta
from typing import LiteralString

import msgspec

from visavis.kit.database import Session
from visavis.promises import policy
from visavis.routing.models import Status

# Who is away for longer is not waited for: what waits at their desk goes to others.
AWAY = timedelta(minutes=10)

DESKS: LiteralString = """
select p.agent_id::text as id, p.status, p.places, p.since, a.languages,
       array(select b.id::text from brand b where a.role in ('owner', 'admin')
             or exists (select from agent_brand m where m.agent_id = a.id and m.brand_id = b.id)) as brands,
       array(select m.team_id::text from team_agent m where m.agent_id = a.id) as teams
from agent_presence p join agent a on a.id = p.agent_id
where p.present and p.status <> 'offline' and a.disabled_at is null
order by p.agent_id
"""


class Desk(msgspec.Struct, frozen=True, kw_only=True):
    """An agent who is there; `places` are conversations at a time."""

    id: str
    status: Status
    places: int
    since: datetime
    languages: list[str]
    brands: list[str]
    teams: list[str]

    def gone(self, now: datetime) -> bool:
        """Tell whether they are away for too long to be waited for."""
        return self.status == "away" and now - self.since > AWAY

    @property
    def agent(self) -> policy.Agent:
        """Give the agent as the policy knows them; their teams are what they are skilled in."""
        return policy.Agent(
            id=self.id,
            skills=frozenset(["", *self.teams]),
            languages=frozenset(self.languages),
            brands=frozenset(self.brands),
            status=self.status,
            capacity={"chat": self.places, "voice": 1, "email": 1},
            idle_since=self.since.timestamp(),
        )


async def read(session: Session) -> list[Desk]:
    """Read who is there."""
    return await session.rows(Desk, DESKS)
