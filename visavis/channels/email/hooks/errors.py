from visavis.kit.errors import Forbidden, InvalidInput, NotFound, Unavailable


class MailHookNotFound(NotFound):
    """There is no such hook at your brands."""


class MailHookForbidden(Forbidden):
    """This call is not signed by whom the hook was made for."""


class MailHookMalformed(InvalidInput):
    """This is not what this provider sends."""


class MailHookIncomplete(InvalidInput):
    """This provider's hook needs its signing key, its API key or its topic."""


class MailHookLate(Unavailable):
    """The provider did not give what it signs with or what it keeps; it is to call again."""
