"""Opening hours of brands: each save is a version, kept for good, behind the wall between brands."""

from alembic import op

revision = "2026_11_25_1800"
down_revision = "2026_11_22_1000"
branch_labels = None
depends_on = None

HOURS = """
create table brand_hours (
    brand_id uuid not null references brand,
    version int not null check (version > 0),
    valid_from timestamptz not null,
    saved_by uuid references agent,
    hours jsonb not null,
    primary key (brand_id, version)
);
alter table brand_hours enable row level security;
alter table brand_hours force row level security;
create policy everything on brand_hours to visavis_system using (true);
create policy own_brands on brand_hours to visavis_app
    using (brand_id = any ((select visible_brands())::uuid[]));

-- A version that a promise was computed with never changes.
grant select, insert on brand_hours to visavis_app, visavis_system;
"""


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    op.execute(HOURS)
