"""Stored files: a local folder or an object store, each file under a name of ours."""

import asyncio
import os
from collections.abc import AsyncIterator, Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import unquote, urlsplit

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, from_url

from visavis.kit.errors import NotFound, Unavailable


class FileMissing(NotFound):
    """This file is no longer there."""


class Files:
    """Where attachments live; `url` is a folder (`file:///…`) or a store (`s3://…`)."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self.folder = Path(unquote(parts.path)) if parts.scheme == "file" else None
        self._store = (
            LocalStore(self.folder, mkdir=True) if self.folder else from_url(url)  # pyright: ignore[reportArgumentType]
        )

    async def put(self, key: str, content: bytes) -> None:
        """Keep the content under this key, on disk before it returns."""
        with _speaking():
            await obstore.put_async(self._store, key, content)
        if self.folder:
            await asyncio.to_thread(_sync, self.folder / key)

    async def get(self, key: str) -> bytes:
        """Give the content kept under this key."""
        with _speaking():
            found = await obstore.get_async(self._store, key)
            return bytes(await found.bytes_async())

    async def delete(self, key: str) -> None:
        """Forget the content; forgetting what is not there is fine."""
        with suppress(FileMissing), _speaking():
            await obstore.delete_async(self._store, key)

    async def keys(self) -> AsyncIterator[tuple[str, float]]:
        """List every key with the time when it was written (seconds since 1970)."""
        async for batch in obstore.list(self._store):  # pyright: ignore[reportUnknownMemberType] - partly typed there
            for entry in batch:
                yield entry["path"], entry["last_modified"].timestamp()


@contextmanager
def _speaking() -> Generator[None]:
    """Say in our own errors what the store says in its many."""
    try:
        yield
    except FileNotFoundError as missing:
        raise FileMissing from missing
    except (OSError, BaseError) as failed:
        raise Unavailable("The store of files does not answer.") from failed


def _sync(path: Path) -> None:
    for target in (path, path.parent):
        handle = os.open(target, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
