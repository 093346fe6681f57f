"""An admin signs in to a mailbox at its provider: once, in the session that began it, and nobody in their place."""

import json

import httpx
import msgspec
import pytest

from tests.cast import Cast, Running
from tests.email.letters import mailbox_of
from tests.email.provider import CLIENT, SECRET, provider
from tests.email.signed_in import as_it_is, begins, brings_back, in_person, registers, signs_in
from visavis.channels.email.models import Server
from visavis.channels.email.oauth import ending
from visavis.channels.email.oauth.errors import (
    ApplicationRefused,
    MailNotAllowed,
    NothingLasting,
    SignInDeclined,
    SignInUnknown,
)
from visavis.channels.email.oauth.providers import provider_of
from visavis.kit.clock import system_clock
from visavis.kit.egress import RemoteFailed


async def test_who_signs_in_is_known_by_the_mailbox_and_no_secret_is_shown(cast: Cast) -> None:
    async with provider() as theirs:
        theirs.account = "marie@lumen.example"
        mailbox = await signs_in(cast, await mailbox_of(cast), theirs)
    assert mailbox.sign_in is not None
    assert (mailbox.sign_in.provider, mailbox.sign_in.account, mailbox.sign_in.code) == (
        *("google", "marie@lumen.example", ""),
    )
    assert (mailbox.incoming.user, mailbox.outgoing.user) == ("marie@lumen.example",) * 2
    async with cast.house.database.system() as session:
        kept = await session.tuple("select g::text, a::text from mail_grant g, mail_application a")
        left = await session.tuple("select count(*) from mail_sign_in")
    assert kept is not None
    shown = str(kept) + str(msgspec.to_builtins(mailbox))
    assert not [
        s for s in (*theirs.tokens, *theirs.refreshes, SECRET) if s in shown or s.encode().hex() in shown
    ]
    assert left == (0,)


async def test_a_state_that_was_made_up_or_is_anothers_or_was_used_gives_nothing(cast: Cast) -> None:
    async with provider() as theirs:
        await registers(cast, theirs)
        mailbox, ana, other = await mailbox_of(cast), in_person(cast), in_person(cast)
        said = brings_back(theirs.allows((await begins(cast, ana, mailbox)).url))
        forged = said.state[:-1] + ("A" if said.state[-1] != "A" else "B")
        for who, state in ((ana, forged), (ana, "x"), (other, said.state)):
            with pytest.raises(SignInUnknown):
                await ending.come_back(cast.house, who, msgspec.structs.replace(said, state=state))
        assert theirs.asked == [], "the code was shown to nobody"
        assert (await ending.come_back(cast.house, ana, said)).sign_in is not None
        with pytest.raises(SignInUnknown):
            await ending.come_back(cast.house, ana, said)
        assert len(theirs.asked) == 1


async def test_a_code_that_was_used_or_is_of_another_sign_in_gives_nothing(cast: Cast) -> None:
    async with provider() as theirs:
        mailbox, ana = await signs_in(cast, await mailbox_of(cast), theirs), in_person(cast)
        before = mailbox.sign_in
        used = theirs.asked[0]["code"]
        begun = brings_back(theirs.allows((await begins(cast, ana, mailbox)).url))
        with pytest.raises(SignInDeclined):
            await ending.come_back(cast.house, ana, msgspec.structs.replace(begun, code=used))
        # An attacker's code, for an account of theirs: without the verifier it is worth nothing.
        planted = brings_back(theirs.allows((await begins(cast, in_person(cast), mailbox)).url)).code
        begun = brings_back(theirs.allows((await begins(cast, ana, mailbox)).url))
        with pytest.raises(SignInDeclined):
            await ending.come_back(cast.house, ana, msgspec.structs.replace(begun, code=planted))
        assert (await as_it_is(cast, mailbox.id)).sign_in == before


async def test_a_sign_in_that_took_too_long_is_begun_again(cast: Cast) -> None:
    async with provider() as theirs:
        await registers(cast, theirs)
        ana, mailbox = in_person(cast), await mailbox_of(cast)
        said = brings_back(theirs.allows((await begins(cast, ana, mailbox)).url))
        async with cast.house.database.system() as session:
            await session.execute("update mail_sign_in set expires_at = now() - interval '1 s'")
        with pytest.raises(SignInUnknown):
            await ending.come_back(cast.house, ana, said)


@pytest.mark.parametrize(
    ("how", "why"),
    [
        ({"scope": "openid email"}, MailNotAllowed),
        ({"refuses": "access_denied"}, SignInDeclined),
        ({"refuses": "invalid_client"}, ApplicationRefused),
        ({"answers": False}, RemoteFailed),
    ],
)
async def test_what_kept_one_from_signing_in_has_a_name(
    cast: Cast, how: dict[str, str], why: type[Exception]
) -> None:
    async with provider() as theirs:
        await registers(cast, theirs)
        ana, mailbox = in_person(cast), await mailbox_of(cast)
        said = brings_back(theirs.allows((await begins(cast, ana, mailbox)).url))
        for name, value in how.items():
            setattr(theirs, name, value)
        with pytest.raises(why):
            await ending.come_back(cast.house, ana, said)
        assert (await as_it_is(cast, mailbox.id)).sign_in is None
        with pytest.raises(SignInUnknown):  # what was tried in vain is not tried twice
            await ending.come_back(cast.house, ana, said)


async def test_a_leave_that_does_not_last_is_none(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    async with provider() as theirs:
        await registers(cast, theirs)
        handed = theirs.answer

        def briefly(path: str, form: dict[str, str]) -> tuple[int, dict[str, str]]:
            status, said = handed(path, form)
            return status, {name: value for name, value in said.items() if name != "refresh_token"}

        monkeypatch.setattr(theirs, "answer", briefly)
        ana, mailbox = in_person(cast), await mailbox_of(cast)
        said = brings_back(theirs.allows((await begins(cast, ana, mailbox)).url))
        with pytest.raises(NothingLasting):
            await ending.come_back(cast.house, ana, said)


def test_google_and_microsoft_are_asked_for_mail_and_nothing_that_is_not_needed() -> None:
    google, microsoft = provider_of("google", "", {}), provider_of("microsoft", "lumen.example", {})
    assert google.scopes == ("openid", "email", "https://mail.google.com/")
    assert google.asks == {"access_type": "offline", "prompt": "consent"}
    assert (google.ways, microsoft.ways) == (["redirect"], ["redirect", "device"])
    assert microsoft.token == "https://login.microsoftonline.com/lumen.example/oauth2/v2.0/token"
    assert "offline_access" in microsoft.scopes
    us = provider_of("microsoft", "", {"microsoft": "https://login.microsoftonline.us"})
    assert "https://outlook.office365.us/IMAP.AccessAsUser.All" in us.scopes
    assert (us.incoming.host, us.inside) == ("outlook.office365.us", False)


@pytest.mark.parametrize(
    ("host", "security", "shown"),
    [
        ("imap.gmail.com", "tls", True),
        ("IMAP.gmail.com", "starttls", True),
        ("imap.gmail.com", "none", False),
        ("imap.gmail.com.evil.example", "tls", False),
        ("outlook.office365.com", "tls", False),
        ("127.0.0.1", "none", False),
    ],
)
def test_a_token_is_shown_to_its_providers_own_servers_alone(host: str, security: str, shown: bool) -> None:
    server = msgspec.convert({"host": host, "port": 993, "security": security}, Server)
    assert provider_of("google", "", {}).takes(server) is shown


async def _adds(ana: httpx.AsyncClient, cast: Cast) -> str:
    server = {"host": "127.0.0.1", "port": 9, "security": "none"}
    said = {
        "brand_id": str(cast.lumen.id),
        "address": "bonjour@lumen.example",
        "incoming": server,
        "outgoing": server,
    }
    return (await ana.post("/api/v1/mailboxes", json=said)).json()["id"]


async def _enters(ana: httpx.AsyncClient, name: str, **said: str) -> httpx.Response:
    return await ana.put(f"/api/v1/mail-applications/{name}", json={"client_id": CLIENT, **said})


async def test_one_signs_in_over_http_and_another_admins_session_cannot_end_it(running: Running) -> None:
    async with provider() as theirs, running.as_agent("ana") as ana, running.as_agent("ana") as elsewhere:
        running.app.house.authorities["google"] = theirs.url
        assert (await _enters(ana, "google")).json()["code"] == "application_secret_needed"
        assert (await _enters(ana, "google", client_secret=SECRET)).json()["has_secret"]
        listed = await ana.get("/api/v1/mail-applications")
        assert SECRET not in listed.text
        assert listed.json()["redirect_uri"] == f"{running.app.house.base_url}/console/mail-signed-in"
        path = f"/api/v1/mailboxes/{await _adds(ana, running.cast)}/sign-in"
        begun = (await ana.post(path, json={"provider": "google"})).json()
        assert "login_hint=bonjour%40lumen.example" in begun["url"]
        said = json.loads(msgspec.json.encode(brings_back(theirs.allows(begun["url"]))))
        refused = await elsewhere.post("/api/v1/mail-sign-ins", json=said)
        assert (refused.status_code, refused.json()["code"]) == (404, "sign_in_unknown")
        mailbox = (await ana.post("/api/v1/mail-sign-ins", json=said)).json()
        assert mailbox["sign_in"]["account"] == "bonjour@lumen.example"
        used = await ana.delete("/api/v1/mail-applications/google")
        assert used.json()["code"] == "application_in_use"
        assert (await ana.delete(path)).json()["sign_in"] is None
        assert (await ana.delete("/api/v1/mail-applications/google")).status_code == 204
        gone = await ana.post(path, json={"provider": "google"})
        assert gone.json()["code"] == "application_missing"


async def test_a_code_is_typed_elsewhere_where_the_provider_lets_mail_be_asked_for_so(
    running: Running,
) -> None:
    async with provider() as theirs, running.as_agent("ana") as ana, running.as_agent("ana") as elsewhere:
        for name in ("google", "microsoft"):
            running.app.house.authorities[name] = theirs.url
            assert (await _enters(ana, name, client_secret=SECRET)).is_success
        path = f"/api/v1/mailboxes/{await _adds(ana, running.cast)}/sign-in"
        refused = await ana.post(path, json={"provider": "google", "way": "device"})
        assert refused.json()["code"] == "way_not_offered"
        begun = (await ana.post(path, json={"provider": "microsoft", "way": "device"})).json()
        assert (begun["user_code"], begun["url"], begun["wait"]) == ("ABCD-1234", f"{theirs.url}/device", 1)
        look = f"{path}/{begun['id']}"
        assert (await elsewhere.post(look)).json()["code"] == "sign_in_unknown"
        assert (await ana.post(look)).json()["state"] == "waiting"
        assert theirs.asked == [], "it is not asked more often than it wants to be"
        await _time_goes_by(running)
        assert (await ana.post(look)).json()["state"] == "waiting"
        assert len(theirs.asked) == 1
        theirs.types()
        await _time_goes_by(running)
        done = (await ana.post(look)).json()
        assert (done["state"], done["mailbox"]["sign_in"]["provider"]) == ("done", "microsoft")
        assert (await ana.post(look)).json()["code"] == "sign_in_unknown"


async def _time_goes_by(running: Running) -> None:
    async with running.app.house.database.system() as session:
        await session.execute("update mail_sign_in set next_at = %s", (system_clock(),))


async def test_a_directory_that_would_lead_elsewhere_is_refused(running: Running) -> None:
    async with running.as_agent("ana") as ana:
        for tenant in ("a/b", "..", "evil.example/x", "a?b", "a#b", "a@b", "-a", "é"):
            answer = await _enters(ana, "microsoft", tenant=tenant)
            assert answer.status_code == 400, tenant
        assert (await _enters(ana, "microsoft", tenant="lumen.onmicrosoft.com")).is_success
        assert (await _enters(ana, "yahoo")).status_code in (400, 404)
