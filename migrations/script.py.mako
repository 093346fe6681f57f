"""${message}"""

from alembic import op

revision = "${create_date.strftime('%Y_%m_%d_%H%M')}"
down_revision = ${repr(down_revision).replace("'", '"')}


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
