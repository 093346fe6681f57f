"""A mail that some of its recipients have and others not yet: who is still to get it, and who was refused for good."""

from alembic import op

revision = "2026_11_26_1100"
down_revision = "2026_11_26_1000"
branch_labels = None
depends_on = None

PARTLY_SENT = """
alter table mail_out add column left_to text[];  -- null before the first try: everybody
alter table mail_out add column refused text not null default '';
"""


def upgrade() -> None:
    op.execute("set lock_timeout = '5s'")
    op.execute(PARTLY_SENT)
