"""Mailboxes that are signed in to at Google or Microsoft, in place of a password."""

from alembic import op

revision = "2026_11_26_0900"
down_revision = "2026_11_26_0802"
branch_labels = None
depends_on = None

SIGN_IN = """
-- What the house is known as at a provider: the application that an admin registered there. The whole house's.
create table mail_application (
    provider text primary key check (provider in ('google', 'microsoft')),
    client_id text not null,
    client_secret bytea,       -- sealed
    tenant text not null default '',
    changed_at timestamptz not null
);
grant select, insert, update, delete on mail_application to visavis_app, visavis_system;

-- The leave to read and send a mailbox's mail. Without a refresh token it has ended: `code` says how.
create table mail_grant (
    mailbox_id uuid primary key,
    brand_id uuid not null,
    provider text not null references mail_application,
    account text not null default '',  -- as whom one signed in, as the provider says
    refresh_token bytea,       -- sealed, as is the access token
    access_token bytea,
    expires_at timestamptz,    -- of the access token
    received_at timestamptz not null,
    signed_in_at timestamptz not null,
    code text not null default '',
    foreign key (brand_id, mailbox_id) references mailbox (brand_id, id)
);

-- A sign-in that was begun and not ended: good once, for minutes, in the session that began it.
create table mail_sign_in (
    id uuid primary key,
    brand_id uuid not null,
    mailbox_id uuid not null,
    provider text not null,
    session_id uuid not null,
    state bytea unique,        -- the fingerprint of what comes back with the browser; none of a code that is typed
    secret bytea not null,     -- sealed: what proves that who ends it began it
    wait interval not null default '0',
    next_at timestamptz not null,
    expires_at timestamptz not null,
    foreign key (brand_id, mailbox_id) references mailbox (brand_id, id)
);
create index mail_sign_in_old on mail_sign_in (expires_at);

do $$
declare name text;
begin
    foreach name in array array['mail_grant', 'mail_sign_in'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy everything on %I to visavis_system using (true)', name);
        execute format('create policy own_brands on %I to visavis_app
                        using (brand_id = any ((select visible_brands())::uuid[]))', name);
        execute format('grant select, insert, update, delete on %I to visavis_app, visavis_system', name);
    end loop;
end $$;
"""


def upgrade() -> None:
    op.execute("set lock_timeout = '5s'")
    op.execute(SIGN_IN)
