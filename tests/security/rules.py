"""Who may do what, written down once more and apart from the code: one rule for each route.

The order of ranks is agent, supervisor, admin; an owner may do what an admin may. `row` says what the
identifier in the address names, and so in which places it is to be found.
"""

import base64
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal
from uuid import uuid4

Admits = Literal["anyone", "our pages", "visitor", "agent", "supervisor", "admin"]
RANKS: dict[str, int] = {"agent": 0, "supervisor": 1, "admin": 2}


@dataclass(frozen=True)
class Rule:
    """Who is let in, what the address names, what is said, and what else than 2xx means yes."""

    admits: Admits
    row: str = ""
    says: Any = None
    content: bytes | None = None
    in_person: bool = False
    yes: str = ""
    fills: str = ""


def message() -> dict[str, Any]:
    return {"client_id": str(uuid4()), "body": "Bonjour"}


def tomorrow() -> dict[str, Any]:
    return {"until": (datetime.now(UTC) + timedelta(days=1)).isoformat()}


def later() -> dict[str, Any]:
    return message() | {"send_at": tomorrow()["until"]}


def another_time() -> dict[str, Any]:
    return {"send_at": tomorrow()["until"]}


def solution() -> dict[str, Any]:
    return {"by": (datetime.now(UTC) + timedelta(days=1)).isoformat()}


def new_agent() -> dict[str, Any]:
    name = uuid4().hex
    return {"name": "Zoé", "email": f"{name}@house.example", "role": "agent", "password": "four owls at dawn"}


def new_name() -> dict[str, Any]:
    return {"name": uuid4().hex}


def new_brand() -> dict[str, Any]:
    return {"slug": uuid4().hex, "name": "Troisième", "locale": "fr"}


def new_moment() -> dict[str, Any]:
    return {"moment": "no_result", "visit_id": str(uuid4()), "page_url": "https://shop.example/search"}


ORDER = {"names": {"fr": "Ma commande", "en": "My order"}}


def new_mailbox() -> dict[str, Any]:
    server = {"host": "127.0.0.1", "port": 9, "security": "none"}
    address = f"{uuid4().hex}@house.example"
    return {"brand_id": str(uuid4()), "address": address, "incoming": server, "outgoing": server}


def new_side() -> dict[str, Any]:
    return {**message(), "to": ["no address"], "subject": "Une lampe"}


TEA_TIME = {"opens": "16:00", "closes": "18:00"}
# Said again, it changes nothing, and so is right whatever the version that it replaces.
TEA = {"replaces": 0, "hours": {"time_zone": "Europe/London", "week": {"monday": [TEA_TIME]}}}
NOBODYS = {"agent_id": None, "team_id": None}
GUESS = {"current": "not my password", "new": "five geese on a pond"}
FORGED = {"jwt": base64.b64encode(b"{}").decode() + ".."}
STRANGER = {"email": "someone@elsewhere.example", "password": "a wild guess"}

API = "/api/v1"
TALK = "/conversations/{conversation_id:uuid}"
MESSAGE = "/messages/{message_id:uuid}"
FILE = "/attachments/{attachment_id:uuid}"


def a_call() -> dict[str, Any]:
    return {"client_id": str(uuid4()), "phone": "01 99 00 11 22", "words": "Oui, appelez-moi."}


# Nobody is called in these conversations: who may say so is asked before whether there is a call to make.
CALL = {"callback_id": str(uuid4())}
OFF = {**CALL, "client_id": str(uuid4()), "body": "Nous ne pourrons pas vous appeler."}
LATER = {"by": "2040-01-01T12:00:00Z"}

STAFF: dict[tuple[str, str], Rule] = {
    ("POST", "/session"): Rule("our pages", says=STRANGER, yes="wrong_credentials"),
    ("GET", "/session"): Rule("agent"),
    ("DELETE", "/session"): Rule("agent", in_person=True, row="spare session"),
    ("GET", "/sessions"): Rule("agent", in_person=True),
    ("DELETE", "/sessions/{session_id:uuid}"): Rule("agent", in_person=True, row="session"),
    ("POST", "/session/password"): Rule("agent", in_person=True, says=GUESS, yes="wrong_password"),
    ("PATCH", "/session/profile"): Rule("agent", says={"locale": "fr"}),
    ("POST", "/live/ticket"): Rule("agent"),
    ("GET", "/api-keys"): Rule("agent", in_person=True),
    ("POST", "/api-keys"): Rule("agent", in_person=True, says={"name": "a program"}),
    ("DELETE", "/api-keys/{key_id:uuid}"): Rule("agent", in_person=True, row="key"),
    ("GET", "/agents"): Rule("agent"),
    ("POST", "/agents"): Rule("admin", says=new_agent),
    ("PATCH", "/agents/{agent_id:uuid}"): Rule("admin", row="agent", says={"locale": "en"}),
    ("GET", "/teams"): Rule("agent"),
    ("POST", "/teams"): Rule("admin", says=new_name),
    ("PATCH", "/teams/{team_id:uuid}"): Rule("admin", row="team", says=new_name),
    ("DELETE", "/teams/{team_id:uuid}"): Rule("admin", row="team"),
    ("GET", "/brands"): Rule("agent"),
    ("POST", "/brands"): Rule("admin", says=new_brand),
    ("PATCH", "/brands/{brand_id:uuid}"): Rule("admin", row="brand", says={"greeting": "Bonjour !"}),
    ("POST", "/brands/{brand_id:uuid}/secret"): Rule("admin", row="brand", in_person=True),
    ("GET", "/brands/{brand_id:uuid}/hours"): Rule("agent", row="brand"),
    ("PUT", "/brands/{brand_id:uuid}/hours"): Rule("admin", row="brand", says=TEA),
    ("GET", "/brands/{brand_id:uuid}/hours/versions"): Rule("agent", row="brand"),
    ("GET", "/brands/{brand_id:uuid}/invitation-rules"): Rule("agent", row="brand"),
    ("GET", "/brands/{brand_id:uuid}/invitation-figures"): Rule("agent", row="brand"),
    ("POST", "/brands/{brand_id:uuid}/invitation-rules"): Rule(
        "admin",
        row="brand",
        says={"moment": "no_result", "threshold": 9},
        yes="too_many_invitation_rules",
    ),
    ("PATCH", "/invitation-rules/{rule_id:uuid}"): Rule(
        "admin", row="invitation rule", says={"threshold": 9}
    ),
    ("DELETE", "/invitation-rules/{rule_id:uuid}"): Rule("admin", row="invitation rule"),
    ("GET", "/brands/{brand_id:uuid}/subjects"): Rule("agent", row="brand"),
    ("POST", "/brands/{brand_id:uuid}/subjects"): Rule(
        "admin", row="brand", says=ORDER, yes="too_many_subjects"
    ),
    ("PATCH", "/subjects/{subject_id:uuid}"): Rule("admin", row="subject", says={"place": 0}),
    ("DELETE", "/subjects/{subject_id:uuid}"): Rule("admin", row="subject"),
    ("GET", "/mailboxes"): Rule("admin"),
    ("POST", "/mailboxes"): Rule("admin", says=new_mailbox, yes="brand_not_found"),
    ("PATCH", "/mailboxes/{mailbox_id:uuid}"): Rule("admin", row="mailbox", says={"signature": "Lumen"}),
    ("DELETE", "/mailboxes/{mailbox_id:uuid}"): Rule("admin", row="mailbox"),
    ("GET", "/mailboxes/{mailbox_id:uuid}/dns"): Rule("admin", row="mailbox"),
    ("POST", "/mailboxes/{mailbox_id:uuid}/test"): Rule("admin", row="mailbox"),
    ("GET", "/mailboxes/{mailbox_id:uuid}/test/{sent:uuid}"): Rule("admin", row="mailbox"),
    ("GET", "/mail-hosts"): Rule("admin", fills="api/v1/mail-hosts?address=a@gmail.com"),
    ("GET", "/mail-applications"): Rule("admin"),
    ("PUT", "/mail-applications/{provider:str}"): Rule(
        "admin", fills="api/v1/mail-applications/microsoft", says={"client_id": "house"}, in_person=True
    ),
    ("DELETE", "/mail-applications/{provider:str}"): Rule(
        "admin", fills="api/v1/mail-applications/microsoft", in_person=True, yes="application_in_use"
    ),
    ("POST", "/mailboxes/{mailbox_id:uuid}/sign-in"): Rule(
        "admin", row="mailbox", says={"provider": "google"}, in_person=True, yes="application_missing"
    ),
    ("POST", "/mailboxes/{mailbox_id:uuid}/sign-in/{begun_id:uuid}"): Rule(
        "admin", row="mailbox", in_person=True, yes="sign_in_unknown"
    ),
    ("DELETE", "/mailboxes/{mailbox_id:uuid}/sign-in"): Rule("admin", row="mailbox", in_person=True),
    ("POST", "/mail-sign-ins"): Rule("admin", says={"state": "x"}, in_person=True, yes="sign_in_unknown"),
    ("POST", "/mailboxes/{mailbox_id:uuid}/mails"): Rule("admin", row="mailbox", content=b"Subject: x\n\nx"),
    ("GET", "/mailboxes/{mailbox_id:uuid}/hooks"): Rule("admin", row="mailbox"),
    ("POST", "/mailboxes/{mailbox_id:uuid}/hooks"): Rule(
        "admin", row="mailbox", says={"provider": "postmark"}
    ),
    ("DELETE", "/mail-hooks/{hook_id:uuid}"): Rule("admin", row="mail hook"),
    ("POST", "/incoming-mail/{key:str}/mime"): Rule(
        "anyone", yes="mail_hook_not_found", fills="api/v1/incoming-mail/nothing/mime"
    ),
    ("GET", "/mails/aside"): Rule("admin"),
    ("POST", "/mails/{mail_id:uuid}/retry"): Rule("admin", row="mail aside"),
    ("GET", "/mails/{mail_id:uuid}/original"): Rule("admin", row="mail aside"),
    ("GET", "/messages/{message_id:uuid}/mail"): Rule("agent", row="mail"),
    ("GET", "/messages/{message_id:uuid}/mail/original"): Rule("agent", row="mail"),
    ("POST", f"{TALK}/mail"): Rule("agent", row="conversation", yes="nothing_to_mail"),
    ("GET", "/customers/{customer_id:uuid}"): Rule("agent", row="customer"),
    ("PATCH", "/customers/{customer_id:uuid}"): Rule(
        "agent", row="customer", says={"phone": "+33 1 99 00 11 22"}
    ),
    ("GET", "/customers/{customer_id:uuid}/conversations"): Rule("agent"),
    ("GET", "/conversations"): Rule("agent"),
    ("GET", "/conversations/counts"): Rule("agent"),
    ("GET", TALK): Rule("agent", row="conversation"),
    ("GET", f"{TALK}/messages"): Rule("agent", row="conversation"),
    ("POST", f"{TALK}/messages"): Rule("agent", row="conversation", says=message),
    ("GET", f"{TALK}/scheduled"): Rule("agent", row="conversation"),
    ("POST", f"{TALK}/scheduled"): Rule("agent", row="conversation", says=later, yes="too_many_scheduled"),
    ("PATCH", "/scheduled-messages/{scheduled_id:uuid}"): Rule("agent", row="scheduled", says=another_time),
    ("DELETE", "/scheduled-messages/{scheduled_id:uuid}"): Rule("agent", row="scheduled"),
    ("POST", "/scheduled-messages/{scheduled_id:uuid}/send"): Rule("agent", row="scheduled"),
    ("POST", f"{TALK}/take"): Rule("agent", row="conversation"),
    ("POST", f"{TALK}/accept"): Rule("agent", row="conversation", yes="not_pushed"),
    ("POST", f"{TALK}/decline"): Rule("agent", row="conversation", yes="not_pushed"),
    ("POST", f"{TALK}/assign"): Rule("agent", row="conversation", says=NOBODYS),
    ("POST", f"{TALK}/hand-over"): Rule("agent", row="conversation", says={"note": "à suivre", **NOBODYS}),
    ("POST", f"{TALK}/snooze"): Rule("agent", row="conversation", says=tomorrow),
    ("POST", f"{TALK}/resolve"): Rule("agent", row="conversation"),
    ("GET", f"{TALK}/resolution/times"): Rule("agent", row="conversation"),
    ("POST", f"{TALK}/resolution"): Rule(
        "agent", row="conversation", says=solution, yes="resolution_promised"
    ),
    ("POST", f"{TALK}/reopen"): Rule("agent", row="resolved conversation"),
    ("POST", f"{TALK}/callback/on-the-line"): Rule(
        "agent", row="conversation", says=CALL, yes="callback_over"
    ),
    ("POST", f"{TALK}/callback/not-reached"): Rule(
        "agent", row="conversation", says=CALL, yes="callback_over"
    ),
    ("POST", f"{TALK}/callback/cancel"): Rule("agent", row="conversation", says=OFF, yes="callback_over"),
    ("GET", f"{TALK}/participants"): Rule("agent", row="conversation", yes="not_by_email"),
    ("POST", f"{TALK}/participants"): Rule(
        "agent", row="conversation", says={"email": "a@b.example", "admitted": True}, yes="not_by_email"
    ),
    ("POST", f"{TALK}/sides"): Rule("agent", row="conversation", says=new_side, yes="address_invalid"),
    ("GET", "/sides/{side_id:uuid}"): Rule("agent", row="side"),
    ("POST", "/sides/{side_id:uuid}/messages"): Rule("agent", row="side", says=message),
    ("POST", f"{TALK}/read"): Rule("agent", row="conversation", says={"seq": 1}),
    ("POST", f"{TALK}/attachments"): Rule("agent", row="conversation", content=b"a file"),
    ("GET", FILE): Rule("agent", row="file"),
    ("PATCH", MESSAGE): Rule("agent", row="own message", says={"body": "Corrigé"}),
    ("DELETE", MESSAGE): Rule("agent", row="own message"),
    ("GET", "/presence"): Rule("agent"),
    ("GET", "/promises/at_risk"): Rule("agent"),
    ("GET", "/board"): Rule("supervisor"),
    ("PATCH", "/presence"): Rule("agent", says={"places": 5}),
    ("GET", f"{MESSAGE}/revisions"): Rule("agent", row="message"),
}
WIDGET: dict[tuple[str, str], Rule] = {
    ("POST", "/session"): Rule("anyone", says={"brand": "maison-lumen"}),
    ("POST", "/identify"): Rule("visitor", says=FORGED, yes="claim_refused"),
    ("PATCH", "/visitor"): Rule("visitor", says={"attributes": {"basket": 3}}),
    ("PUT", "/service-mode"): Rule("visitor", says={"service_mode": "advice"}),
    ("GET", "/hours"): Rule("visitor"),
    ("GET", "/offers"): Rule("visitor"),
    ("POST", "/moments"): Rule("visitor", says=new_moment),
    ("POST", "/invitations/{invitation_id:uuid}/answer"): Rule(
        "visitor", row="invitation", says={"how": "declined"}
    ),
    ("GET", "/conversations"): Rule("visitor"),
    ("POST", "/conversations"): Rule("visitor", says=message),
    ("GET", TALK): Rule("visitor", row="conversation"),
    ("GET", f"{TALK}/messages"): Rule("visitor", row="conversation"),
    ("POST", f"{TALK}/messages"): Rule("visitor", row="conversation", says=message),
    ("POST", f"{TALK}/read"): Rule("visitor", row="conversation", says={"seq": 1}),
    ("POST", f"{TALK}/resolve"): Rule("visitor", row="conversation"),
    ("POST", "/callbacks"): Rule("visitor", says=a_call, yes="callbacks_off"),
    ("POST", f"{TALK}/callback/cancel"): Rule("visitor", row="conversation", says=CALL, yes="callback_over"),
    ("GET", f"{TALK}/remedies"): Rule("visitor", row="conversation"),
    ("POST", f"{TALK}/promise"): Rule("visitor", row="conversation", says=LATER, yes="nothing_promised"),
    ("PATCH", MESSAGE): Rule("visitor", row="own message", says={"body": "Corrigé"}),
    ("DELETE", MESSAGE): Rule("visitor", row="own message"),
    ("POST", "/attachments"): Rule("visitor", content=b"a file"),
    ("GET", FILE): Rule("visitor", row="file"),
}
# Pages may be missing where the web apps are not built; that is no refusal.
PAGES: dict[tuple[str, str], Rule] = {
    ("GET", "/"): Rule("anyone"),
    ("GET", "/console"): Rule("anyone", yes="page_missing"),
    ("GET", "/console/{path:path}"): Rule("anyone", yes="page_missing", fills="console/inbox"),
    ("GET", "/widget.js"): Rule("anyone", yes="page_missing"),
    ("GET", "/widget/assets/{path:path}"): Rule("anyone", yes="page_missing", fills="widget/assets/nothing"),
    ("GET", "/widget/frame/{slug:str}"): Rule("anyone", yes="not_built", fills="widget/frame/maison-lumen"),
    ("GET", "/api/docs"): Rule("anyone", yes="page_missing"),
    ("GET", "/api/docs/{path:path}"): Rule("anyone", yes="page_missing", fills="api/docs/nothing"),
    ("GET", "/promise/{slug:str}"): Rule("anyone", yes="too_few", fills="promise/maison-lumen"),
    ("GET", "/promise/{slug:str}/badge.svg"): Rule(
        "anyone", yes="too_few", fills="promise/maison-lumen/badge.svg"
    ),
    ("GET", "/mail/stop/{token:str}"): Rule("anyone", yes="mail_not_found", fills="mail/stop/nothing"),
    ("POST", "/mail/stop/{token:str}"): Rule("anyone", yes="mail_not_found", fills="mail/stop/nothing"),
    ("GET", "/shop/{slug:str}"): Rule("anyone", fills="shop/maison-lumen"),
    ("GET", "/shop/{slug:str}/{page:str}"): Rule("anyone", fills="shop/maison-lumen/product"),
    ("POST", "/shop/{slug:str}/identify"): Rule("anyone", fills="shop/maison-lumen/identify"),
    ("GET", "/api/openapi.json"): Rule("anyone"),
    ("GET", "/api"): Rule("anyone", yes="not_found"),
    ("GET", "/api/{path:str}"): Rule("anyone", yes="not_found", fills="api/nothing"),
}
RULES: dict[tuple[str, str], Rule] = {
    **{(method, API + path): rule for (method, path), rule in STAFF.items()},
    **{(method, f"{API}/widget{path}"): rule for (method, path), rule in WIDGET.items()},
    **PAGES,
}
