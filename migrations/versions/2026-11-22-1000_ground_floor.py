"""The ground floor: brands, staff, customers, conversations, events, and the walls between brands."""

from alembic import op
from procrastinate.schema import SchemaManager

revision = "2026_11_22_1000"
down_revision = None
branch_labels = None
depends_on = None

ROLES = """
do $$
declare name text;
begin
    foreach name in array array['visavis_app', 'visavis_system'] loop
        begin
            execute format('create role %I nologin', name);
        exception when duplicate_object or unique_violation then null;
        end;
        execute format('grant %I to current_user', name);
    end loop;
end $$;
"""

TABLES = """
create table installation (
    sole boolean primary key default true check (sole),
    epoch text not null,
    forgotten_xid bigint not null default 0,
    created_at timestamptz not null default now()
);
insert into installation (epoch) values (substr(md5(random()::text || clock_timestamp()::text), 1, 8));

create table brand (
    id uuid primary key,
    slug text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
    name text not null,
    locale text not null check (locale in ('fr', 'en')),
    accent text not null check (accent ~ '^#[0-9a-f]{6}$'),
    greeting text not null default '',
    allowed_origins text[] not null default '{}',
    secret bytea not null,
    created_at timestamptz not null
);

create table agent (
    id uuid primary key,
    email text not null,
    name text not null,
    role text not null check (role in ('owner', 'admin', 'supervisor', 'agent')),
    locale text not null check (locale in ('fr', 'en')),
    password_hash text not null,
    disabled_at timestamptz,
    created_at timestamptz not null
);
create unique index agent_email on agent (lower(email));
create table team (
    id uuid primary key,
    name text not null,
    created_at timestamptz not null
);
create unique index team_name on team (lower(name));
create table agent_brand (
    agent_id uuid not null references agent on delete cascade,
    brand_id uuid not null references brand on delete cascade,
    primary key (agent_id, brand_id)
);
create table team_agent (
    team_id uuid not null references team on delete cascade,
    agent_id uuid not null references agent on delete cascade,
    primary key (team_id, agent_id)
);
create index team_agent_by_agent on team_agent (agent_id);
create table agent_session (
    id uuid primary key,
    agent_id uuid not null references agent on delete cascade,
    token_hash bytea not null unique,
    address text not null,
    user_agent text not null,
    created_at timestamptz not null,
    seen_at timestamptz not null,
    expires_at timestamptz not null
);
create index agent_session_by_agent on agent_session (agent_id);
create table api_key (
    id uuid primary key,
    agent_id uuid not null references agent on delete cascade,
    name text not null,
    hint text not null,
    key_hash bytea not null unique,
    created_at timestamptz not null,
    used_at timestamptz,
    expires_at timestamptz
);

create table customer (
    id uuid primary key,
    name text,
    email text,
    phone text,
    locale text,
    attributes jsonb not null default '{}',
    signed_attributes jsonb not null default '{}',
    created_at timestamptz not null
);
create table identity (
    id uuid primary key,
    brand_id uuid not null references brand,
    customer_id uuid not null references customer,
    kind text not null check (kind in ('visitor', 'signed', 'email', 'phone', 'handle')),
    value text not null,
    verified boolean not null,
    created_at timestamptz not null,
    unique (brand_id, kind, value)
);
create index identity_by_customer on identity (customer_id, brand_id);
create table visitor_session (
    id uuid primary key,
    brand_id uuid not null references brand,
    customer_id uuid not null references customer,
    token_hash bytea not null unique,
    signed boolean not null,
    created_at timestamptz not null,
    seen_at timestamptz not null,
    expires_at timestamptz not null
);
create index visitor_session_by_customer on visitor_session (customer_id);
create table used_claim (
    brand_id uuid not null references brand,
    jti text not null,
    expires_at timestamptz not null,
    primary key (brand_id, jti)
);

create table conversation (
    id uuid primary key,
    brand_id uuid not null references brand,
    customer_id uuid not null references customer,
    client_id uuid not null,
    version bigint not null default 0,
    channel text not null check (channel in ('chat')),
    status text not null check (status in ('open', 'snoozed', 'resolved')),
    snoozed_until timestamptz check ((snoozed_until is not null) = (status = 'snoozed')),
    assignee_id uuid references agent,
    team_id uuid references team on delete set null,
    last_seq bigint not null default 0,
    last_message jsonb,
    waiting_since timestamptz,
    customer_read_seq bigint not null default 0,
    agents_read_seq bigint not null default 0,
    page_url text,
    page_title text,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    unique (brand_id, id),
    unique (customer_id, client_id)
) with (fillfactor = 80);
-- Not on what each message changes: an update that touches no index is cheap, and leaves nothing behind.
create index conversation_open on conversation (brand_id) where status = 'open';
create index conversation_by_customer on conversation (customer_id, created_at);
create index conversation_by_assignee on conversation (assignee_id) where status = 'open';
create index conversation_snoozed on conversation (snoozed_until) where status = 'snoozed';

create table message (
    id uuid primary key,
    brand_id uuid not null,
    conversation_id uuid not null,
    seq bigint not null,
    client_id uuid,
    kind text not null check (kind in ('message', 'note', 'entry')),
    channel text not null check (channel in ('chat')),
    author_kind text not null check (author_kind in ('customer', 'agent', 'system')),
    author_id uuid,
    author_name text,
    body text not null,
    entry jsonb,
    created_at timestamptz not null,
    edited_at timestamptz,
    deleted_at timestamptz,
    unique (conversation_id, seq),
    foreign key (brand_id, conversation_id) references conversation (brand_id, id)
);
create unique index message_client_id on message (conversation_id, client_id) where client_id is not null;
create table message_revision (
    id uuid primary key,
    brand_id uuid not null references brand,
    message_id uuid not null references message,
    body text not null,
    written_at timestamptz not null,
    replaced_at timestamptz not null
);
create index message_revision_by_message on message_revision (message_id);
create table attachment (
    id uuid primary key,
    brand_id uuid not null references brand,
    customer_id uuid not null references customer,
    conversation_id uuid,
    message_id uuid references message,
    uploader_kind text not null check (uploader_kind in ('customer', 'agent')),
    uploader_id uuid not null,
    name text not null,
    media_type text not null,
    size bigint not null,
    width int,
    height int,
    sha256 bytea not null,
    file_key text not null unique,
    created_at timestamptz not null,
    foreign key (brand_id, conversation_id) references conversation (brand_id, id)
);
create index attachment_by_message on attachment (message_id);
create index attachment_loose on attachment (created_at) where message_id is null;

create table event (
    xid xid8 not null default pg_current_xact_id(),
    position bigint generated always as identity,
    type text not null,
    brand_id uuid,
    conversation_id uuid,
    version bigint not null,
    customer_id uuid,
    team_id uuid,
    agent_id uuid,
    moved boolean not null default false,
    left_team_id uuid,
    left_agent_id uuid,
    payload text not null,
    customer_payload text,
    at timestamptz not null default now(),
    primary key (xid, position)
);
create index event_by_customer on event (customer_id, xid, position) where customer_payload is not null;
create index event_by_time on event using brin (at);
"""

# The second wall: a query that forgets its brand finds nothing.
WALLS = """
create function visible_brands() returns uuid[] language sql stable parallel safe
    return string_to_array(nullif(current_setting('app.brands', true), ''), ',')::uuid[];

do $$
declare name text;
begin
    foreach name in array array['agent_brand', 'identity', 'visitor_session', 'used_claim', 'conversation',
                                'message', 'message_revision', 'attachment'] loop
        execute format('create policy own_brands on %I to visavis_app
                        using (brand_id = any ((select visible_brands())::uuid[]))', name);
    end loop;
    foreach name in array array['brand', 'agent_brand', 'customer', 'identity', 'visitor_session', 'used_claim',
                                'conversation', 'message', 'message_revision', 'attachment', 'event'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy everything on %I to visavis_system using (true)', name);
    end loop;
end $$;
create policy own_brands on brand to visavis_app using (id = any ((select visible_brands())::uuid[]));
create policy own_brands on event to visavis_app
    using (brand_id is null or brand_id = any ((select visible_brands())::uuid[]));
-- A customer belongs to the group and is seen through an identity at a brand.
create policy own_brands on customer to visavis_app using (
    exists (select from identity where identity.customer_id = customer.id)
);
create policy newcomers on customer for insert to visavis_app with check (true);

grant usage on schema public to visavis_app, visavis_system;
grant select, insert, update, delete on all tables in schema public to visavis_app, visavis_system;
grant usage on all sequences in schema public to visavis_app, visavis_system;
revoke update, delete on event from visavis_app;
revoke insert, update, delete on installation from visavis_app;
"""


def upgrade() -> None:
    op.execute("set lock_timeout = '5s'")
    op.execute(ROLES)
    op.execute(TABLES)
    # The package's SQL has percent signs and colons that are not parameters.
    op.get_bind().exec_driver_sql(SchemaManager.get_schema().replace("%", "%%"))
    op.execute(WALLS)
