from visavis.kit.errors import Conflict, NotFound, NotSignedIn


class CustomerNotFound(NotFound):
    """There is no such customer among those you may see."""


class VisitorUnknown(NotSignedIn):
    """This visit has ended or was never begun; begin a new one."""


class ClaimRefused(NotSignedIn):
    """This signed identity is not accepted."""


class ClaimUsed(Conflict):
    """This signed identity was already used; ask the site for a fresh one."""


class IdentitySigned(Conflict):
    """Your name and address come from the site where you are signed in; change them there."""
