"""What is said by email with a third party beside a customer's conversation, among agents' words and not the customer's."""

from alembic import op

revision = "2026_11_26_0610"
down_revision = "2026_11_26_0600"
branch_labels = None
depends_on = None

SIDES = """
create table mail_side (
    id uuid primary key,
    brand_id uuid not null,
    conversation_id uuid not null,
    mailbox_id uuid not null,   -- the address that it is written from, and answered to
    client_id uuid not null,    -- the name that its beginner's client gave it
    subject text not null,
    people text[] not null,     -- who takes part, besides the agents
    created_at timestamptz not null,
    unique (brand_id, id),
    unique (conversation_id, client_id),
    foreign key (brand_id, conversation_id) references conversation (brand_id, id),
    foreign key (brand_id, mailbox_id) references mailbox (brand_id, id)
);
alter table mail_side enable row level security;
alter table mail_side force row level security;
create policy everything on mail_side to visavis_system using (true);
create policy own_brands on mail_side to visavis_app using (brand_id = any ((select visible_brands())::uuid[]));
grant select, insert on mail_side to visavis_app, visavis_system;

alter table message drop constraint message_kind_check;
alter table message add constraint message_kind_check check (kind in ('message', 'note', 'entry', 'side')) not valid;
alter table message validate constraint message_kind_check;
alter table message drop constraint message_author_kind_check;
alter table message add constraint message_author_kind_check
    check (author_kind in ('customer', 'agent', 'system', 'third_party')) not valid;
alter table message validate constraint message_author_kind_check;
alter table message add column side_id uuid;
alter table message add constraint message_side_fkey
    foreign key (brand_id, side_id) references mail_side (brand_id, id) not valid;
alter table message validate constraint message_side_fkey;
-- What a third party says is said beside, and nothing else is.
alter table message add constraint message_side_check
    check ((kind = 'side') = (side_id is not null) and (author_kind <> 'third_party' or kind = 'side')) not valid;
alter table message validate constraint message_side_check;
create index message_by_side on message (side_id, seq) where side_id is not null;

alter table attachment drop constraint attachment_uploader_kind_check;
alter table attachment add constraint attachment_uploader_kind_check
    check (uploader_kind in ('customer', 'agent', 'third_party')) not valid;
alter table attachment validate constraint attachment_uploader_kind_check;

-- The number of the last word of a third party: agents have it to read until they have read so far.
alter table conversation add column side_seq bigint;
"""


def upgrade() -> None:
    op.execute("set lock_timeout = '5s'")
    op.execute(SIDES)
