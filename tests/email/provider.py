"""A provider at which mailboxes are signed in to: it hands out tokens as Google and Microsoft do, and takes them back."""

import asyncio
import base64
import hashlib
import json
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit
from uuid import uuid4

CLIENT, SECRET = "house.apps.example", "between-us"
SCOPES = {
    "google": "openid email https://mail.google.com/",
    "microsoft": "https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send",
}


@dataclass
class Provider:
    """What it handed out, and how it behaves."""

    url: str = ""
    account: str = "bonjour@lumen.example"
    rotates: bool = True
    seconds: int = 3600  # that a token is good for
    scope: str = ""  # "": what was asked for
    refuses: str = ""  # the error that every question gets
    answers: bool = True
    asked: list[dict[str, str]] = field(default_factory=list[dict[str, str]])
    codes: dict[str, dict[str, str]] = field(default_factory=dict[str, dict[str, str]])
    devices: dict[str, bool] = field(default_factory=dict[str, bool])
    refreshes: dict[str, str] = field(default_factory=dict[str, str])  # token → family
    spent: dict[str, str] = field(default_factory=dict[str, str])
    tokens: dict[str, tuple[str, float]] = field(default_factory=dict[str, tuple[str, float]])
    holding: asyncio.Event | None = None  # who refreshes waits for it

    @property
    def refreshed(self) -> int:
        """How often it was asked for the next token."""
        return sum(form["grant_type"] == "refresh_token" for form in self.asked)

    def revoke(self) -> None:
        """The account's owner takes the leave back."""
        self.refreshes.clear()
        self.tokens.clear()

    def end_tokens(self) -> None:
        """An hour goes by: what opens the mailbox ends, what gets the next one does not."""
        self.tokens.clear()

    def allows(self, url: str) -> str:
        """Whoever is asked allows it: give the address that their browser is sent back to."""
        asked = {name: said[0] for name, said in parse_qs(urlsplit(url).query).items()}
        assert asked["client_id"] == CLIENT
        assert asked["code_challenge_method"] == "S256"
        assert asked["response_type"] == "code"
        code = uuid4().hex
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def types(self) -> None:
        """Whoever has the code types it, and allows it."""
        self.devices = dict.fromkeys(self.devices, True)

    def answer(self, path: str, form: dict[str, str]) -> tuple[int, Any]:
        if path.endswith("/introspect"):
            family, until = self.tokens.get(form["token"], ("", 0.0))
            return 200, {"active": bool(family) and until > time.time(), "email": self.account}
        if self.refuses:
            return 400, {"error": self.refuses, "error_description": "as the test says"}
        if (form.get("client_id"), form.get("client_secret")) != (CLIENT, SECRET):
            return 401, {"error": "invalid_client"}
        if path.endswith("/devicecode"):
            code = uuid4().hex
            self.devices[code] = False
            told = {"device_code": code, "user_code": "ABCD-1234", "expires_in": 900, "interval": 1}
            return 200, {**told, "verification_uri": f"{self.url}/device"}
        self.asked.append(form)
        return self._grant(form)

    def _grant(self, form: dict[str, str]) -> tuple[int, Any]:
        match form["grant_type"]:
            case "authorization_code":
                asked = self.codes.pop(form["code"], None)
                made = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest())
                if (
                    asked is None
                    or made.rstrip(b"=").decode() != asked["code_challenge"]
                    or form["redirect_uri"] != asked["redirect_uri"]
                ):
                    return 400, {"error": "invalid_grant"}
                return 200, self._hand_out(
                    uuid4().hex, "google" if "mail.google" in asked["scope"] else "microsoft"
                )
            case "refresh_token":
                shown = form["refresh_token"]
                if shown in self.spent:  # somebody has it who should not: the whole family ends
                    self.refreshes = {t: f for t, f in self.refreshes.items() if f != self.spent[shown]}
                family = self.refreshes.get(shown)
                if family is None:
                    return 400, {"error": "invalid_grant", "error_description": "revoked"}
                if self.rotates:
                    self.spent[shown] = self.refreshes.pop(shown)
                return 200, self._hand_out(family, "")
            case _:
                typed = self.devices.get(form["device_code"])
                if typed is None:
                    return 400, {"error": "expired_token"}
                if not typed:
                    return 400, {"error": "authorization_pending"}
                del self.devices[form["device_code"]]
                return 200, self._hand_out(uuid4().hex, "microsoft")

    def _hand_out(self, family: str, first: str) -> dict[str, Any]:
        token = uuid4().hex
        self.tokens[token] = (family, time.time() + self.seconds)
        out: dict[str, Any] = {"access_token": token, "token_type": "Bearer", "expires_in": self.seconds}
        if first or self.rotates:
            out["refresh_token"] = uuid4().hex
            self.refreshes[out["refresh_token"]] = family
        if first:
            claims = base64.urlsafe_b64encode(json.dumps({"email": self.account}).encode()).decode()
            out |= {"scope": self.scope or SCOPES[first], "id_token": f"e30.{claims.rstrip('=')}.c2ln"}
        return out

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            method, target, _ = (await reader.readline()).decode().split(" ", 2)
            length = 0
            while (line := (await reader.readline()).strip().lower()) != b"":
                if line.startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            form = {
                name: said[0] for name, said in parse_qs((await reader.readexactly(length)).decode()).items()
            }
            if not self.answers:
                return
            if method == "GET":  # a browser: whoever signs in allows it
                page = (
                    f'<a href="{self.allows(target)}">Allow</a>'
                    if "authorize" in target or "/auth" in target
                    else ""
                )
                status, kind, body = (
                    200,
                    "text/html",
                    f"<!doctype html><title>Provider</title>{page}".encode(),
                )
            else:
                if form.get("grant_type") == "refresh_token" and self.holding is not None:
                    await self.holding.wait()
                status, said = self.answer(urlsplit(target).path, form)
                kind, body = "application/json", json.dumps(said).encode()
            head = f"HTTP/1.1 {status} OK\r\ncontent-type: {kind}\r\ncontent-length: {len(body)}\r\nconnection: close\r\n\r\n"
            writer.write(head.encode() + body)
            await writer.drain()
        except (ValueError, asyncio.IncompleteReadError):
            pass  # whoever called has gone
        finally:
            writer.close()


@asynccontextmanager
async def provider() -> AsyncGenerator[Provider]:
    """Have a provider serve on this machine."""
    made = Provider()
    server = await asyncio.start_server(made.serve, "127.0.0.1", 0)
    async with server:
        made.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        yield made
