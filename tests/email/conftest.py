"""Mails of tests are verified on a machine that asks nobody, unless a test has a server of names of its own."""

from collections.abc import Iterator

import dns.resolver
import pytest

from visavis.channels.email.domains import asking


@pytest.fixture(autouse=True)
def _nobody_is_asked() -> Iterator[None]:  # pyright: ignore[reportUnusedFunction]
    before = dns.resolver.default_resolver
    dns.resolver.default_resolver = dns.resolver.Resolver(configure=False)
    asking.forget()
    yield
    dns.resolver.default_resolver = before
