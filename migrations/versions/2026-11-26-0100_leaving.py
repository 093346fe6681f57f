"""When a customer has left is known: a lease for those with a live conversation, and since when each is left."""

from alembic import op

revision = "2026_11_26_0100"
down_revision = "2026_11_25_2200"
branch_labels = None
depends_on = None

LEAVING = """
alter table conversation add column customer_left_at timestamptz;
create index conversation_left on conversation (customer_left_at) where customer_left_at is not null;

-- The customers of live conversations who have, or had a moment ago, a page open: at most until the lease ends.
create table customer_presence (
    brand_id uuid not null references brand,
    customer_id uuid not null references customer on delete cascade,
    seen_at timestamptz not null,
    -- Whether a page was open then; otherwise that is when the last one was closed.
    here boolean not null,
    lease_until timestamptz not null,
    primary key (brand_id, customer_id)
);
create index customer_presence_by_lease on customer_presence (lease_until);
create index customer_presence_by_customer on customer_presence (customer_id);

alter table customer_presence enable row level security;
alter table customer_presence force row level security;
create policy everything on customer_presence to visavis_system using (true);
create policy own_brands on customer_presence to visavis_app
    using (brand_id = any ((select visible_brands())::uuid[]));
grant select on customer_presence to visavis_app;
grant select, insert, update, delete on customer_presence to visavis_system;
"""


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    op.execute(LEAVING)
