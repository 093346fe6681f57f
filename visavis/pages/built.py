"""The built web apps, as files that browsers may keep."""

import mimetypes
from functools import cache
from pathlib import Path

import msgspec
from litestar import Response

from visavis.kit.errors import NotFound, Unavailable

FOLDER = Path(__file__).parent.parent / "web"
FOREVER = "public, max-age=31536000, immutable"
BRIEFLY = "public, max-age=300"
AGAIN = "no-cache"

CONSOLE_CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' blob: data:; "
    "font-src 'self'; connect-src 'self' ws: wss:; frame-src 'self'; frame-ancestors 'none'; base-uri 'none'; "
    "form-action 'self'"
)


class PageMissing(NotFound):
    """There is no such page."""


class NotBuilt(Unavailable):
    """The web apps are not built; run `bin/demo` or `npm run build` in web/."""


class Assets(msgspec.Struct, frozen=True):
    """The addresses of the widget's built script and styles."""

    js: str
    css: list[str]


@cache
def widget_assets() -> Assets:
    """Read which files the widget's build made; raise `NotBuilt`."""
    try:
        manifest = msgspec.json.decode((FOLDER / "widget" / "manifest.json").read_bytes())
    except FileNotFoundError as missing:
        raise NotBuilt from missing
    files = [f"/widget/{entry['file']}" for entry in manifest.values()]
    scripts = [entry["file"] for entry in manifest.values() if entry.get("isEntry")]
    return Assets(js=f"/widget/{scripts[0]}", css=[file for file in files if file.endswith(".css")])


def file_under(folder: str, path: str, *, cache_control: str, csp: str | None = None) -> Response[bytes]:
    """Serve a built file; raise `PageMissing` for anything outside the folder."""
    root = (FOLDER / folder).resolve()
    try:
        target = (root / path.lstrip("/")).resolve()
        found = target.is_relative_to(root) and target.is_file()
    except (OSError, ValueError) as impossible:  # a name that no file can have
        raise PageMissing from impossible
    if not found:
        raise PageMissing
    media_type = mimetypes.guess_type(target.name)[0] or "application/octet-stream"
    if media_type.startswith("text/"):
        media_type += "; charset=utf-8"
    headers = {"cache-control": cache_control}
    if csp:
        headers["content-security-policy"] = csp
    return Response(target.read_bytes(), media_type=media_type, headers=headers)
