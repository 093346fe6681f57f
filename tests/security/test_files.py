"""Files: whatever their name and content, they are kept under a name of ours and run nowhere."""

from pathlib import Path
from urllib.parse import quote
from uuid import UUID

import httpx
import pytest

from tests.security.hostile_files import CONTENTS, SCRIPT, names
from tests.security.rules import API
from tests.security.stage import Stage
from visavis.kit.files import Files
from visavis.kit.media import clean_name

PICTURES = {("inline", f"image/{kind}") for kind in ("png", "jpeg", "gif", "webp")}


async def upload(stage: Stage, name: str, content: bytes) -> httpx.Response:
    address = f"{API}/widget/attachments?name={quote(name, safe='')}"
    return await stage.ask("anonymous visitor", "POST", address, content=content)


def stored(stage: Stage) -> set[Path]:
    """List what lies in the folder of files, and what lies beside it."""
    folder = Path(str(stage.running.app.house.files.folder))
    return set(under(folder.parent))


def under(folder: Path) -> list[Path]:
    """List every file below a folder."""
    return [path for path in folder.rglob("*") if path.is_file()]


def header(answer: httpx.Response, name: str) -> str:
    return answer.headers[name]


async def test_no_name_reaches_the_disk_or_breaks_a_header(stage: Stage) -> None:
    before = stored(stage)
    ids: list[UUID] = []
    first = (await upload(stage, "a", b"a")).json()["id"]
    usual = set((await stage.ask("anonymous visitor", "GET", f"{API}/widget/attachments/{first}")).headers)
    hostile = names()
    assert len(set(hostile)) >= 500
    for name in hostile:
        said = await upload(stage, name, b"plain")
        assert said.status_code == 201, (name, said.text)
        assert said.json()["name"] == clean_name(name)
        ids.append(UUID(said.json()["id"]))
        given = await stage.ask("anonymous visitor", "GET", f"{API}/widget/attachments/{ids[-1]}")
        assert given.content == b"plain"
        assert harmless(given, shown=False), (name, given.headers)
        disposition = header(given, "content-disposition")
        assert disposition.isascii()
        assert disposition.isprintable()
        assert disposition.count('"') == 2, "nothing in the name ends the quotes"
        assert set(given.headers) == usual, name
    fresh = stored(stage) - before
    folder = Path(str(stage.running.app.house.files.folder))
    for path in fresh:
        brand, key = path.relative_to(folder).parts
        assert str(UUID(brand)) == brand
        assert str(UUID(key)) == key
    assert {UUID(path.name) for path in fresh} >= set(ids)


def harmless(answer: httpx.Response, *, shown: bool) -> bool:
    """Tell whether a file was served so that nothing in it can run."""
    kind = header(answer, "content-type").partition(";")[0]
    place = header(answer, "content-disposition").partition(";")[0]
    return (
        header(answer, "content-security-policy") == "default-src 'none'; sandbox"
        and header(answer, "x-content-type-options") == "nosniff"
        and header(answer, "cross-origin-resource-policy") == "same-origin"
        and "no-store" in header(answer, "cache-control")
        and (
            (place, kind) in PICTURES
            if shown
            else (place, kind) == ("attachment", "application/octet-stream")
        )
    )


@pytest.mark.parametrize(("name", "content", "shown"), CONTENTS.values(), ids=CONTENTS.keys())
async def test_content_decides_and_nothing_runs(stage: Stage, name: str, content: bytes, shown: bool) -> None:
    said = (await upload(stage, name, content)).json()
    assert said["inline"] is shown
    given = await stage.ask("anonymous visitor", "GET", f"{API}/widget/attachments/{said['id']}")
    assert given.content == content, "kept as it came"
    assert harmless(given, shown=shown), given.headers


@pytest.mark.parametrize(
    "claimed",
    ["text/html", "image/svg+xml", "image/png", "multipart/form-data; boundary=x", "", "nonsense", "a/b;c"],
)
async def test_a_type_that_is_claimed_changes_nothing(stage: Stage, claimed: str) -> None:
    hand = stage.given["anonymous visitor"] | {"content-type": claimed}
    said = await stage.ask("", "POST", f"{API}/widget/attachments?name=a.html", hand=hand, content=SCRIPT)
    assert (said.status_code, said.json()["media_type"]) == (201, "application/octet-stream")


async def test_too_large_is_said_before_it_is_kept(stage: Stage) -> None:
    limit = stage.running.app.house.max_upload
    before = stored(stage)
    for size in (limit + 1, limit + 100_000, 3 * limit):
        said = await upload(stage, "a", b"x" * size)
        assert (said.status_code, said.headers["content-type"]) == (413, "application/problem+json"), size
    assert stored(stage) == before

    said = await upload(stage, "a", b"")
    assert (said.status_code, said.json()["code"]) == (400, "empty_file")


async def test_a_folder_whose_name_has_odd_letters_is_that_folder(tmp_path: Path) -> None:
    folder = tmp_path / "l'été à la mer 100%41"
    files = Files(folder.as_uri())
    await files.put("a/b", b"x")
    assert [path.relative_to(tmp_path) for path in under(tmp_path)] == [Path(folder.name, "a", "b")]
