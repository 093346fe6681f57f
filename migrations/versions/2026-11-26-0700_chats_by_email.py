"""A chat whose customer has gone goes on by email: what is to be sent, which words it carries, and who wants none of it."""

from alembic import op

revision = "2026_11_26_0700"
down_revision = "2026_11_26_0620"
branch_labels = None
depends_on = None

CHATS_BY_EMAIL = """
alter table brand add column chats_by_email boolean not null default true;

-- The conversations with words that their customers have not read, the latest at the end.
create index conversation_unread on conversation (updated_at)
    where mailbox_id is null and customer_read_seq < (last_message ->> 'seq')::bigint;

-- A mail with words of a chat: planned, and once it is handed over, carried as the mail of the last of them.
create table chat_mail (
    id uuid primary key,
    brand_id uuid not null,
    conversation_id uuid not null,
    mailbox_id uuid not null,
    email text not null,
    person text not null,      -- the same for all the addresses of one mailbox
    planned_at timestamptz not null,
    send_at timestamptz not null,
    message_id uuid unique references message,
    foreign key (brand_id, mailbox_id) references mailbox (brand_id, id),
    foreign key (brand_id, conversation_id) references conversation (brand_id, id)
);
create unique index chat_mail_planned on chat_mail (conversation_id) where message_id is null;
create index chat_mail_by_conversation on chat_mail (conversation_id);
create index chat_mail_by_person on chat_mail (person, send_at);
create table chat_mail_word (
    message_id uuid primary key references message,
    brand_id uuid not null references brand,
    chat_mail_id uuid not null references chat_mail on delete cascade
);
create index chat_mail_word_by_mail on chat_mail_word (chat_mail_id);

-- Who asked for no more words of chats by email.
create table mail_refusal (
    brand_id uuid not null references brand,
    email text not null,
    refused_at timestamptz not null,
    primary key (brand_id, email)
);

do $$
declare name text;
begin
    foreach name in array array['chat_mail', 'chat_mail_word', 'mail_refusal'] loop
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
    op.execute(CHATS_BY_EMAIL)
