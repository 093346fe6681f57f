"""Calendars: what the invitation in a mail says."""

from alembic import op

revision = "2026_11_26_1000"
down_revision = "2026_11_26_0900"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("set lock_timeout = '5s'")
    op.execute("alter table mail add column meeting jsonb")
