"""The demo's shop: a brand's site with the widget on it, served only by `visavis demo`."""

from typing import Annotated, Literal

import msgspec
from joserfc import jwt
from joserfc.jwk import OctKey
from litestar import Response, get, post
from litestar.handlers import BaseRouteHandler
from litestar.params import FromPath, FromQuery, QueryParameter

from visavis import brands
from visavis.kit.clock import system_clock
from visavis.kit.ids import uuid7
from visavis.kit.limits import Bucket
from visavis.kit.policy import Anyone
from visavis.pages.built import AGAIN, PageMissing, file_under
from visavis.pages.rendering import render
from visavis.staff import HouseHere

SHOP = Anyone(bucket=Bucket("shop", 600, 6000))
PAGES = {
    "": "home.html",
    "product": "product.html",
    "basket": "basket.html",
    "payment": "payment.html",
    "photo": "photo.html",
}
CLAIRE = {"sub": "88213", "name": "Claire Fontaine", "email": "claire.fontaine@exemple.fr"}

# What docs/guide/embed.md tells every site to allow.
CSP = (
    "default-src 'none'; script-src 'self' {widget}; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; connect-src 'self'; frame-src {widget}; base-uri 'none'; form-action 'self'"
)


class Signed(msgspec.Struct):
    """What the shop's server signs for the widget."""

    jwt: str


@get(["/shop/{slug:str}", "/shop/{slug:str}/{page:str}"], policy=SHOP, include_in_schema=False)
async def shop(
    house: HouseHere,
    slug: FromPath[str],
    page: FromPath[str] = "",
    lang: Annotated[Literal["fr", "en"], QueryParameter()] = "fr",
    product: FromQuery[str] = "",
) -> Response[str] | Response[bytes]:
    if page.endswith((".css", ".js", ".svg")):
        return file_under("../pages/templates/shop", page, cache_control=AGAIN)
    if page not in PAGES:
        raise PageMissing
    async with house.database.system() as session:
        brand = await brands.brand_by_slug(session, slug)
    text = render(
        f"shop/{PAGES[page]}", brand=brand, base_url=house.base_url, lang=lang, page=page, product_id=product
    )
    return Response(
        text,
        media_type="text/html",
        headers={
            "cache-control": AGAIN,
            "content-security-policy": CSP.format(widget=house.base_url),
        },
    )


@post("/shop/{slug:str}/identify", policy=SHOP, status_code=200, include_in_schema=False)
async def identify(house: HouseHere, slug: FromPath[str]) -> Signed:
    async with house.database.system() as session:
        brand = await brands.brand_by_slug(session, slug)
        secret = await brands.identity_secret(session, house.keys, brand.id)
    now = int(system_clock().timestamp())
    claims = CLAIRE | {"aud": brand.slug, "iat": now, "exp": now + 240, "jti": str(uuid7())}
    return Signed(jwt=jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(secret)))


handlers: list[BaseRouteHandler] = [shop, identify]
