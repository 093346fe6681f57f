"""Where one signs in to mailboxes, and what is asked for there: the same for every house."""

from collections.abc import Mapping

import msgspec

from visavis.channels.email.models import ProviderName, Server
from visavis.channels.email.oauth.models import Way

GOOGLE, MICROSOFT = "https://accounts.google.com", "https://login.microsoftonline.com"
# Microsoft's clouds of other jurisdictions keep mail under names of their own.
OUTLOOK = {
    "https://login.microsoftonline.us": ("outlook.office365.us", "smtp.office365.us"),
    "https://login.partner.microsoftonline.cn": ("partner.outlook.cn", "smtp.partner.outlook.cn"),
}


class Provider(msgspec.Struct, frozen=True, kw_only=True):
    """Who keeps mail and lets people sign in; `inside` where whoever runs the house named another address for it."""

    name: ProviderName
    authorize: str
    token: str
    device: str
    scopes: tuple[str, ...]
    needed: tuple[str, ...]  # the ends of the scopes without which there is no mail
    asks: Mapping[str, str]
    incoming: Server
    outgoing: Server
    hosts: frozenset[str]
    inside: bool

    def takes(self, server: Server) -> bool:
        """Tell whether a token may be shown to a server: to the provider's own alone, and never in the open."""
        own = server.host.lower() in self.hosts and server.security != "none"
        return own or self.inside

    @property
    def ways(self) -> list[Way]:
        """Tell how one signs in there."""
        return ["redirect", "device"] if self.device else ["redirect"]


def provider_of(name: ProviderName, tenant: str, named: Mapping[str, str]) -> Provider:
    """Give a provider; `named` are the addresses that whoever runs the house set in place of the public ones."""
    return _google(named.get(name)) if name == "google" else _microsoft(named.get(name), tenant or "common")


def _google(named: str | None) -> Provider:
    return Provider(
        name="google",
        authorize=f"{named or GOOGLE}/o/oauth2/v2/auth",
        token=f"{named or 'https://oauth2.googleapis.com'}/token",
        # Google lets devices ask for a few scopes, of which mail is none.
        device="",
        scopes=("openid", "email", "https://mail.google.com/"),
        needed=("mail.google.com/",),
        # Without these, whoever has signed in before is given no lasting leave.
        asks={"access_type": "offline", "prompt": "consent"},
        incoming=Server(host="imap.gmail.com", port=993, security="tls"),
        outgoing=Server(host="smtp.gmail.com", port=465, security="tls"),
        hosts=frozenset({"imap.gmail.com", "smtp.gmail.com", "imap.googlemail.com", "smtp.googlemail.com"}),
        inside=named is not None,
    )


def _microsoft(named: str | None, tenant: str) -> Provider:
    base = f"{named or MICROSOFT}/{tenant}/oauth2/v2.0"
    outlook, smtp = OUTLOOK.get(named or "", ("outlook.office.com", "smtp.office365.com"))
    imap = "outlook.office365.com" if outlook == "outlook.office.com" else outlook
    return Provider(
        name="microsoft",
        authorize=f"{base}/authorize",
        token=f"{base}/token",
        device=f"{base}/devicecode",
        scopes=(
            *("openid", "email", "profile", "offline_access"),
            *(f"https://{outlook}/IMAP.AccessAsUser.All", f"https://{outlook}/SMTP.Send"),
        ),
        needed=("imap.accessasuser.all", "smtp.send"),
        asks={"prompt": "select_account"},
        incoming=Server(host=imap, port=993, security="tls"),
        outgoing=Server(host=smtp, port=587, security="starttls"),
        hosts=frozenset({imap, smtp, "imap-mail.outlook.com", "smtp-mail.outlook.com"}),
        inside=named is not None and named not in OUTLOOK,
    )
