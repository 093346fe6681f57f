"""Mail is also brought by providers, over HTTP; and what they say became of ours."""

from alembic import op

revision = "2026_11_26_0801"
down_revision = "2026_11_26_0800"
branch_labels = None
depends_on = None

HOOKS = """
alter table mail_in drop constraint mail_in_source_check;
alter table mail_in add constraint mail_in_source_check check (
    source in ('imap', 'upload', 'handed_over', 'postmark', 'mailgun', 'ses', 'brevo')) not valid;
alter table mail_in validate constraint mail_in_source_check;

-- An address at which a provider brings a mailbox's mail.
create table mail_hook (
    id uuid primary key,
    brand_id uuid not null,
    mailbox_id uuid not null,
    provider text not null check (provider in ('postmark', 'mailgun', 'ses', 'brevo')),
    key_hash bytea not null unique,  -- of what nobody guesses of its address
    password_hash bytea,             -- of what stands before the address, where the provider signs nothing
    secret bytea,                    -- sealed: what the provider signs with, or lets its files be fetched with
    topic text not null default '',  -- of SNS: the one that is listened to
    peers text[] not null default '{}',
    created_at timestamptz not null,
    called_at timestamptz,
    removed_at timestamptz,
    foreign key (brand_id, mailbox_id) references mailbox (brand_id, id)
);
create index mail_hook_by_mailbox on mail_hook (mailbox_id);

-- What was signed without its words: used once for them, it is good for no others.
create table mail_hook_token (
    hook_id uuid not null references mail_hook,
    brand_id uuid not null references brand,
    token text not null,
    digest bytea not null,
    seen_at timestamptz not null,
    primary key (hook_id, token)
);
create index mail_hook_token_seen on mail_hook_token (seen_at);

-- Addresses that refuse us, or complained: nothing is sent to them by itself.
create table mail_suppressed (
    brand_id uuid not null references brand,
    email text not null,
    why text not null check (why in ('failed', 'complained')),
    created_at timestamptz not null,
    primary key (brand_id, email)
);

do $$
declare name text;
begin
    foreach name in array array['mail_hook', 'mail_hook_token', 'mail_suppressed'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy everything on %I to visavis_system using (true)', name);
        execute format('create policy own_brands on %I to visavis_app
                        using (brand_id = any ((select visible_brands())::uuid[]))', name);
        execute format('grant select, insert, update on %I to visavis_app, visavis_system', name);
    end loop;
end $$;
grant delete on mail_hook_token to visavis_system;
"""


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    op.execute(HOOKS)
