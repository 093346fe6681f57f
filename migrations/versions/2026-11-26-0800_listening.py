"""Mail is also handed over by a mail server in front of the house."""

from alembic import op

revision = "2026_11_26_0800"
down_revision = "2026_11_26_0710"
branch_labels = None
depends_on = None

SOURCES = """
alter table mail_in drop constraint mail_in_source_check;
alter table mail_in add constraint mail_in_source_check check (source in ('imap', 'upload', 'handed_over')) not valid;
alter table mail_in validate constraint mail_in_source_check;
"""


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    op.execute(SOURCES)
