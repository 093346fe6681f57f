"""Whose servers keep an address's mail: told by its domain, or by where the DNS says that mail for it goes."""

from typing import Literal

import msgspec

from visavis.channels.email.domains.asking import Asker, Away, ascii_of

Host = Literal[
    "gmail", "microsoft", "ovh", "infomaniak", "gandi", "fastmail", "ionos", "yahoo", "icloud", "orange", ""
]
DOMAINS: dict[str, Host] = {
    **dict.fromkeys(("gmail.com", "googlemail.com"), "gmail"),
    **dict.fromkeys(
        (
            *("outlook.com", "outlook.fr", "hotmail.com", "hotmail.fr", "hotmail.co.uk"),
            *("live.com", "live.fr", "msn.com"),
        ),
        "microsoft",
    ),
    **dict.fromkeys(("fastmail.com", "fastmail.fm"), "fastmail"),
    **dict.fromkeys(("yahoo.com", "yahoo.fr", "yahoo.co.uk", "ymail.com"), "yahoo"),
    **dict.fromkeys(("icloud.com", "me.com", "mac.com"), "icloud"),
    **dict.fromkeys(("orange.fr", "wanadoo.fr"), "orange"),
}
# By the end of the name of the server that takes the domain's mail.
EXCHANGES: dict[str, Host] = {
    "google.com": "gmail",
    "googlemail.com": "gmail",
    "mail.protection.outlook.com": "microsoft",
    "mx.microsoft": "microsoft",
    "ovh.net": "ovh",
    "infomaniak.ch": "infomaniak",
    "gandi.net": "gandi",
    "messagingengine.com": "fastmail",
    "ionos.fr": "ionos",
    "ionos.com": "ionos",
    "kundenserver.de": "ionos",
    "1and1.fr": "ionos",
    "icloud.com": "icloud",
}


class Hosted(msgspec.Struct, frozen=True, kw_only=True):
    """Who keeps an address's mail, "" where that is not known; and by what one knows it."""

    provider: Host
    by: Literal["domain", "mx", ""]


def host_of(address: str) -> Hosted:
    """Tell who keeps an address's mail; blocks while the DNS is asked."""
    domain = ascii_of(address.rpartition("@")[2])
    if domain is None:
        return Hosted(provider="", by="")
    known = DOMAINS.get(domain)
    if known:
        return Hosted(provider=known, by="domain")
    try:
        found = sorted(Asker().ask(domain, "MX"), key=lambda answer: answer.preference)
    except Away:
        return Hosted(provider="", by="")
    for answer in found:
        exchange = "." + str(answer.exchange).rstrip(".").lower()
        for end, provider in EXCHANGES.items():
            if exchange.endswith(f".{end}"):
                return Hosted(provider=provider, by="mx")
    return Hosted(provider="", by="")
