"""How a customer wants to be served, remembered with them; nothing until they say so."""

from alembic import op

revision = "2026_11_25_2030"
down_revision = "2026_11_25_2010"
branch_labels = None
depends_on = None

SERVICE_MODE = """
alter table customer
    add column service_mode text check (service_mode in ('hurry', 'advice', 'browsing'));
"""


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    op.execute(SERVICE_MODE)
