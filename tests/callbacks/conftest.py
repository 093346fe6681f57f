import pytest

from tests.callbacks.office import Office
from tests.cast import Cast


@pytest.fixture
async def office(cast: Cast) -> Office:
    """Lumen, where customers may ask to be called."""
    made = Office(cast)
    await made.opens()
    return made
