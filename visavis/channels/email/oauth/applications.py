"""What the house is known as at each provider: registered there by an admin, entered here, its secret sealed."""

from typing import Any

import msgspec
import psycopg.errors

from visavis.channels.email.models import ProviderName
from visavis.channels.email.oauth.errors import (
    ApplicationInUse,
    ApplicationMissing,
    ApplicationSecretNeeded,
)
from visavis.channels.email.oauth.models import Application, Registered
from visavis.channels.email.oauth.schemas import ApplicationChanges
from visavis.kit.crypto import Keys
from visavis.kit.database import Session


def _build(**columns: Any) -> Application:
    return msgspec.convert(columns, Application)


async def all_of(session: Session) -> list[Application]:
    """List the house's applications."""
    return await session.rows(
        _build,
        """
        select provider, client_id, client_secret is not null as has_secret, tenant
        from mail_application order by provider
        """,
    )


async def registered(session: Session, keys: Keys, provider: ProviderName) -> Registered:
    """Give the application at a provider; raise `ApplicationMissing`."""
    found = await session.tuple(
        "select client_id, client_secret, tenant from mail_application where provider = %s", (provider,)
    )
    if found is None:
        raise ApplicationMissing
    client_id, sealed, tenant = found
    secret = keys.unseal(bytes(sealed), place=_place(provider)).decode() if sealed else ""
    return Registered(client_id=client_id, client_secret=secret, tenant=tenant)


async def save(session: Session, keys: Keys, provider: ProviderName, said: ApplicationChanges) -> Application:
    """Enter an application, or change it; a secret that is not given stays with the same identifier."""
    sealed = keys.seal(said.client_secret.encode(), place=_place(provider)) if said.client_secret else None
    saved = await session.row(
        _build,
        """
        insert into mail_application as known (provider, client_id, client_secret, tenant, changed_at)
        values (%s, %s, %s, %s, %s)
        on conflict (provider) do update set client_id = excluded.client_id, tenant = excluded.tenant,
            changed_at = excluded.changed_at,
            client_secret = coalesce(excluded.client_secret,
                case when known.client_id = excluded.client_id then known.client_secret end)
        returning provider, client_id, client_secret is not null as has_secret, tenant
        """,
        (provider, said.client_id.strip(), sealed, said.tenant.strip(), session.clock()),
    )
    assert saved is not None, "it was saved a moment ago"
    if provider == "google" and not saved.has_secret:
        raise ApplicationSecretNeeded
    return saved


async def forget(session: Session, provider: ProviderName) -> None:
    """Forget an application; raise `ApplicationInUse` while mailboxes are signed in to by it."""
    try:
        await session.execute("delete from mail_application where provider = %s", (provider,))
    except psycopg.errors.ForeignKeyViolation as used:
        raise ApplicationInUse from used


def _place(provider: ProviderName) -> str:
    return f"mail_application/{provider}"
