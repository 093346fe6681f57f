"""Where the reading of an inbox begins, and when its mails came there."""

from alembic import op

revision = "2026_11_26_0802"
down_revision = "2026_11_26_0801"
branch_labels = None
depends_on = None

BEGINNINGS = """
alter table mailbox add column starts text not null default 'everything'
    check (starts in ('now', 'month', 'everything'));
alter table mail_in add column arrived_at timestamptz;  -- where it was fetched from, as its server says
"""


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    op.execute(BEGINNINGS)
