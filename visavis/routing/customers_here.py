"""Whose pages are open here: each server holds the places of its own customers, and lets those go who have left."""

from collections.abc import Callable
from datetime import datetime

from visavis.kit.database import Database
from visavis.kit.errors import VisavisError
from visavis.promises import Person, holding


class CustomersHere:
    """One per server; `connected` tells whether a customer of a brand has a page open here.

    Whoever has no live conversation costs nothing but a place in the one statement after they came or left.
    """

    def __init__(self, connected: Callable[[Person], bool]) -> None:
        self._connected = connected
        self._stirred: set[Person] = set()
        self._held: set[Person] = set()
        self._renewed: datetime | None = None

    def stir(self, person: Person) -> None:
        """Look at a customer again: a page of theirs was opened or closed."""
        self._stirred.add(person)

    def hear_word(self, person: Person) -> None:
        """Look at a customer who was told or said something, if that may have made their conversation live."""
        if person not in self._held and self._connected(person):
            self._stirred.add(person)

    async def look(self, database: Database) -> None:
        """Hold the places of those who are here, and wait for those who are no longer."""
        now = database.clock()
        due = self._renewed is None or now >= self._renewed + holding.RENEW
        stirred, self._stirred = self._stirred, set()
        people = stirred | self._held if due else stirred
        if people:
            here = {person for person in people if self._connected(person)}
            try:
                async with database.system() as session:
                    held = await holding.hold(session, here, here=True)
                    await holding.hold(session, people - here, here=False)
            except VisavisError:
                self._stirred |= stirred
                raise
            self._held = (self._held - people) | held
        if due:
            self._renewed = now
