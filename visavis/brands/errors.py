from visavis.kit.errors import Conflict, InvalidInput, NotFound


class BrandNotFound(NotFound):
    """There is no such brand."""


class SlugTaken(Conflict):
    """Another brand already has this short name."""


class UnknownTimeZone(InvalidInput):
    """This is not the name of a time zone; Europe/Paris is one."""


class HoursOverlap(InvalidInput):
    """Two intervals of one day overlap, or one runs into the next day's first."""


class DayGivenTwice(InvalidInput):
    """This exceptional day is in the list twice."""


class DayOutOfReach(InvalidInput):
    """An exceptional day lies between the years 2000 and 2100."""


class HoursOutdated(Conflict):
    """Someone saved other opening hours meanwhile; look at them before you replace them."""


class SubjectNotFound(NotFound):
    """This brand has no such subject."""


class SubjectTeamUnknown(InvalidInput):
    """There is no such team; without one, a subject goes to whoever is there."""


class TooManySubjects(Conflict):
    """A brand has eight subjects at most; remove one first."""


class HoursVersionNotFound(NotFound):
    """These opening hours have no such version."""
