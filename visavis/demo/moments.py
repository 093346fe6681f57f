"""What the demo's shops do at critical moments: whoever tries them out is invited, and soon; and months of it before."""

from typing import LiteralString
from uuid import UUID

from visavis.inviting.models import InvitationRuleChanges
from visavis.inviting.rules import change_rule, rules_of
from visavis.kit.database import Session

# The upload of the shop stands still for good; nobody should have to look at it for half a minute.
STALLED_FOR = 10  # seconds

# Of those who wrote, one in five had been invited by each rule a moment before, and one in 130 was held out and
# wrote all the same; of those who did not write, nobody is known any more.
BEFORE: LiteralString = """
with rule as (
    select id, moment, threshold, row_number() over (order by moment) as n,
           case moment when 'payment_error' then '/payment' else '/photo' end as page
    from invitation_rule where brand_id = %(brand_id)s and enabled
), written as (
    select customer_id, created_at, row_number() over (order by created_at, id) as n
    from conversation where brand_id = %(brand_id)s and created_at > %(now)s - interval '80 days'
), decided as (
    select r.*, w.customer_id, case when w.n %% 130 = r.n then 'held_out' else 'invited' end as arm,
           w.created_at - interval '70 seconds' as at
    from written w join rule r on w.n %% 5 = r.n or w.n %% 130 = r.n
    union all
    select r.*, null, case when s %% 11 = 0 then 'held_out' else 'invited' end,
           %(now)s - make_interval(hours => 5 + s * 13, mins => s * 17 %% 60)
    from rule r cross join generate_series(1, case moment when 'payment_error' then 130 else 70 end) s
), put as (
    insert into invitation (id, brand_id, rule_id, customer_id, visit_id, moment, amount, page, arm, chance, at)
    select gen_random_uuid(), %(brand_id)s, id, customer_id, gen_random_uuid(), moment, threshold, page, arm, 1, at
    from decided returning id, arm, customer_id, at
)
select id, case when customer_id is not null then 'accepted'
                when extract(minute from at)::int %% 5 < 2 then 'declined' else 'ignored' end as state, at
from put where arm = 'invited'
"""


async def set_up_moments(session: Session, brand_id: UUID) -> None:
    """Have nobody held out who tries the shop, and the stalled upload noticed sooner."""
    for rule in await rules_of(session, brand_id):
        if not rule.enabled:
            continue
        threshold = STALLED_FOR if rule.moment == "upload_stalled" else rule.threshold
        await change_rule(session, rule.id, InvitationRuleChanges(hold_out=0, threshold=threshold))


async def remember_moments(session: Session, brand_id: UUID) -> None:
    """Write down whom a brand invited and held out in the months before, and what became of it."""
    known = await session.tuples(BEFORE, {"brand_id": brand_id, "now": session.clock()})
    for invitation_id, state, at in known:
        await session.execute(
            """
            insert into invitation_end (invitation_id, brand_id, state, at)
            values (%s, %s, %s, %s + interval '20 seconds')
            """,
            (invitation_id, brand_id, state, at),
        )
