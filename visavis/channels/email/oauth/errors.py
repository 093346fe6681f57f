from visavis.kit.errors import Conflict, InvalidInput, NotFound, VisavisError


class ApplicationMissing(Conflict):
    """The house has no application at this provider; register one first."""


class ApplicationInUse(Conflict):
    """Mailboxes are signed in to by this application; sign them out first."""


class ApplicationSecretNeeded(InvalidInput):
    """This provider gives each application a secret; enter it too."""


class WayNotOffered(InvalidInput):
    """This provider does not let mailboxes be signed in to in this way."""


class SignInUnknown(NotFound):
    """This sign-in was not begun in your session, is over, or took too long; begin it again."""


class SignInDeclined(Conflict):
    """The provider was told no, or says it; begin again, or ask whoever administers the account."""


class MailNotAllowed(Conflict):
    """Signed in, but not allowed to read and send mail; begin again, and leave every box ticked."""


class NothingLasting(Conflict):
    """The provider gave no lasting leave; take Vis-à-vis away from the account's applications, and begin again."""


class ApplicationRefused(VisavisError):
    """The provider does not accept the house's application: its identifier, its secret or its addresses."""

    status = 502
