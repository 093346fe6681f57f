"""Conversations are put before agents; brands choose how; agents have languages; who is to be called is noted."""

from alembic import op

revision = "2026_11_25_2000"
down_revision = "2026_11_25_1900"
branch_labels = None
depends_on = None

ROUTING = """
alter table conversation
    add column pushed_to uuid references agent,
    add column accept_by timestamptz,
    -- Those before whom it was put since it was last somebody's, and who did not take it.
    add column refused uuid[] not null default '{}',
    add constraint conversation_pushed check ((pushed_to is null) = (accept_by is null));

alter table brand add column routing text not null default 'automatic' check (routing in ('automatic', 'by_hand'));

alter table agent add column languages text[] not null default '{fr,en}'
    check (cardinality(languages) between 1 and 2 and languages <@ '{fr,en}');

-- Whom was called about it: 0 nobody yet, 1 the agents, 2 the supervisors too.
alter table promise_open add column called int not null default 0;
grant update (called) on promise_open to visavis_system;
"""


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    op.execute(ROUTING)
