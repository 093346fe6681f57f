"""Call-backs over HTTP and the sockets, as the widget and the console use them."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from tests.cast import Running
from visavis import brands
from visavis.brands import BrandChanges


async def opens(running: Running) -> None:
    async with running.cast.house.database.session([running.cast.lumen.id]) as session:
        await brands.edit(session, running.cast.lumen.id, BrandChanges(callbacks=True))


def a_call(offer: dict[str, Any]) -> dict[str, Any]:
    return {
        "client_id": str(uuid4()),
        "phone": "01 99 00 11 22",
        "words": "Oui, appelez-moi.",
        "after": None if offer["within_s"] else offer["after"],
    }


async def test_a_visitor_hears_of_calls_asks_for_one_and_is_called(running: Running) -> None:
    await opens(running)
    async with (
        await running.live_console("lea") as lea,
        await running.live_visitor("claire") as claire,
        running.as_visitor("claire") as widget,
        running.as_agent("lea") as console,
    ):
        told = await claire.hears("offers")
        while not any(offer["way"] == "callback" for offer in told["items"]):
            told = await claire.hears("offers")
        calls = [offer for offer in told["items"] if offer["way"] == "callback"]
        assert [offer["within_s"] for offer in calls] == [120, None, None, None]
        assert told["items"][0]["way"] == "live", "answers come first"

        booked = (await widget.post("/api/v1/widget/callbacks", json=a_call(calls[0]))).json()
        conversation = booked["conversation"]
        heard = await lea.hears("conversation.callback")
        assert heard["data"]["conversation"]["callback"] == conversation["callback"]
        assert heard["data"]["conversation"]["callback"]["phone"] == "+33199001122"

        place = f"/api/v1/conversations/{conversation['id']}"
        which = {"callback_id": conversation["callback"]["id"]}
        called = await console.post(f"{place}/callback/on-the-line", json=which)
        assert called.json()["callback"] is None
        told = await claire.hears("conversation.callback", data={"conversation": {"callback": None}})
        assert told["data"]["message"]["entry"]["what"] == "called"
        again = await console.post(f"{place}/callback/on-the-line", json=which)
        assert (again.status_code, again.json()["code"]) == (409, "callback_over")


async def test_what_is_wrong_is_said_with_a_code(running: Running) -> None:
    await opens(running)
    async with running.as_visitor("claire") as widget:
        for phone, code in (("06 12", "phone_invalid"), ("0899 12 34 56", "phone_refused")):
            asked = a_call({"within_s": 120}) | {"phone": phone}
            answer = await widget.post("/api/v1/widget/callbacks", json=asked)
            assert (answer.status_code, answer.json()["code"]) == (400, code)
        gone = await widget.post(
            "/api/v1/widget/callbacks",
            json=a_call({"within_s": None, "after": "2026-01-01T10:00:00Z"}),
        )
        assert (gone.status_code, gone.json()["code"]) == (409, "offer_gone")
        assert all(offer["way"] == "callback" for offer in gone.json()["offers"])


async def test_the_address_is_kept_under_a_key(running: Running) -> None:
    await opens(running)
    async with await running.live_console("lea"), running.as_visitor("claire") as widget:
        await running.app.live.watch.look()
        offers = (await widget.get("/api/v1/widget/offers")).json()
        call = next(offer for offer in offers if offer["way"] == "callback")
        assert datetime.fromisoformat(call["after"]) < datetime.fromisoformat(call["by"])
        (await widget.post("/api/v1/widget/callbacks", json=a_call(call))).raise_for_status()
    async with running.cast.house.database.session([running.cast.lumen.id]) as session:
        kept = await session.tuple("select address_hash from callback")
    assert kept is not None
    keys = running.app.house.keys
    assert keys.verify("callback.address", b"127.0.0.1", bytes(kept[0])) or keys.verify(
        "callback.address", b"::1", bytes(kept[0])
    )
