"""How long a word takes here, and how many make a chat: what was measured corrects what the rules say."""

from visavis.promises.policy.rows import Rules
from visavis.promises.prediction import Meter, Prior

WORDS, CHATS = 200.0, 40.0  # answers, and chats, for which the rules are believed
SHIFT = 4 * 3600.0  # seconds after which what was seen counts half


class Habits:
    """The house's pace at its desks, learnt from each answer and each chat that ends."""

    def __init__(self, rules: Rules) -> None:
        self._words = Meter(Prior(WORDS, WORDS * rules.turn), half_life=SHIFT)
        self._chats = Meter(Prior(CHATS, CHATS * rules.turns), half_life=SHIFT)

    @property
    def turn(self) -> float:
        """The mean seconds of work on one message."""
        return 1 / self._words.rate

    @property
    def turns(self) -> float:
        """The mean number of answers in a chat, the greeting left out."""
        return 1 / self._chats.rate

    def answered(self, now: float, seconds: float) -> None:
        """Learn from an answer within a chat, after so many seconds of work."""
        self._words = self._words.seen(now, 1, seconds)
        self._chats = self._chats.seen(now, 0, 1)

    def ended(self, now: float) -> None:
        """Learn from a chat that ends after its greeting."""
        self._chats = self._chats.seen(now, 1, 0)
