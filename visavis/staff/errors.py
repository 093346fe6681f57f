from visavis.kit.errors import Conflict, Forbidden, InvalidInput, NotFound, NotSignedIn, Unavailable


class WrongCredentials(NotSignedIn):
    """This email and this password do not go together."""


class WrongPassword(Forbidden):
    """This is not your current password."""


class WeakPassword(InvalidInput):
    """This password is too easy to guess: take ten characters or more, and neither a name nor a common word."""


class ForeignOrigin(Forbidden):
    """This request does not come from one of our own pages."""


class KeyNotEnough(Forbidden):
    """An API key cannot do this; sign in to the console."""


class BadTicket(NotSignedIn):
    """This ticket is not valid, or no longer."""


class SignInBusy(Unavailable):
    """Many people are signing in; try again in a moment."""


class AgentNotFound(NotFound):
    """There is no such agent."""


class TeamNotFound(NotFound):
    """There is no such team."""


class SessionNotFound(NotFound):
    """You have no such session."""


class ApiKeyNotFound(NotFound):
    """You have no such API key."""


class EmailTaken(Conflict):
    """Another agent already signs in with this email."""


class TeamNameTaken(Conflict):
    """Another team already has this name."""


class LastOwner(Conflict):
    """Someone must remain the owner; make another agent an owner first."""


class OwnerExists(Conflict):
    """This installation already has an owner."""


class AboveYourRole(Forbidden):
    """You can manage people up to your own role, and no higher."""


class OwnPassword(Forbidden):
    """Change your own password in your profile, where your current one is asked for."""
