"""Whose pages are open here: each server holds the places of its own customers, and lets those go who have left."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from uuid import UUID

from visavis.conversations.models import Answer
from visavis.kit.database import Database
from visavis.kit.errors import VisavisError
from visavis.promises import Person, holding

# Who has not looked for so long knows of nobody who left meanwhile (seconds).
BLIND = 10.0
Later = Callable[[UUID], Answer | None]
SeeAgain = Callable[[UUID, UUID, str | None], Awaitable[None]]


class CustomersHere:
    """One per server; `connected` tells whether a customer of a brand has a page open here.

    Whoever has no live conversation costs nothing but a place in the one statement after they came or left.
    """

    def __init__(self, database: Database, connected: Callable[[Person], bool]) -> None:
        self._database = database
        self._connected = connected
        self._looked: float | None = None
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

    async def see(self, later: Later, see_again: SeeAgain) -> None:
        """Notice which customers have left, and who of them is back; each in a transaction of its own.

        Who leaves is answered by when `later` says; `see_again` is called for each who is back.
        """
        now = asyncio.get_running_loop().time()
        blind = self._looked is None or now - self._looked > BLIND
        await self._hold()
        async with self._database.system() as session:
            if blind:
                await holding.await_return(session)
            gone, back = await holding.overdue(session), await holding.back(session)
        for person in gone:
            async with self._database.system() as session:
                await holding.let_go(session, person, later(person[0]))
        for conversation_id, brand_id, locale in back:
            await see_again(conversation_id, brand_id, locale)
        self._looked = now

    async def _hold(self) -> None:
        """Hold the places of those who are here, and wait for those who are no longer."""
        now = self._database.clock()
        due = self._renewed is None or now >= self._renewed + holding.RENEW
        stirred, self._stirred = self._stirred, set()
        people = stirred | self._held if due else stirred
        if people:
            here = {person for person in people if self._connected(person)}
            try:
                async with self._database.system() as session:
                    held = await holding.hold(session, here, here=True)
                    await holding.hold(session, people - here, here=False)
            except VisavisError:
                self._stirred |= stirred
                raise
            self._held = (self._held - people) | held
        if due:
            self._renewed = now
