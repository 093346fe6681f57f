"""What the staff's routes take and give, beside the models."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from visavis.brands import Hours
from visavis.staff.models import ApiKey, Locale, Role

# Python's `$` also matches before a last newline; `(?!\n)` refuses that, in every regex dialect.
Email = Annotated[str, Meta(pattern=r"^[^@\s,;<>\"]+@[^@\s,;<>\"]+$(?!\n)", max_length=254)]
PersonName = Annotated[str, Meta(pattern=r"^\S(.*\S)?$(?!\n)", max_length=80)]
TeamName = Annotated[str, Meta(pattern=r"^\S(.*\S)?$(?!\n)", max_length=60)]
KeyName = Annotated[str, Meta(pattern=r"^\S(.*\S)?$(?!\n)", max_length=60)]
# Long enough for any passphrase, short enough that hashing it costs what hashing costs.
Password = Annotated[str, Meta(min_length=1, max_length=256)]
Ids = Annotated[list[UUID], Meta(max_length=1000)]
Languages = Annotated[list[Locale], Meta(min_length=1, max_length=2)]


class Credentials(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Who signs in."""

    email: Annotated[str, Meta(max_length=254)]
    password: Annotated[str, Meta(max_length=256)]


class PasswordChange(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Your password, and the one that replaces it."""

    current: Annotated[str, Meta(max_length=256)]
    new: Password


class ProfileChanges(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What to change of your own profile."""

    name: PersonName | UnsetType = UNSET
    locale: Locale | UnsetType = UNSET


class NewAgent(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """An agent to welcome; owners and admins work for every brand."""

    name: PersonName
    email: Email
    role: Role
    password: Password
    locale: Locale = "en"
    languages: Languages = msgspec.field(default_factory=lambda: ["fr", "en"])
    brand_ids: Ids = []
    team_ids: Ids = []


class AgentChanges(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What to change of an agent; another role, another password or `disabled` signs him out everywhere."""

    name: PersonName | UnsetType = UNSET
    email: Email | UnsetType = UNSET
    role: Role | UnsetType = UNSET
    locale: Locale | UnsetType = UNSET
    languages: Languages | UnsetType = UNSET
    password: Password | UnsetType = UNSET
    brand_ids: Ids | UnsetType = UNSET
    team_ids: Ids | UnsetType = UNSET
    disabled: bool | UnsetType = UNSET


class NewTeam(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A team to form."""

    name: TeamName
    agent_ids: Ids = []


class TeamChanges(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What to change of a team."""

    name: TeamName | UnsetType = UNSET
    agent_ids: Ids | UnsetType = UNSET


class NewHours(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Opening hours to save in the place of a version, 0 when none was ever set."""

    replaces: Annotated[int, Meta(ge=0, le=2**31 - 1)]
    hours: Hours


class NewApiKey(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A key to make; without `expires_at` it lasts until you delete it."""

    name: KeyName
    expires_at: Annotated[datetime, Meta(tz=True)] | None = None


class FreshApiKey(ApiKey, kw_only=True):
    """A key, with its secret: shown this once."""

    key: str


class Ticket(msgspec.Struct, kw_only=True):
    """What opens the live socket, within 30 seconds."""

    ticket: str


class Secret(msgspec.Struct, kw_only=True):
    """A brand's new identity secret: shown this once."""

    secret: str
