"""Words with a provider: a form is sent, and tokens or the name of what was wrong come back."""

import base64
import binascii
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import msgspec

from visavis.channels.email.oauth.models import Received, Registered
from visavis.channels.email.oauth.providers import Provider
from visavis.kit import egress

HOUR = 3600  # seconds that a token is good for where the provider does not say (both give this or more)


class Refused(Exception):
    """The provider said no: `code` is one of RFC 6749's or 8628's words, `said` are its own."""

    def __init__(self, code: str, said: str) -> None:
        super().__init__(code)
        self.code, self.said = code, said


class Device(msgspec.Struct, frozen=True):
    """What is typed where, and with what one asks whether it was (RFC 8628)."""

    device_code: str
    user_code: str
    verification_uri: str
    expires_in: int
    interval: int = 5


class _Tokens(msgspec.Struct):
    access_token: str
    refresh_token: str = ""
    expires_in: int = HOUR
    scope: str = ""
    id_token: str = ""


class _Wrong(msgspec.Struct):
    error: str
    error_description: str = ""


async def tokens(provider: Provider, known: Registered, form: Mapping[str, str]) -> Received:
    """Ask for tokens; raise `Refused`, or `RemoteFailed` where nobody answers as they should."""
    said = await _ask(provider, provider.token, known, form, _Tokens)
    return Received(
        access_token=said.access_token,
        refresh_token=said.refresh_token,
        seconds=max(said.expires_in, 0),
        scopes=frozenset(said.scope.lower().split()),
        account=_account(said.id_token),
    )


async def device(provider: Provider, known: Registered) -> Device:
    """Ask for a code that is typed elsewhere; raise `Refused` or `RemoteFailed`."""
    scope = " ".join(provider.scopes)
    return await _ask(provider, provider.device, known, {"scope": scope}, Device)


async def _ask(
    provider: Provider, url: str, known: Registered, form: Mapping[str, str], into: type[Any]
) -> Any:
    sent = {"client_id": known.client_id, **form}
    if known.client_secret:
        sent["client_secret"] = known.client_secret
    answer = await egress.fetch(
        url,
        method="POST",
        content=urlencode(sent).encode(),
        headers={"content-type": "application/x-www-form-urlencoded", "accept": "application/json"},
        inside=provider.inside,
    )
    try:
        if answer.status_code == 200:
            return msgspec.json.decode(answer.content, type=into)
        wrong = msgspec.json.decode(answer.content, type=_Wrong)
    except msgspec.MsgspecError as odd:
        raise egress.RemoteFailed(f"{provider.name} answered {answer.status_code}, not understood") from odd
    raise Refused(wrong.error[:100], wrong.error_description[:300])


def _account(id_token: str) -> str:
    """Read as whom one signed in; it comes from the provider itself, so that its signature says nothing more."""
    try:
        payload = id_token.split(".")[1]
        claims: Any = msgspec.json.decode(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
        said = claims.get("email") or claims.get("preferred_username") or ""
    except (IndexError, AttributeError, binascii.Error, ValueError, msgspec.MsgspecError):
        return ""
    return said[:254] if isinstance(said, str) and said.isprintable() else ""
