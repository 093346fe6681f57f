"""A brand's public figure, for its own site and everybody else: as JSON, and as a badge."""

from typing import Annotated, Literal

from litestar import Response, get
from litestar.handlers import BaseRouteHandler
from litestar.params import FromPath, QueryParameter

from visavis import brands
from visavis.kit.errors import NotFound
from visavis.kit.limits import Bucket
from visavis.kit.policy import Anyone
from visavis.pages.rendering import render
from visavis.promises import Figure
from visavis.routing import CurrentWatch
from visavis.staff import HouseHere

PUBLIC = Anyone(bucket=Bucket("public figures", 120, 600))
ANYWHERE = {
    "cache-control": "public, max-age=300",
    "cross-origin-resource-policy": "cross-origin",
    "access-control-allow-origin": "*",
}
WORDS = {"fr": "promesses tenues sur {days} jours", "en": "promises kept in {days} days"}
# Of the badge's type, in its pixels: close enough for every browser's own.
DIGIT, LETTER, CIRCLE = 7.6, 6.3, 44.0


class TooFew(NotFound):
    """Too few promises have ended in the last 30 days to say how many are kept."""


@get("/promise/{slug:str}", policy=PUBLIC, summary="Ask how well a brand keeps its promises", tags=["Public"])
async def public_figure(house: HouseHere, watch: CurrentWatch, slug: FromPath[str]) -> Response[Figure]:
    return Response(await _figure(house, watch, slug), headers=ANYWHERE)


@get(
    "/promise/{slug:str}/badge.svg",
    policy=PUBLIC,
    summary="Show it as a badge",
    tags=["Public"],
    media_type="image/svg+xml",
)
async def badge(
    house: HouseHere,
    watch: CurrentWatch,
    slug: FromPath[str],
    lang: Annotated[Literal["fr", "en"], QueryParameter()] = "fr",
) -> Response[str]:
    figure = await _figure(house, watch, slug)
    # Downwards: what is not quite all is not said to be.
    percent = int(figure.kept_rate * 100)
    share = f"{percent} %" if lang == "fr" else f"{percent}%"
    words = f"{WORDS[lang].format(days=figure.days)} ({figure.sample})"
    share_width = round(len(share) * DIGIT + 4)
    drawn = render(
        "badge.svg",
        label=f"{share} {words}",
        share=share,
        words=words,
        share_width=share_width,
        arc=round(figure.kept_rate * CIRCLE, 1),
        width=round(29 + share_width + len(words) * LETTER + 10),
    )
    return Response(drawn, media_type="image/svg+xml", headers=ANYWHERE)


async def _figure(house: HouseHere, watch: CurrentWatch, slug: str) -> Figure:
    async with house.database.system() as session:
        brand = await brands.brand_by_slug(session, slug)
    found = watch.figure(brand.id)
    if found is None:
        raise TooFew
    return found


handlers: list[BaseRouteHandler] = [public_figure, badge]
