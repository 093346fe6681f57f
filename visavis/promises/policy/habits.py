"""How long a word takes here, and how many make a chat: what was measured corrects what the rules say."""

from msgspec.structs import replace

from visavis.promises.policy.events import Remembered
from visavis.promises.policy.rows import Rules
from visavis.promises.prediction import Meter, Prior

# Answers, chats, and customers who left, for which the rules are believed.
WORDS, CHATS, LEAVING = 200.0, 40.0, 10.0
SHIFT = 4 * 3600.0  # seconds after which what was seen counts half


class Habits:
    """The house's pace at its desks, learnt from each answer and each chat that ends."""

    def __init__(self, rules: Rules) -> None:
        self._rules = Prior(WORDS, WORDS * rules.turn), Prior(CHATS, CHATS * rules.turns)
        self._words, self._chats = (Meter(prior, half_life=SHIFT) for prior in self._rules)
        self.leaving = self._patience = Prior(LEAVING, LEAVING * rules.patience)

    @property
    def turn(self) -> float:
        """The mean seconds of work on one message."""
        return 1 / self._words.rate

    @property
    def turns(self) -> float:
        """The mean number of answers in a chat, the greeting left out."""
        return 1 / self._chats.rate

    def remember(self, past: Remembered) -> None:
        """Begin from what is remembered as well as from the rules; what was seen today stays."""
        words, chats = self._rules
        self._words = replace(self._words, prior=words.after(past.timed, past.work))
        self._chats = replace(self._chats, prior=chats.after(past.chats, past.answers))
        self.leaving = self._patience.after(past.lefts, past.waited)

    def answered(self, now: float, seconds: float) -> None:
        """Learn from an answer within a chat, after so many seconds of work."""
        self._words = self._words.seen(now, 1, seconds)
        self._chats = self._chats.seen(now, 0, 1)

    def ended(self, now: float) -> None:
        """Learn from a chat that ends after its greeting."""
        self._chats = self._chats.seen(now, 1, 0)
