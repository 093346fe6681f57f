from collections.abc import AsyncIterator, Callable

import pytest
from playwright.async_api import Browser, BrowserContext, Page, expect

from tests.acceptance.people import Stage
from tests.cast import Running, running_on
from tests.conftest import environment
from tests.databases import Clone
from visavis import config
from visavis.kit.postgres import DATABASE

PATIENCE = 10_000  # ms; on a busy machine, not a measure
SETTINGS = {"VISAVIS_DEMO": "true", "VISAVIS_RATE_FACTOR": "10000"}

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
async def house(
    postgres: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Running]:
    """A server with the demo's shop in front of it, shared by every test that leaves it running."""
    with Clone(postgres, template=DATABASE) as url:
        settings = config.read(environment(url, tmp_path_factory.mktemp("house"), **SETTINGS))
        async with running_on(settings, url) as running:
            yield running


@pytest.fixture
async def stage(browser: Browser, house: Running) -> AsyncIterator[Stage]:
    """A stage on the shared house; whatever breaks in a page breaks the test."""
    async for made in stage_on(browser, house.app.house.origin):
        yield made


@pytest.fixture
async def by_hand(house: Running) -> AsyncIterator[None]:
    """At Maison Lumen agents choose for themselves: nothing is put before them, and nobody is sent away."""
    async with house.as_agent("ana") as ana:
        brand = f"/api/v1/brands/{house.cast.lumen.id}"
        (await ana.patch(brand, json={"routing": "by_hand"})).raise_for_status()
        await house.app.live.watch.look()
        yield
        (await ana.patch(brand, json={"routing": "automatic"})).raise_for_status()
        await house.app.live.watch.look()


async def stage_on(browser: Browser, url: str) -> AsyncIterator[Stage]:
    """A stage in front of the server at this address."""
    broken: list[str] = []
    contexts: list[BrowserContext] = []

    def watch(page: Page) -> None:
        page.on("pageerror", lambda error: broken.append(str(error)))

    yield Stage(browser, url, contexts, watch)
    for context in contexts:
        await context.close()
    assert broken == []
