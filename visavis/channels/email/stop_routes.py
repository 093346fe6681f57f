"""The page at which whoever is sent words of a chat says no to more, and the answer of programs that do it for them."""

import html
from typing import Annotated

from litestar import Response, get, post
from litestar.handlers import BaseRouteHandler
from litestar.params import FromPath, QueryParameter

from visavis.channels.email import stopping
from visavis.channels.email.stopping import Choice
from visavis.kit.limits import Bucket
from visavis.kit.policy import Anyone
from visavis.staff import HouseHere

PUBLIC = Anyone(bucket=Bucket("email.stop", 30, 60))
WORDS = {
    "fr": (
        "Les messages du chat de {brand}",
        "Ce que nos conseillers répondent dans le chat est envoyé à {email} quand personne n’est plus sur la page.",
        "Ne plus rien recevoir",
        "C’est noté : plus rien du chat ne sera envoyé à {email}.",
        "Recevoir à nouveau",
    ),
    "en": (
        "The messages of {brand}’s chat",
        "What our advisers answer in the chat is sent to {email} when nobody is on the page any more.",
        "Receive nothing more",
        "Noted: nothing more of the chat is sent to {email}.",
        "Receive them again",
    ),
}
STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;margin:0;padding:12vh 24px;color:#1d1f21;background:#faf9f7}"
    "main{max-width:34rem;margin:auto;overflow-wrap:anywhere}h1{font-size:20px;line-height:28px;font-weight:600}"
    "button{font:inherit;font-weight:600;padding:8px 16px;border:0;border-radius:7px;background:#0e6b75;color:#fff;cursor:pointer}"
    "@media(prefers-color-scheme:dark){body{color:#ecebe8;background:#141617}button{background:#4fb3bd;color:#141617}}"
)
HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
}


# Looking changes nothing: programs that fetch what a mail links to say no for nobody.
@get(
    "/mail/stop/{token:str}",
    policy=PUBLIC,
    summary="Ask what is sent to one's address",
    tags=["Public"],
    media_type="text/html",
)
async def ask(house: HouseHere, token: FromPath[str]) -> Response[str]:
    async with house.database.system() as session:
        return _page(await stopping.chosen(session, house.keys, token))


@post(
    "/mail/stop/{token:str}",
    policy=PUBLIC,
    status_code=200,
    summary="Say no to more words of a chat at one's address (also in one click, RFC 8058)",
    tags=["Public"],
    media_type="text/html",
)
async def choose(
    house: HouseHere,
    token: FromPath[str],
    again: Annotated[bool, QueryParameter(description="say yes again")] = False,
) -> Response[str]:
    async with house.database.system() as session:
        return _page(await stopping.choose(session, house.keys, token, refused=not again))


def _page(choice: Choice) -> Response[str]:
    title, why, stop, stopped, again = (
        html.escape(words.format(brand=choice.brand, email=choice.email))
        for words in WORDS.get(choice.locale, WORDS["en"])
    )
    said, button, query = (stopped, again, "?again=true") if choice.refused else (why, stop, "?again=false")
    return Response(
        f'<!doctype html><html lang="{"fr" if choice.locale == "fr" else "en"}"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex">'
        f"<title>{title}</title><style>{STYLE}</style><main><h1>{title}</h1><p>{said}</p>"
        f'<form method="post" action="{query}"><button>{button}</button></form></main></html>',
        media_type="text/html; charset=utf-8",
        headers=HEADERS,
    )


handlers: list[BaseRouteHandler] = [ask, choose]
