"""The staff: agents, teams and roles, signing in, sessions, API keys."""

from visavis.staff.access import CurrentAgent, HouseHere, OwnPages, Staff, current_agent, here, staff_policy
from visavis.staff.errors import BadTicket, ForeignOrigin
from visavis.staff.events import StaffChanged
from visavis.staff.hiring import create_agent, create_first_owner
from visavis.staff.managing import change_agent
from visavis.staff.models import Agent, AgentActor, Me, Role, Team
from visavis.staff.recognising import load_actor, session_alive
from visavis.staff.schemas import AgentChanges, NewAgent, NewTeam
from visavis.staff.teaming import create_team, remove_team
from visavis.staff.tickets import make_ticket, read_ticket

__all__ = [
    "Agent",
    "AgentActor",
    "AgentChanges",
    "BadTicket",
    "CurrentAgent",
    "ForeignOrigin",
    "HouseHere",
    "Me",
    "NewAgent",
    "NewTeam",
    "OwnPages",
    "Role",
    "Staff",
    "StaffChanged",
    "Team",
    "change_agent",
    "create_agent",
    "create_first_owner",
    "create_team",
    "current_agent",
    "here",
    "load_actor",
    "make_ticket",
    "read_ticket",
    "remove_team",
    "session_alive",
    "staff_policy",
]
