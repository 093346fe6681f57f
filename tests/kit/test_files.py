"""Files are kept alike in a folder and in an object store; the latter is a real server of S3's protocol."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from tests.conftest import free_port
from visavis.kit.errors import Unavailable
from visavis.kit.files import FileMissing, Files

REGION = "eu-west-3"
BUCKET = f"""<CreateBucketConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
<LocationConstraint>{REGION}</LocationConstraint></CreateBucketConfiguration>"""


@pytest.fixture(scope="module")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an object store with one bucket, `house`."""
    port = free_port()
    log = tmp_path_factory.mktemp("s3") / "log"
    with log.open("w") as said:
        server = subprocess.Popen(
            [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", port], stdout=said, stderr=said
        )
    try:
        while not answers(port):
            assert server.poll() is None, log.read_text()
        url = f"http://127.0.0.1:{port}"
        httpx.put(f"{url}/house", content=BUCKET).raise_for_status()
        yield url
    finally:
        server.terminate()
        server.wait()


def answers(port: str) -> bool:
    with socket.socket() as knocking:
        knocking.settimeout(0.1)
        return knocking.connect_ex(("127.0.0.1", int(port))) == 0


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Files]:
    """Opens the object store at an address, which it finds where every such store has it."""

    def open_at(url: str) -> Files:
        said = {"ACCESS_KEY_ID": "house", "SECRET_ACCESS_KEY": "key", "REGION": REGION, "ALLOW_HTTP": "true"}
        for name, value in (said | {"ENDPOINT": url}).items():
            monkeypatch.setitem(os.environ, f"AWS_{name}", value)
        return Files("s3://house/files")

    return open_at


@pytest.mark.parametrize("kind", ["folder", "s3"])
async def test_what_is_put_is_there_until_it_is_deleted(
    kind: str, tmp_path: Path, s3: str, at: Callable[[str], Files]
) -> None:
    files = at(s3) if kind == "s3" else Files((tmp_path / "files").as_uri())
    await files.put("2026/a", b"a lamp")
    await files.put("2026/b", b"")
    assert await files.get("2026/a") == b"a lamp"
    assert await files.get("2026/b") == b""
    kept = [entry async for entry in files.keys()]  # noqa: SIM118 - no dictionary
    assert {key for key, _ in kept} == {"2026/a", "2026/b"}
    await files.delete("2026/a")
    await files.delete("2026/a")
    with pytest.raises(FileMissing):
        await files.get("2026/a")


async def test_a_store_that_is_away_is_said_to_be_away(at: Callable[[str], Files]) -> None:
    files = at(f"http://127.0.0.1:{free_port()}")
    with pytest.raises(Unavailable):
        await files.put("a", b"a lamp")
    with pytest.raises(Unavailable):
        await files.get("a")
