from visavis.kit.errors import Conflict, InvalidInput, NotFound


class InvitationRuleNotFound(NotFound):
    """There is no such invitation rule among those you may see."""


class InvitationNotFound(NotFound):
    """There is no such invitation of yours."""


class PagePatternUnfit(InvalidInput):
    """A page begins with / or *, and has three * at most; /checkout/* is one."""


class PagesNeeded(InvalidInput):
    """Say on which pages; * stands for all of them."""


class TooManyInvitationRules(Conflict):
    """A brand has fifty invitation rules at most; remove one first."""
