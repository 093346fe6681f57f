"""The traps that were measured: foreign pages, planted sessions, forwarded headers, careless cookies."""

import json
from contextlib import suppress

import pytest
import websockets
from websockets.datastructures import Headers
from websockets.exceptions import InvalidStatus

from tests.cast import PASSWORD
from tests.security.rules import API
from tests.security.stage import Stage

LEA = {"email": "lea@house.example", "password": PASSWORD}


def look_alikes(origin: str) -> list[str]:
    """Give origins that are not ours, some of which look like it."""
    scheme, _, host = origin.partition("://")
    name, _, port = host.partition(":")
    return [
        *("https://evil.example", "http://evil.example", "null", "", "*", "file://", "about:blank", "data:"),
        *(
            "chrome-extension://abcdefghijklmnop",
            "moz-extension://x",
            "javascript:alert(1)",
            "http://",
            "http://[",
        ),
        *(
            f"{scheme}://evil.example:{port}",
            f"{scheme}://{name}.evil.example:{port}",
            f"{scheme}://evil-{host}",
        ),
        *(
            f"{scheme}://{host}.evil.example",
            f"{scheme}://{host}@evil.example",
            f"{scheme}://evil.example/{host}",
        ),
        *(
            f"{scheme}://{host}/",
            f"{scheme}://{host}/console",
            f"{scheme}://{host}?x",
            f"{scheme}://{host}#x",
        ),
        *(
            f"{scheme}://{name}",
            f"{scheme}://{name}:80",
            f"{scheme}://{name}:1{port}",
            f"{scheme}://{name}.:{port}",
        ),
        *(
            f"https://{host}",
            f"ws://{host}",
            host,
            name,
            f"//{host}",
            f"{scheme}:/{host}",
            f"{scheme}://x@{host}",
        ),
        *(
            f"{origin},{origin}",
            f"{origin} https://evil.example",
            f"https://evil.example {origin}",
            f"'{origin}'",
        ),
        *(
            f"{scheme}://127.0.0.1:{port}",
            f"{scheme}://[::1]:{port}",
            f"{scheme}://lοcalhost:{port}",
            f"{origin}%00",
        ),
    ]


async def shake(stage: Stage, headers: list[tuple[str, str]], door: str = "agent") -> int:
    """Try a WebSocket handshake with these headers, and give the status of the answer."""
    url = stage.running.url.replace("http", "ws")
    try:
        async with websockets.connect(f"{url}/live/{door}", additional_headers=Headers(headers)):
            return 101
    except InvalidStatus as refused:
        return refused.response.status_code


async def test_no_foreign_page_opens_a_live_socket(stage: Stage) -> None:
    origin = stage.running.app.house.origin
    cookie = ("Cookie", stage.given["lea"]["cookie"])
    foreign = look_alikes(origin)
    assert len(foreign) > 40
    for door in ("agent", "visitor"):
        for wrong in foreign:
            said = wrong.encode().decode("latin-1")
            assert await shake(stage, [("Origin", said), cookie], door) in (400, 403), wrong
        assert await shake(stage, [("Origin", origin), ("Origin", "https://evil.example")], door) in (
            400,
            403,
        )
        assert await shake(stage, [("Origin", origin), ("Origin", origin)], door) in (400, 403)
        assert await shake(stage, [("Origin", origin), cookie], door) == 101
        assert await shake(stage, [("Origin", origin.upper())], door) == 101, "hosts have no case"


@pytest.mark.parametrize(
    "path", ["/", "/live", "/live/", "/live/agent/", "/live/Agent", "/live//agent", "/api/v1/session"]
)
async def test_there_is_no_other_live_door(stage: Stage, path: str) -> None:
    with pytest.raises(InvalidStatus) as refused:
        await websockets.connect(stage.running.url.replace("http", "ws") + path)
    assert refused.value.response.status_code == 403


async def test_a_cookie_alone_opens_no_live_socket(stage: Stage) -> None:
    url = stage.running.url.replace("http", "ws")
    cookie = stage.given["lea"]["cookie"]
    for first in ('{"type":"ping"}', "{", '{"type":"hello","token":""}', '{"type":"hello"}'):
        async with websockets.connect(f"{url}/live/agent", additional_headers={"Cookie": cookie}) as socket:
            await socket.send(first)
            heard: list[str] = []
            with suppress(websockets.ConnectionClosed):
                while True:
                    heard.append(json.loads(await socket.recv())["type"])
            assert (heard, socket.close_code) == (["error"], 4401)


async def test_no_foreign_page_acts_with_an_agents_cookie(stage: Stage) -> None:
    origin = stage.running.app.house.origin
    hand = stage.given["lea"]
    row = await stage.row("own")
    act = f"{API}/conversations/{row.conversation.id}/take"
    for wrong in filter(str.isascii, look_alikes(origin)):
        refused = await stage.ask("lea", "POST", act, hand=hand | {"origin": wrong})
        assert (refused.status_code, refused.json()["code"]) == (403, "foreign_origin"), wrong
        signing_in = await stage.ask("nobody", "POST", f"{API}/session", hand={"origin": wrong}, json=LEA)
        assert (signing_in.status_code, signing_in.json()["code"]) == (403, "foreign_origin"), wrong
    for site in ("cross-site", "same-site", "none"):
        assert (await stage.ask("lea", "POST", act, hand=hand | {"sec-fetch-site": site})).status_code == 403
    for value in ("", "0", "true"):
        assert (await stage.ask("lea", "POST", act, hand=hand | {"x-visavis": value})).status_code == 403
    assert (await stage.ask("lea", "POST", act)).is_success


async def test_no_other_site_may_read_our_answers(stage: Stage) -> None:
    hand = stage.given["lea"] | {"origin": "https://evil.example"}
    for method in ("GET", "OPTIONS"):
        said = await stage.ask("lea", method, f"{API}/session", hand=hand)
        assert not [name for name in said.headers if name.startswith("access-control-")]
        if method == "GET":
            assert said.headers["cross-origin-resource-policy"] == "same-origin"


PLANTED = [
    "",
    "x",
    "vas_" + "a" * 43,
    "00000000-0000-0000-0000-000000000000",
    "' or 1=1 --",
    "visavis",
    "null",
]


@pytest.mark.parametrize("planted", PLANTED)
async def test_a_session_chosen_by_the_client_is_never_kept(stage: Stage, planted: str) -> None:
    for cookie in (f"visavis={planted}", f"visavis={planted}; visavis={planted}"):
        said = await stage.ask("nobody", "POST", f"{API}/session", hand={"cookie": cookie}, json=LEA)
        assert said.is_success
        given = said.cookies["visavis"]
        assert given != planted
        assert given.startswith("vas_")
        assert (await stage.ask("", "GET", f"{API}/session", hand={"cookie": cookie})).status_code == 401
        assert (await stage.ask("", "GET", f"{API}/session", hand={"cookie": f"visavis={given}"})).is_success


async def test_signing_in_again_ends_the_session_that_was_there(stage: Stage) -> None:
    hand, _ = await stage.cookie("lea")
    said = await stage.ask("", "POST", f"{API}/session", hand=hand, json=LEA)
    assert said.cookies["visavis"] not in hand["cookie"]
    assert (await stage.ask("", "GET", f"{API}/session", hand=hand)).status_code == 401


@pytest.mark.parametrize("planted", [*PLANTED, "vvt_" + "a" * 43, "vvt_", "vav_" + "a" * 43])
async def test_a_visit_chosen_by_the_client_is_never_kept(stage: Stage, planted: str) -> None:
    said = await stage.client.post(f"{API}/widget/session", json={"brand": "maison-lumen", "token": planted})
    given = said.json()["token"]
    assert given != planted
    assert given.startswith("vvt_")
    hand = {"authorization": f"Bearer {planted}".strip()}
    assert (await stage.ask("", "GET", f"{API}/widget/conversations", hand=hand)).status_code == 401


async def test_a_secret_opens_only_the_door_it_was_made_for(stage: Stage) -> None:
    secrets = {
        "session": stage.given["lea"]["cookie"].partition("=")[2],
        "key": stage.given["lea's key"]["authorization"].removeprefix("Bearer "),
        "visit": stage.given["anonymous visitor"]["authorization"].removeprefix("Bearer "),
    }
    for name, secret in secrets.items():
        hands: list[tuple[str, dict[str, str]]] = [
            ("session", {"cookie": f"visavis={secret}"}),
            ("key", {"authorization": f"Bearer {secret}"}),
            ("", {"authorization": secret}),
            ("", {"authorization": f"Basic {secret}"}),
            ("", {"authorization": f"Bearer Bearer {secret}"}),
            ("", {"x-api-key": secret}),
            ("", {"cookie": f"__Host-visavis={secret}"}),
        ]
        for opened_by, hand in hands:
            allowed = 200 if opened_by == name else 401
            said = await stage.ask("", "GET", f"{API}/session", hand=hand, params={"token": secret})
            assert said.status_code == allowed, (name, hand)
