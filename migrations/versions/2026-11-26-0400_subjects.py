"""What a conversation is about: the subjects of a brand, and the one with which its customer began."""

from alembic import op

revision = "2026_11_26_0400"
down_revision = "2026_11_26_0300"
branch_labels = None
depends_on = None

SUBJECTS = """
create table subject (
    id uuid primary key,
    brand_id uuid not null references brand,
    place int not null,
    name_fr text not null,
    name_en text not null,
    -- Without a team it goes to whoever is there.
    team_id uuid references team on delete set null,
    created_at timestamptz not null,
    -- Offered to nobody any more; who has it before their eyes may still begin with it.
    removed_at timestamptz
);
create index subject_by_brand on subject (brand_id, place);
create index subject_by_team on subject (team_id) where team_id is not null;

-- As it was worded when it was chosen: later changes leave it as it is.
alter table conversation add column subject jsonb;

alter table subject enable row level security;
alter table subject force row level security;
create policy everything on subject to visavis_system using (true);
create policy own_brands on subject to visavis_app
    using (brand_id = any ((select visible_brands())::uuid[]));
grant select, insert, update on subject to visavis_app, visavis_system;
"""


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    op.execute(SUBJECTS)
