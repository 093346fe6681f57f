from visavis.kit.errors import InvalidInput


class BadFrame(InvalidInput):
    """This frame is not one that can be understood here."""
