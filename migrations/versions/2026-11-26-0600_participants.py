"""Who gets a mail unseen, and who wrote without taking part."""

from alembic import op

revision = "2026_11_26_0600"
down_revision = "2026_11_26_0500"
branch_labels = None
depends_on = None

PARTICIPANTS = """
alter table mail add column blind text[] not null default '{}';
-- Suggested since they wrote without taking part, and not since somebody copied them in.
alter table mail_participant add column wrote boolean not null default false;
"""


def upgrade() -> None:
    op.execute("set lock_timeout = '5s'")
    op.execute(PARTICIPANTS)
