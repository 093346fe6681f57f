"""Mails of other people through the whole intake: is one lost, and is each understood?"""

from visavis.bench.mail.running import Options, run

__all__ = ["Options", "run"]
