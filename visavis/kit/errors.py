"""Errors that speak: the class name is the code, the base the status, the docstring the sentence."""

import inspect
import re
from typing import Any, ClassVar

import msgspec


def code_of(name: str) -> str:
    """Turn `ConversationNotFound` into `conversation_not_found`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


class Problem(msgspec.Struct, kw_only=True, omit_defaults=True):
    """What a reader is told of an error (RFC 9457)."""

    type: str
    title: str
    status: int
    code: str
    detail: str | None = None
    fields: dict[str, str] | None = None
    retry_after: int | None = None


class VisavisError(Exception):
    """Something went wrong on our side; it was written down."""

    status: ClassVar[int] = 500
    code: ClassVar[str] = "visavis_error"

    def __init__(
        self,
        detail: str | None = None,
        *,
        fields: dict[str, str] | None = None,
        retry_after: int | None = None,
    ) -> None:
        super().__init__(detail or self.sentence())
        self.detail = detail
        self.fields = fields
        self.retry_after = retry_after

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.code = code_of(cls.__name__)

    @classmethod
    def sentence(cls) -> str:
        """Tell the error in English, for readers whose front-end has no translation."""
        return (inspect.getdoc(cls) or cls.__name__).strip()

    def problem(self) -> Problem:
        """Describe the error as it goes over the wire."""
        return Problem(
            type=f"urn:visavis:error:{self.code}",
            title=self.sentence(),
            status=self.status,
            code=self.code,
            detail=self.detail,
            fields=self.fields,
            retry_after=self.retry_after,
        )


class InvalidInput(VisavisError):
    """Something in this request is not as it should be."""

    status = 400


class NotSignedIn(VisavisError):
    """Sign in first."""

    status = 401


class Forbidden(VisavisError):
    """You may not do this."""

    status = 403


class NotFound(VisavisError):
    """There is nothing here, or nothing that you may see."""

    status = 404


class MethodNotAllowed(VisavisError):
    """This address does not answer to that method."""

    status = 405


class Conflict(VisavisError):
    """This does not go with what is already there."""

    status = 409


class TooLarge(VisavisError):
    """This is larger than what is accepted."""

    status = 413


class TooManyRequests(VisavisError):
    """Too many requests; wait a little and try again."""

    status = 429


class Unavailable(VisavisError):
    """The service can't answer right now; nothing was lost, try again in a moment."""

    status = 503


def every_error(root: type[VisavisError] = VisavisError) -> list[type[VisavisError]]:
    """List every error class that is loaded, the root first."""
    return [root, *(found for child in root.__subclasses__() for found in every_error(child))]
