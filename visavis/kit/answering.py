"""How errors and headers leave the house."""

import logging
from typing import Any

import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from visavis.kit import errors
from visavis.kit.errors import InvalidInput, VisavisError

log = logging.getLogger(__name__)
PROBLEM = "application/problem+json"

BY_STATUS: dict[int, type[VisavisError]] = {
    400: InvalidInput,
    401: errors.NotSignedIn,
    403: errors.Forbidden,
    404: errors.NotFound,
    405: errors.MethodNotAllowed,
    413: errors.TooLarge,
    429: errors.TooManyRequests,
    503: errors.Unavailable,
}


def answer_error(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """Tell an error as problem details (RFC 9457)."""
    if isinstance(error, VisavisError):
        told = error
    elif isinstance(error, RecursionError):
        told = InvalidInput("This is nested too deep.")  # JSON from outside: nothing of ours recurses
    elif isinstance(error, ValidationException):
        told = InvalidInput(error.detail, fields=_fields(error.extra))
    elif isinstance(error, HTTPException) and error.status_code < 500:
        told = BY_STATUS.get(error.status_code, InvalidInput)(error.detail)
    else:
        log.error("%s %s failed", request.method, request.url.path, exc_info=error)
        told = VisavisError()
    headers = {"cache-control": "no-store"}
    if told.retry_after is not None:
        headers["retry-after"] = str(told.retry_after)
    if isinstance(error, HTTPException) and error.status_code == 405 and error.headers:
        headers |= dict(error.headers)
    return Response(
        msgspec.json.encode(told.problem()),
        status_code=told.status,
        media_type=PROBLEM,
        headers=headers,
    )


def _fields(extra: Any) -> dict[str, str] | None:
    try:
        entries = msgspec.convert(extra, list[_Wrong])
    except msgspec.ValidationError:
        return None
    return {entry.key: entry.message for entry in entries}


class _Wrong(msgspec.Struct):
    message: str
    key: str = "body"


class Headers:
    """Adds to every answer the headers that keep browsers careful."""

    def __init__(self, app: ASGIApp, *, secure: bool) -> None:
        self.app = app
        self.always = [
            (b"x-content-type-options", b"nosniff"),
            (b"referrer-policy", b"strict-origin-when-cross-origin"),
            (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), payment=()"),
        ]
        if secure:
            self.always.append((b"strict-transport-security", b"max-age=31536000; includeSubDomains"))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        api = scope["path"].startswith("/api/")

        async def careful(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = list(message.get("headers", []))
                given = {name.lower() for name, _ in headers}
                if b"cache-control" not in given:
                    headers.append((b"cache-control", b"no-store" if api else b"no-cache"))
                if b"content-security-policy" not in given:
                    headers.append(
                        (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'")
                    )
                if b"cross-origin-resource-policy" not in given:
                    headers.append((b"cross-origin-resource-policy", b"same-origin"))
                if b"cross-origin-opener-policy" not in given:
                    headers.append((b"cross-origin-opener-policy", b"same-origin"))
                message["headers"] = [*headers, *self.always]
            await send(message)

        await self.app(scope, receive, careful)
