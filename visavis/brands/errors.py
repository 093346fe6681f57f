from visavis.kit.errors import Conflict, NotFound


class BrandNotFound(NotFound):
    """There is no such brand."""


class SlugTaken(Conflict):
    """Another brand already has this short name."""
