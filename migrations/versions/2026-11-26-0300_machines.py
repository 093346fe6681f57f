"""What was written with an agent's API key is told apart from what the agent wrote."""

from alembic import op

revision = "2026_11_26_0300"
down_revision = "2026_11_26_0200"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    op.execute("alter table message add column automated boolean not null default false")
