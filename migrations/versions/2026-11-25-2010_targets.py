"""What a brand would promise at most."""

from alembic import op

revision = "2026_11_25_2010"
down_revision = "2026_11_25_2000"
branch_labels = None
depends_on = None

TARGETS = """
alter table brand
    -- Seconds, and minutes of being open.
    add column live_within int not null default 180 check (live_within in (60, 120, 180)),
    add column later_within int not null default 240 check (later_within between 15 and 2880);
"""


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    op.execute(TARGETS)
