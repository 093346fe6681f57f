"""What invitations do: how many write who were invited, and how many who would have been and were not."""

from datetime import timedelta
from typing import Any, LiteralString
from uuid import UUID

from visavis import brands
from visavis.inviting.models import InvitationFigures
from visavis.kit.database import Session
from visavis.promises.prediction import newcombe

DAYS = 90
# Who writes within this time after the moment is counted, invited or not.
WITHIN = timedelta(minutes=30)

FIGURES: LiteralString = """
with decided as (
    select i.rule_id, i.arm, e.state, i.at <= %(now)s - %(within)s as measured,
           exists (select from conversation c join message m on m.conversation_id = c.id
                   where c.customer_id = i.customer_id and m.author_kind = 'customer' and m.kind = 'message'
                     and m.created_at > i.at and m.created_at <= i.at + %(within)s) as wrote
    from invitation i left join invitation_end e on e.invitation_id = i.id
    where i.brand_id = %(brand_id)s and i.at > %(since)s
)
select r.id as rule_id,
       count(*) filter (where arm = 'invited') as invited,
       count(*) filter (where state = 'accepted') as accepted,
       count(*) filter (where state = 'declined') as declined,
       count(*) filter (where state = 'ignored') as ignored,
       count(*) filter (where arm = 'held_out') as held_out,
       count(*) filter (where arm = 'invited' and measured) as invited_measured,
       count(*) filter (where arm = 'invited' and measured and wrote) as invited_wrote,
       count(*) filter (where arm = 'held_out' and measured) as held_out_measured,
       count(*) filter (where arm = 'held_out' and measured and wrote) as held_out_wrote
from invitation_rule r left join decided d on d.rule_id = r.id
where r.brand_id = %(brand_id)s and r.removed_at is null
group by r.id
"""


async def figures(session: Session, brand_id: UUID) -> list[InvitationFigures]:
    """Count what each of a brand's rules did in the last 90 days; raise `BrandNotFound`."""
    await brands.brand(session, brand_id)
    now = session.clock()
    return await session.rows(
        _build,
        FIGURES,
        {"brand_id": brand_id, "now": now, "since": now - timedelta(days=DAYS), "within": WITHIN},
    )


def _build(**counts: Any) -> InvitationFigures:
    invited, held_out = counts["invited_measured"], counts["held_out_measured"]
    known = (
        newcombe(counts["invited_wrote"], invited, counts["held_out_wrote"], held_out)
        if invited and held_out
        else None
    )
    return InvitationFigures(
        days=DAYS,
        uplift=known and round(known.value, 4),
        uplift_low=known and round(known.low, 4),
        uplift_high=known and round(known.high, 4),
        **counts,
    )
