"""Mails of tests are verified on a machine that asks nobody, unless a test has a server of names of its own."""

from collections.abc import AsyncIterator, Iterator

import dns.resolver
import pytest

from tests.cast import Cast
from tests.email.absence import Absence, absence_of_claire
from visavis.channels.email.domains import asking


@pytest.fixture(autouse=True)
def nobody_is_asked() -> Iterator[None]:
    before = dns.resolver.default_resolver
    dns.resolver.default_resolver = dns.resolver.Resolver(configure=False)
    asking.forget()
    yield
    dns.resolver.default_resolver = before


@pytest.fixture
async def absence(cast: Cast) -> AsyncIterator[Absence]:
    """Claire has gone, and her address is known."""
    async with absence_of_claire(cast) as it:
        yield it
