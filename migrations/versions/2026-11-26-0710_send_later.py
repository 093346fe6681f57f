"""What an agent wrote and is sent later: in some seconds, so that it can be taken back, or at a time that was chosen."""

from alembic import op

revision = "2026_11_26_0710"
down_revision = "2026_11_26_0700"
branch_labels = None
depends_on = None

SEND_LATER = """
create table scheduled_message (
    id uuid primary key,
    brand_id uuid not null,
    conversation_id uuid not null,
    agent_id uuid not null references agent,
    automated boolean not null,
    client_id uuid not null,   -- the name of the message that it becomes
    body text not null,
    attachment_ids uuid[] not null,
    addressed jsonb,           -- to whom it goes by email, in place of all who take part
    send_at timestamptz not null,
    undo boolean not null,     -- sent as soon as it cannot be taken back any more
    after_seq bigint not null, -- up to where its author had read
    state text not null default 'waiting' check (state in ('waiting', 'held', 'sent', 'cancelled')),
    why text not null default '',
    created_at timestamptz not null,
    message_id uuid references message,
    unique (conversation_id, client_id),
    foreign key (brand_id, conversation_id) references conversation (brand_id, id),
    check ((state = 'sent') = (message_id is not null))
);
create index scheduled_message_waiting on scheduled_message (send_at) where state = 'waiting';
create index scheduled_message_files on scheduled_message using gin (attachment_ids) where state in ('waiting', 'held');

alter table scheduled_message enable row level security;
alter table scheduled_message force row level security;
create policy everything on scheduled_message to visavis_system using (true);
create policy own_brands on scheduled_message to visavis_app
    using (brand_id = any ((select visible_brands())::uuid[]));
grant select, insert, update on scheduled_message to visavis_app, visavis_system;
"""


def upgrade() -> None:
    op.execute("set lock_timeout = '5s'")
    op.execute(SEND_LATER)
