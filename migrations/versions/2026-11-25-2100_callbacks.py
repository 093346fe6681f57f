"""Call-backs: who is called when and at which number, what they agreed to, and how it ended."""

from alembic import op

revision = "2026_11_25_2100"
down_revision = "2026_11_25_2030"
branch_labels = None
depends_on = None

CALLBACKS = r"""
alter table brand add column callbacks boolean not null default false;

-- The call that is owed in a conversation, beside the answer that may be: by when, and what agents need for it.
alter table conversation add column call_by timestamptz, add column callback jsonb,
    add constraint conversation_callback_check check ((call_by is null) = (callback is null));
create index conversation_calls on conversation (brand_id, call_by) where call_by is not null;

alter table promise drop constraint promise_way_check,
    add constraint promise_way_check check (way in ('live', 'later', 'callback')),
    add column replaces uuid references promise;

-- An answer and a call may be owed side by side, one of each in a conversation.
alter table promise_open add column what text not null default 'answer' check (what in ('answer', 'callback'));
alter table promise_open drop constraint promise_open_pkey, add primary key (conversation_id, what);

create table callback (
    id uuid primary key,
    brand_id uuid not null,
    conversation_id uuid not null,
    client_id uuid not null,
    promise_id uuid not null unique references promise,
    phone text not null check (phone ~ '^\+[1-9][0-9]{5,14}$'),
    about text not null,
    is_slot boolean not null,
    after_at timestamptz not null,
    by_at timestamptz not null check (by_at > after_at),
    asked_at timestamptz not null,
    words text not null,
    address_hash bytea not null,
    unique (conversation_id, client_id),
    foreign key (brand_id, conversation_id) references conversation (brand_id, id)
);

create table callback_try (
    id uuid primary key,
    callback_id uuid not null references callback,
    brand_id uuid not null references brand,
    at timestamptz not null,
    agent_id uuid not null references agent
);
create index callback_try_by_callback on callback_try (callback_id);

create table callback_end (
    callback_id uuid primary key references callback,
    brand_id uuid not null references brand,
    state text not null check (state in ('called', 'not_reached', 'cancelled')),
    at timestamptz not null,
    agent_id uuid references agent
);
create index callback_end_by_agent on callback_end (agent_id, at) where state = 'called';

do $$
declare name text;
begin
    foreach name in array array['callback', 'callback_try', 'callback_end'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy everything on %I to visavis_system using (true)', name);
        execute format('create policy own_brands on %I to visavis_app
                        using (brand_id = any ((select visible_brands())::uuid[]))', name);
    end loop;
end $$;
grant select, insert on callback, callback_try, callback_end to visavis_app, visavis_system;
"""


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    op.execute(CALLBACKS)
