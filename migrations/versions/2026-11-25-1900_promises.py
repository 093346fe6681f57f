"""The ledger of promises, whose rows are added and never changed; and who is there to keep them."""

from alembic import op

revision = "2026_11_25_1900"
down_revision = "2026_11_25_1800"
branch_labels = None
depends_on = None

PROMISES = """
alter table conversation add column answer_by timestamptz;

create table promise (
    id uuid primary key,
    brand_id uuid not null,
    conversation_id uuid not null,
    kind text not null check (kind in ('first_response', 'next_response', 'callback', 'resolution')),
    way text not null check (way in ('live', 'later')),
    made_at timestamptz not null,
    due_at timestamptz not null check (due_at > made_at),
    probability double precision check (probability between 0 and 1),
    hours_version int not null,
    foreign key (brand_id, conversation_id) references conversation (brand_id, id)
);
create index promise_by_conversation on promise (conversation_id, made_at);
create index promise_by_time on promise (brand_id, made_at);

create table promise_end (
    promise_id uuid primary key references promise,
    brand_id uuid not null references brand,
    state text not null check (state in ('kept', 'broken', 'withdrawn')),
    at timestamptz not null,
    agent_id uuid references agent
);

-- What is still to be kept, at most one answer for each conversation: a list that the other two make redundant,
-- so that neither an answer nor the clock has to search them.
create table promise_open (
    conversation_id uuid primary key,
    promise_id uuid not null references promise,
    brand_id uuid not null references brand,
    due_at timestamptz not null
);
create index promise_open_by_due on promise_open (due_at);

create table agent_presence (
    agent_id uuid primary key references agent on delete cascade,
    status text not null default 'available' check (status in ('available', 'busy', 'away', 'offline')),
    reason text not null default '',
    since timestamptz not null,
    places int not null default 4 check (places between 1 and 12),
    present boolean not null default false,
    lease_until timestamptz not null
);

do $$
declare name text;
begin
    foreach name in array array['promise', 'promise_end', 'promise_open'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy everything on %I to visavis_system using (true)', name);
        execute format('create policy own_brands on %I to visavis_app
                        using (brand_id = any ((select visible_brands())::uuid[]))', name);
    end loop;
end $$;
grant select, insert on promise, promise_end to visavis_app, visavis_system;
grant select, insert, delete on promise_open to visavis_app, visavis_system;
grant select, insert, update, delete on agent_presence to visavis_app, visavis_system;
"""


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    op.execute(PROMISES)
