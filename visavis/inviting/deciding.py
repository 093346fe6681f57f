"""A moment is reported: whether its visitor is invited is decided here, once, and written down."""

from datetime import datetime, timedelta
from typing import LiteralString

from visavis.customers import Visitor
from visavis.inviting import chance, pages, texts
from visavis.inviting.chance import Capacity, Pace
from visavis.inviting.models import Arm, Invitation, InvitationRule, ReportedMoment
from visavis.inviting.rules import rules_for
from visavis.kit.database import Session
from visavis.kit.ids import uuid7

# Who refused is left in peace for so long.
COOL_DOWN = timedelta(hours=24)
# Two tabs of one person are one visit.
VISIT = timedelta(minutes=30)
# An invitation is still before somebody's eyes for so long; accepted, it brings somebody within the same time.
RECENT = timedelta(minutes=10)
# What the accept rate is learned from.
LEARNED_FROM = timedelta(days=28)

# May this visitor be invited at all? Each line is one reason why not.
UNDISTURBED: LiteralString = """
select from customer u where u.id = %(customer_id)s
  and u.service_mode is distinct from 'browsing'
  and not exists (select from conversation c where c.customer_id = u.id and c.status <> 'resolved')
  and not exists (select from invitation i where i.customer_id = u.id
                  and (i.visit_id = %(visit_id)s or i.at > %(visit)s))
  and not exists (select from invitation i join invitation_end e on e.invitation_id = i.id
                  where i.customer_id = u.id and e.state = 'declined' and e.at > %(cool_down)s)
"""
PACE: LiteralString = """
select count(*) filter (where e.state is null and i.at > %(recent)s) as unanswered,
       count(*) filter (where e.state = 'accepted' and e.at > %(recent)s and not exists (
           select from conversation c where c.customer_id = i.customer_id and c.created_at >= e.at)) as coming,
       count(*) filter (where e.state = 'accepted') as accepted,
       count(*) filter (where e.state in ('accepted', 'declined', 'ignored')) as answered
from invitation i left join invitation_end e on e.invitation_id = i.id
where i.brand_id = %(brand_id)s and i.arm = 'invited' and i.at > %(since)s
"""


async def decide(
    session: Session,
    visitor: Visitor,
    reported: ReportedMoment,
    *,
    capacity: Capacity,
    within_s: int | None = None,
) -> Invitation | None:
    """Invite a visitor or not: by a rule, once a visit, and only as often as there is capacity to spare.

    `within_s` is what is promised at this moment to who writes. Whoever would be invited and is held out is written down like whoever is, so that the two can be compared.
    """
    page = pages.path_of(reported.page_url)
    rule = choose(await rules_for(session, visitor.brand_id, reported.moment), page, reported.amount)
    if rule is None:
        return None
    # Two tabs that report at once take turns: the second finds the first one's row.
    await session.execute(
        "select from visitor_session where id = %s for no key update", (visitor.session_id,)
    )
    now = session.clock()
    if not await _undisturbed(session, visitor, reported, now):
        return None
    probability = chance.chance(capacity, await _pace(session, visitor, now))
    lot = (visitor.session_id, rule.id, now.date())
    if not chance.is_sent(probability, *lot):
        return None
    arm: Arm = "held_out" if chance.is_held_out(rule.hold_out, *lot) else "invited"
    text = texts.said(rule, reported.locale)
    invitation = Invitation(id=uuid7(), moment=rule.moment, text=text, within_s=within_s)
    await session.execute(
        """
        insert into invitation (id, brand_id, rule_id, customer_id, visit_id, moment, amount, page, arm, chance, at)
        values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
        """,
        (
            *(invitation.id, visitor.brand_id, rule.id, visitor.id, reported.visit_id),
            *(reported.moment, reported.amount, page, arm, probability, now),
        ),
    )
    return invitation if arm == "invited" else None


def choose(rules: list[InvitationRule], page: str, amount: int | None) -> InvitationRule | None:
    """Choose the rule that is meant: of those whose threshold is reached, the one closest to the page.

    Without an amount the page has judged for itself, and every threshold is reached.
    """
    reached = [rule for rule in rules if amount is None or amount >= rule.threshold]
    close = [(fit, rule) for rule in reached if (fit := pages.fits(rule.pages, page)) is not None]
    return max(close, key=lambda one: one[0])[1] if close else None


async def _undisturbed(session: Session, visitor: Visitor, reported: ReportedMoment, now: datetime) -> bool:
    params: dict[str, object] = {
        "customer_id": visitor.id,
        "visit_id": reported.visit_id,
        "visit": now - VISIT,
        "cool_down": now - COOL_DOWN,
    }
    return await session.execute(UNDISTURBED, params) == 1


async def _pace(session: Session, visitor: Visitor, now: datetime) -> Pace:
    params: dict[str, object] = {
        "brand_id": visitor.brand_id,
        "recent": now - RECENT,
        "since": now - LEARNED_FROM,
    }
    found = await session.row(Pace, PACE, params)
    assert found is not None, "to count gives one row"
    return found
