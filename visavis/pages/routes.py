"""Pages over HTTP: the console, the widget's script and frame, the API's reference."""

import logging
from typing import Annotated, Literal

import msgspec
from litestar import Response, get
from litestar.handlers import BaseRouteHandler
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect

from visavis import brands, inviting
from visavis.kit.errors import NotFound, Unavailable
from visavis.kit.limits import Bucket
from visavis.kit.policy import Anyone
from visavis.pages.built import AGAIN, BRIEFLY, CONSOLE_CSP, FOREVER, file_under, widget_assets
from visavis.pages.rendering import render
from visavis.staff import HouseHere

PAGES = Anyone(bucket=Bucket("pages", 1200, 12_000))
# Said to the widget after its script, which may still be waiting for the page's body.
WATCH = b";(window.visavis??=function(){(visavis.q??=[]).push(arguments)})('watch',%s);\n"

log = logging.getLogger(__name__)


@get("/", policy=PAGES, include_in_schema=False)
async def home() -> Redirect:
    return Redirect("/console/")


@get(["/console", "/console/{path:path}"], policy=PAGES, include_in_schema=False)
async def console(path: FromPath[str] = "") -> Response[bytes]:
    if path.startswith("/assets/"):
        return file_under("console", path, cache_control=FOREVER)
    last = path.rsplit("/", 1)[-1]
    # Every other address is a view of the one application.
    target = path if "." in last else "index.html"
    return file_under("console", target, cache_control=AGAIN, csp=CONSOLE_CSP)


@get("/widget.js", policy=PAGES, include_in_schema=False)
async def widget_loader(
    house: HouseHere, brand: Annotated[str, QueryParameter(max_length=63)] = ""
) -> Response[bytes]:
    response = file_under("widget", "widget.js", cache_control=BRIEFLY)
    response.content += await _watched(house, brand) if brand else b""
    response.headers["cross-origin-resource-policy"] = "cross-origin"
    return response


@get("/widget/assets/{path:path}", policy=PAGES, include_in_schema=False)
async def widget_asset(path: FromPath[str]) -> Response[bytes]:
    return file_under("widget/assets", path, cache_control=FOREVER)


@get("/widget/frame/{slug:str}", policy=PAGES, include_in_schema=False)
async def widget_frame(
    house: HouseHere,
    slug: FromPath[str],
    lang: Annotated[Literal["fr", "en"] | None, QueryParameter()] = None,
) -> Response[str]:
    async with house.database.system() as session:
        brand = await brands.brand_by_slug(session, slug)
    ancestors = " ".join(["'self'", *brand.allowed_origins]) if brand.allowed_origins else "*"
    csp = CONSOLE_CSP.replace("frame-ancestors 'none'", f"frame-ancestors {ancestors}")
    page = render("widget_frame.html", brand=brand, lang=lang or brand.locale, assets=widget_assets())
    return Response(
        page,
        media_type="text/html",
        headers={"content-security-policy": csp, "cache-control": AGAIN},
    )


@get(["/api/docs", "/api/docs/{path:path}"], policy=PAGES, include_in_schema=False)
async def reference(path: FromPath[str] = "") -> Response[bytes]:
    return file_under("reference", path.lstrip("/") or "index.html", cache_control=AGAIN, csp=CONSOLE_CSP)


async def _watched(house: HouseHere, slug: str) -> bytes:
    """Tell the widget which pages its brand wants watched, in the script itself: nothing more is fetched."""
    try:
        async with house.database.system() as session:
            brand = await brands.brand_by_slug(session, slug)
            found = await inviting.watched(session, brand.id)
    except NotFound:
        return b""
    except Unavailable as away:
        log.warning("pages: the widget is served without what to watch (%s)", away)
        return b""
    return WATCH % msgspec.json.encode(found) if found else b""


handlers: list[BaseRouteHandler] = [
    home,
    console,
    widget_loader,
    widget_asset,
    widget_frame,
    reference,
]
