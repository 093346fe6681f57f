"""DMARC by a walk up the DNS (RFC 9989): what a domain asks for, and which domains are of one organisation."""

from typing import Literal

import msgspec

from visavis.channels.email.domains.asking import Asker
from visavis.channels.email.domains.dkim import tags_of

DEEPEST = 8  # labels; of a longer name only the last seven are walked


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """What a domain publishes: whether its name has to be met exactly, and whether it is where others register."""

    domain: str
    strict_dkim: bool
    strict_spf: bool
    suffix: Literal["y", "n", "u"]


def policy_of(asker: Asker, domain: str) -> Policy | None:
    """Give the policy that holds for a domain: its own, its organisation's, or that of where it registered."""
    found = _walk(asker, domain)
    of = {policy.domain: policy for policy in found}
    return (
        of.get(domain)
        or of.get(_organisation(domain, found))
        or next((p for p in found if p.suffix == "y"), None)
    )


def aligned(asker: Asker, one: str, other: str, *, strict: bool) -> bool:
    """Tell whether two domains are the same, or of one organisation where that is enough."""
    if one == other or strict:
        return one == other
    # Only a domain above both can make them one: without a label in common there is nothing to ask.
    if one.rpartition(".")[2] != other.rpartition(".")[2]:
        return False
    return organisation(asker, one) == organisation(asker, other)


def organisation(asker: Asker, domain: str) -> str:
    """Give the domain of the organisation that a domain belongs to."""
    return _organisation(domain, _walk(asker, domain))


def _organisation(domain: str, found: list[Policy]) -> str:
    for policy in found:
        if policy.suffix == "n":
            return policy.domain
        if policy.suffix == "y" and policy.domain != domain:
            depth = policy.domain.count(".") + 2
            return ".".join(domain.split(".")[-depth:])
    return found[-1].domain if found else domain


def _walk(asker: Asker, domain: str) -> list[Policy]:
    """List the policies at a domain and above it, the nearest first, up to one that says where to stop."""
    labels, found = domain.split("."), list[Policy]()
    names = [domain]
    rest = labels[1:] if len(labels) < DEEPEST else labels[-DEEPEST + 1 :]
    names += [".".join(rest[at:]) for at in range(len(rest))]
    for name in names:
        policy = _read(name, asker.texts(f"_dmarc.{name}"))
        if policy is not None:
            found.append(policy)
            if policy.suffix != "u":
                break
    return found


def _read(name: str, texts: list[str]) -> Policy | None:
    """Read the one policy of a name; none, or several, are none."""
    said = [text for text in texts if text.split(";")[0].replace(" ", "") == "v=DMARC1"]
    if len(said) != 1:
        return None
    try:
        tags = {tag.lower(): value.lower() for tag, value in tags_of(said[0]).items()}
    except ValueError:
        return None
    if tags.get("p") not in ("none", "quarantine", "reject") and "rua" not in tags:
        return None
    suffix = tags.get("psd", "u")
    return Policy(
        domain=name,
        strict_dkim=tags.get("adkim") == "s",
        strict_spf=tags.get("aspf") == "s",
        suffix="y" if suffix == "y" else "n" if suffix == "n" else "u",
    )
