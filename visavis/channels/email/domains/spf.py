"""SPF (RFC 7208): whether a domain lets a peer hand over its mail."""

import warnings
from typing import Any, Literal

from visavis.channels.email.domains.asking import Asker, Away, ascii_of
from visavis.channels.email.models import Envelope

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # its texts are written in an older Python
    import spf  # pyright: ignore[reportMissingTypeStubs]

Result = Literal["pass", "fail", "unknown"]


def check(asker: Asker, envelope: Envelope) -> Result:
    """Tell whether the envelope sender's domain lets the peer send; anything but a yes is a no."""
    local, _, written = envelope.sender.rpartition("@")
    domain = ascii_of(written)
    if not envelope.peer or not domain or asker.left <= 0:
        return "unknown"
    try:
        query = spf.query(envelope.peer, f"{local}@{domain}", domain, querytime=asker.left)  # pyright: ignore[reportArgumentType]
        said: str = query.check()[0]  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
    except Exception:
        return "unknown"  # what others publish may be anything
    return "pass" if said == "pass" else "unknown" if said == "temperror" else "fail"


def _look_up(name: str, kind: str, strict: object = True, timeout: float = 0) -> list[Any]:
    """Answer the library as it asks: through our own questions, so that all share what is known."""
    try:
        found = Asker(timeout).ask(name, kind)
    except Away as away:
        raise spf.TempError(f"DNS {away}") from away
    match kind:
        case "A" | "AAAA":
            said: list[Any] = [answer.address for answer in found]
        case "MX":
            said = [(answer.preference, str(answer.exchange)) for answer in found]
        case "PTR":
            said = [answer.target.to_text(omit_final_dot=True) for answer in found]
        case _:
            said = [answer.strings for answer in found if sum(map(len, answer.strings)) <= 8192]
    return [((name, kind), one) for one in said]


spf.DNSLookup = _look_up
