"""Email: mailboxes, what came in as it came, what a mail said of itself, and what goes out."""

from alembic import op

revision = "2026_11_26_0500"
down_revision = "2026_11_26_0400"
branch_labels = None
depends_on = None

EMAIL = """
alter table conversation drop constraint conversation_channel_check;
alter table conversation add constraint conversation_channel_check check (channel in ('chat', 'email')) not valid;
alter table conversation validate constraint conversation_channel_check;
alter table conversation add column title text;
alter table message drop constraint message_channel_check;
alter table message add constraint message_channel_check check (channel in ('chat', 'email')) not valid;
alter table message validate constraint message_channel_check;

alter table attachment add column content_id text not null default '';

create table mailbox (
    id uuid primary key,
    brand_id uuid not null references brand,
    address text not null,
    sender_name text not null default '',
    signature text not null default '',
    incoming jsonb not null,   -- host, port, security, user
    outgoing jsonb not null,
    incoming_secret bytea,     -- sealed
    outgoing_secret bytea,
    enabled boolean not null default true,
    uid_validity bigint,
    last_uid bigint not null default 0,
    receiving jsonb not null default '{"state":"new"}',  -- how it went when it was last tried: state, code, at
    sending jsonb not null default '{"state":"new"}',
    created_at timestamptz not null,
    removed_at timestamptz,
    unique (brand_id, id)
);
create unique index mailbox_address on mailbox (lower(address)) where removed_at is null;

-- Every mail that was accepted, for ever accounted for: its bytes are in the store under raw_key.
create table mail_in (
    id uuid primary key,
    brand_id uuid not null,
    mailbox_id uuid not null,
    source text not null check (source in ('imap', 'upload')),
    source_key text not null,
    sha256 bytea not null,
    size bigint not null,
    raw_key text not null,
    envelope jsonb not null default '{}',  -- sender, recipients, address of the peer, where a peer told them
    received_at timestamptz not null,
    state text not null default 'kept' check (state in ('kept', 'placed', 'duplicate', 'set_aside', 'quarantined')),
    why text not null default '',
    tries int not null default 0,
    subject text not null default '',
    sender text not null default '',
    conversation_id uuid,
    unique (mailbox_id, source, source_key),
    foreign key (brand_id, mailbox_id) references mailbox (brand_id, id),
    foreign key (brand_id, conversation_id) references conversation (brand_id, id)
);
alter table conversation add column mailbox_id uuid;
alter table conversation add constraint conversation_mailbox_fkey
    foreign key (brand_id, mailbox_id) references mailbox (brand_id, id) not valid;
alter table conversation validate constraint conversation_mailbox_fkey;

create index mail_in_waiting on mail_in (received_at) where state = 'kept';
create index mail_in_aside on mail_in (brand_id, received_at) where state in ('quarantined', 'set_aside');
create index mail_in_same on mail_in (mailbox_id, sha256);

-- What a message was as a mail, in either direction.
create table mail (
    message_id uuid primary key references message,
    brand_id uuid not null,
    conversation_id uuid not null,
    mail_in_id uuid references mail_in,
    rfc_id text not null,      -- Message-ID, without its brackets
    refs text[] not null default '{}',
    sender text not null,
    sender_name text not null default '',
    recipients text[] not null default '{}',
    copies text[] not null default '{}',
    subject text not null default '',
    html text,
    whole text,                -- the text with what it quotes, where that is more than the message says
    verified boolean not null default false,
    foreign key (brand_id, conversation_id) references conversation (brand_id, id)
);
create index mail_by_rfc_id on mail (brand_id, rfc_id);
create index mail_by_conversation on mail (conversation_id);

-- Who takes part in a conversation by email: those admitted may write in it, the others are suggested.
create table mail_participant (
    conversation_id uuid not null,
    brand_id uuid not null,
    email text not null,
    name text not null default '',
    admitted boolean not null,
    is_customer boolean not null default false,
    primary key (conversation_id, email),
    foreign key (brand_id, conversation_id) references conversation (brand_id, id)
);

create table mail_out (
    message_id uuid primary key references message,
    brand_id uuid not null,
    conversation_id uuid not null,
    state text not null default 'queued' check (state in ('queued', 'sent', 'deferred', 'bounced')),
    send_at timestamptz not null,
    tries int not null default 0,
    why text not null default '',
    sent_at timestamptz,
    foreign key (brand_id, conversation_id) references conversation (brand_id, id)
);
create index mail_out_due on mail_out (send_at) where state in ('queued', 'deferred');

do $$
declare name text;
begin
    foreach name in array array['mailbox', 'mail_in', 'mail', 'mail_participant', 'mail_out'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy everything on %I to visavis_system using (true)', name);
        execute format('create policy own_brands on %I to visavis_app
                        using (brand_id = any ((select visible_brands())::uuid[]))', name);
        execute format('grant select, insert, update on %I to visavis_app, visavis_system', name);
    end loop;
end $$;

-- Whether a mail is from who it says: how the mailbox's server signs its Authentication-Results (RFC 8601).
alter table mailbox add column trusts text not null default '';
-- The keys that the house signs a domain's mail with (DKIM), sealed.
create table mail_key (
    brand_id uuid not null references brand,
    domain text not null,
    selector text not null,
    secret bytea not null,
    created_at timestamptz not null,
    primary key (brand_id, domain)
);
-- Who was told that their first mail came.
alter table mailbox add column acknowledges boolean not null default true;
create table mail_ack (
    mail_in_id uuid primary key references mail_in,
    brand_id uuid not null,
    mailbox_id uuid not null,
    conversation_id uuid not null unique,
    email text not null,
    person text not null,      -- the same for all the addresses of one mailbox
    domain text not null,
    proven boolean not null,
    answers text not null,     -- the Message-ID of what came, "" where it may not be repeated
    answer_by timestamptz,
    state text not null default 'queued' check (state in ('queued', 'sent', 'deferred', 'bounced')),
    send_at timestamptz not null,
    tries int not null default 0,
    why text not null default '',
    sent_at timestamptz,
    created_at timestamptz not null,
    foreign key (brand_id, mailbox_id) references mailbox (brand_id, id),
    foreign key (brand_id, conversation_id) references conversation (brand_id, id)
);
create index mail_ack_due on mail_ack (send_at) where state in ('queued', 'deferred');
create index mail_ack_person on mail_ack (person, created_at);
create index mail_ack_domain on mail_ack (domain, created_at) where not proven;

do $$
declare name text;
begin
    foreach name in array array['mail_key', 'mail_ack'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy everything on %I to visavis_system using (true)', name);
        execute format('create policy own_brands on %I to visavis_app
                        using (brand_id = any ((select visible_brands())::uuid[]))', name);
        execute format('grant select, insert, update on %I to visavis_app, visavis_system', name);
    end loop;
end $$;
"""


def upgrade() -> None:
    op.execute("set lock_timeout = '5s'")
    op.execute(EMAIL)
