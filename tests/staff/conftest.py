"""The office, open for one test."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from tests.staff.office import Clock, Office
from visavis.kit.database import Database
from visavis.kit.files import Files


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def empty_office(database_url: str, clock: Clock, tmp_path: Path) -> AsyncIterator[Office]:
    """A fresh installation: nobody, no brand."""
    database = Database(database_url, clock=clock)
    await database.open()
    async with AsyncExitStack() as stack:
        yield Office(database, clock, Files(tmp_path.as_uri()), stack)
    await database.close()


@pytest.fixture
async def office(empty_office: Office) -> Office:
    """Ana owns it, Ines runs it, Karim leads and Lea answers at one brand, Noa at the other."""
    await empty_office.open_brand("atelier")
    await empty_office.open_brand("jardin")
    await empty_office.hire("ana", "owner")
    await empty_office.hire("ines", "admin")
    await empty_office.hire("karim", "supervisor", "atelier")
    await empty_office.hire("lea", "agent", "atelier")
    await empty_office.hire("noa", "agent", "jardin")
    await empty_office.told()
    return empty_office
