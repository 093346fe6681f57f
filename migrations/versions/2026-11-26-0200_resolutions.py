"""Solutions are promised: what is owed in a conversation, and its place in the ledger's list of what is open."""

from alembic import op

revision = "2026_11_26_0200"
down_revision = "2026_11_26_0100"
branch_labels = None
depends_on = None

RESOLUTIONS = """
-- The solution that an agent promised, beside the answer and the call that may be owed: by when, and in which words.
alter table conversation add column resolve_by timestamptz, add column resolution jsonb,
    add constraint conversation_resolution_check check ((resolve_by is null) = (resolution is null));
create index conversation_resolutions on conversation (brand_id, resolve_by) where resolve_by is not null;

alter table promise_open drop constraint promise_open_what_check,
    add constraint promise_open_what_check check (what in ('answer', 'callback', 'resolution'));
"""


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    op.execute(RESOLUTIONS)
