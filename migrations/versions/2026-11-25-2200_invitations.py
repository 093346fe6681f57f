"""Critical moments: the rules by which a brand invites, each decision to invite or to hold out, and its end."""

from alembic import op

revision = "2026_11_25_2200"
down_revision = "2026_11_25_2100"
branch_labels = None
depends_on = None

INVITATIONS = """
create table invitation_rule (
    id uuid primary key,
    brand_id uuid not null references brand,
    moment text not null check (moment in ('payment_error', 'payment_slow', 'upload_stalled', 'basket_idle',
                                           'no_result', 'same_page_again', 'page')),
    threshold int not null check (threshold between 1 and 3600),
    pages text[] not null default '{}',
    hold_out int not null default 5 check (hold_out between 0 and 50), -- percent
    text_fr text not null default '',
    text_en text not null default '',
    enabled boolean not null,
    created_at timestamptz not null,
    removed_at timestamptz,
    unique (brand_id, id)
);
create index invitation_rule_by_brand on invitation_rule (brand_id) where removed_at is null;

create table invitation (
    id uuid primary key,
    brand_id uuid not null,
    rule_id uuid not null,
    -- Who is forgotten is no longer named here; that somebody was invited stays counted.
    customer_id uuid references customer on delete set null,
    visit_id uuid not null,
    moment text not null,
    amount int check (amount >= 0),
    page text not null,
    arm text not null check (arm in ('invited', 'held_out')),
    chance double precision not null check (chance > 0 and chance <= 1),
    at timestamptz not null,
    foreign key (brand_id, rule_id) references invitation_rule (brand_id, id)
);
create index invitation_by_customer on invitation (customer_id, at);
create index invitation_by_time on invitation (brand_id, at);

create table invitation_end (
    invitation_id uuid primary key references invitation,
    brand_id uuid not null references brand,
    state text not null check (state in ('accepted', 'declined', 'ignored', 'withdrawn')),
    at timestamptz not null
);

do $$
declare name text;
begin
    foreach name in array array['invitation_rule', 'invitation', 'invitation_end'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy everything on %I to visavis_system using (true)', name);
        execute format('create policy own_brands on %I to visavis_app
                        using (brand_id = any ((select visible_brands())::uuid[]))', name);
    end loop;
end $$;
grant select, insert, update on invitation_rule to visavis_app, visavis_system;
-- Decisions are added and never changed; only, a visitor may turn out to be a customer already known.
grant select, insert, update (customer_id) on invitation to visavis_app, visavis_system;
grant select, insert on invitation_end to visavis_app, visavis_system;
"""

# Brands that are there already get what a new one begins with.
RULES = """
insert into invitation_rule (id, brand_id, moment, threshold, pages, enabled, created_at)
select gen_random_uuid(), b.id, m.moment, m.threshold, m.pages, m.enabled, now()
from brand b cross join (values
    ('payment_error', 2, '{}'::text[], true),
    ('upload_stalled', 30, '{}', true),
    ('payment_slow', 90, '{}', false),
    ('basket_idle', 45, '{}', false),
    ('no_result', 2, '{}', false),
    ('same_page_again', 3, '{/help*,/aide*}', false)
) as m (moment, threshold, pages, enabled)
"""


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    op.execute(INVITATIONS)
    op.execute(RULES)
