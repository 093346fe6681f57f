from visavis.kit.errors import Conflict, InvalidInput


class NothingPromised(Conflict):
    """No answer is promised in this conversation."""


class PromiseInTime(Conflict):
    """The promise can still be kept, and is not made again before it is in danger; nor is one moved earlier."""


class ResolutionPromised(Conflict):
    """A solution is promised already; a new promise names the one in whose place it stands."""


class ResolutionOver(Conflict):
    """The promise of a solution that this one was to replace is over."""


class TooFarAhead(InvalidInput):
    """A solution is promised within 30 days."""
