"""The demonstration: two brands of one group, their team, and months of conversations."""

from collections.abc import Callable
from datetime import UTC, datetime

from visavis import app
from visavis.config import Settings
from visavis.demo import loading
from visavis.demo.loading import ACCOUNTS, Accounts
from visavis.demo.people import BOTH

SHOP = BOTH[0]
SIGN_IN = (ACCOUNTS.emails[0], ACCOUNTS.password)

__all__ = ["ACCOUNTS", "SHOP", "SIGN_IN", "Accounts", "load"]


async def load(settings: Settings, database_url: str, tell: Callable[[str], None]) -> None:
    """Load the demo into a migrated database that has no brand yet; any other is left as it is."""
    house = app.build_house(settings, database_url)
    await house.database.open()
    try:
        await loading.load(house, now=datetime.now(UTC), progress=tell)
    finally:
        await house.database.close()
