"""A mail server is reached encrypted, or not outside of private networks; what went wrong has a stable name."""

import socket
import ssl

import aiosmtplib

from visavis.channels.email.models import Server
from visavis.kit import egress

SAID = 300  # characters of a server's own words that are passed on


class Failed(Exception):
    """A mail server could not be spoken to: `code` is stable, `said` are its or the system's words."""

    def __init__(self, code: str, said: object = "") -> None:
        super().__init__(code)
        self.code = code
        self.said = str(said)[:SAID]


async def host_of(server: Server) -> str:
    """Give the host to connect to; raise `Failed` when a password would go unencrypted over the internet.

    An admin may name a host inside the house on purpose, so that private addresses are not refused here.
    """
    if server.security != "none":
        return server.host
    try:
        addresses = await egress.resolve(server.host, server.port)
    except egress.RemoteFailed as unknown:
        raise Failed("host_unknown", unknown) from unknown
    if any(map(egress.is_public, addresses)):
        raise Failed("encryption_needed", server.host)
    # What was looked at is what is called, whatever the name leads to a moment later.
    return min(addresses, key=lambda address: ":" in address)


async def smtp_of(server: Server, within: float) -> aiosmtplib.SMTP:
    """Make a client of an outgoing server, not yet connected; raise `Failed`."""
    return aiosmtplib.SMTP(
        hostname=await host_of(server),
        port=server.port,
        use_tls=server.security == "tls",
        start_tls=server.security == "starttls",
        timeout=within,
    )


def code_of(error: BaseException) -> str:
    """Name what kept a connection from being made or held."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return "certificate_invalid"
        if isinstance(cause, ssl.SSLError):
            return "encryption_failed"
        if isinstance(cause, socket.gaierror):
            return "host_unknown"
        if isinstance(cause, TimeoutError):
            return "hung"
        cause = cause.__cause__ or cause.__context__
    return "no_connection"
