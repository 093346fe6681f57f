from visavis.kit.errors import Conflict


class NothingPromised(Conflict):
    """No answer is promised in this conversation."""


class PromiseInTime(Conflict):
    """The promise can still be kept, and is not made again before it is in danger; nor is one moved earlier."""
