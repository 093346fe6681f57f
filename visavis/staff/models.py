"""Who the staff are, and what each may see."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from visavis.brands import Brand

Role = Literal["owner", "admin", "supervisor", "agent"]
Locale = Literal["fr", "en"]

RANK: dict[Role, int] = {"agent": 0, "supervisor": 1, "admin": 2, "owner": 3}


def outranks(role: Role, other: Role) -> bool:
    """Tell whether a role can do at least what the other can."""
    return RANK[role] >= RANK[other]


class AgentActor(msgspec.Struct, frozen=True, kw_only=True):
    """An agent at work: what he may see was read when he knocked. Owners and admins see every brand."""

    kind: Literal["agent"] = "agent"
    id: UUID
    name: str
    role: Role
    locale: Locale
    brand_ids: tuple[UUID, ...]
    team_ids: tuple[UUID, ...]
    session_id: UUID | None
    automated: bool = False  # a program, with an API key: what it writes is no person's word

    @property
    def sees_all_teams(self) -> bool:
        """Tell whether conversations of teams other than his own are his to see."""
        return outranks(self.role, "supervisor")


class Agent(msgspec.Struct, kw_only=True):
    """A colleague; the email is told to supervisors and above, the brands are those that you share.

    `languages` are those in which customers can be answered by them.
    """

    id: UUID
    name: str
    email: str | None
    role: Role
    locale: Locale
    languages: list[Locale]
    brand_ids: list[UUID]
    team_ids: list[UUID]
    disabled: bool


class Team(msgspec.Struct, kw_only=True):
    """A team, with those of its agents who share a brand with you."""

    id: UUID
    name: str
    agent_ids: list[UUID]


class Me(msgspec.Struct, kw_only=True):
    """You, your brands, and whom you work with."""

    agent: Agent
    brands: list[Brand]
    teams: list[Team]
    agents: list[Agent]


class AgentSession(msgspec.Struct, kw_only=True):
    """A browser in which you are signed in."""

    id: UUID
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime
    user_agent: str
    ip: str
    current: bool


class ApiKey(msgspec.Struct, kw_only=True):
    """A key with which programs act as you; `hint` is how it ends."""

    id: UUID
    name: str
    hint: str
    created_at: datetime
    last_used_at: datetime | None
    expires_at: datetime | None
