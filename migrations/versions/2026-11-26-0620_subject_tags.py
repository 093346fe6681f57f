"""Mailboxes whose subjects carry a tag, and whose conversations an address takes part in."""

from alembic import op

revision = "2026_11_26_0620"
down_revision = "2026_11_26_0610"
branch_labels = None
depends_on = None

TAGS = """
alter table mailbox add column tags boolean not null default false;
create index mail_participant_of on mail_participant (brand_id, email) where admitted;
"""


def upgrade() -> None:
    op.execute("set lock_timeout = '5s'")
    op.execute(TAGS)
