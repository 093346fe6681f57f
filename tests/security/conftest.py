"""One house for all the tests of a module: what they do there does not get in each other's way."""

from collections.abc import AsyncIterator, Callable

import pytest

from tests.cast import running_on
from tests.conftest import Clone, environment
from tests.security.stage import Stage, set_up
from visavis import config
from visavis.kit.postgres import DATABASE


@pytest.fixture(scope="module")
async def stage(
    postgres: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Stage]:
    """The demo's routes too, and nobody is asked to slow down."""
    with Clone(postgres, template=DATABASE) as url:
        more = {"VISAVIS_RATE_FACTOR": "100000", "VISAVIS_DEMO": "true", "VISAVIS_WORK": "false"}
        settings = config.read(environment(url, tmp_path_factory.mktemp("stage"), **more))
        async with running_on(settings, url) as running:
            stage = await set_up(running)
            yield stage
            await stage.client.aclose()
