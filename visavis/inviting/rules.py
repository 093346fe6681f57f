"""A brand's rules are added, changed and removed; what was counted by one stays."""

from typing import LiteralString, get_args
from uuid import UUID

import msgspec
from msgspec import UNSET

from visavis import brands
from visavis.conversations.entries import Moment
from visavis.inviting.errors import InvitationRuleNotFound, PagesNeeded, TooManyInvitationRules
from visavis.inviting.models import InvitationRule, InvitationRuleChanges, NewInvitationRule
from visavis.inviting.pages import refuse_unfit
from visavis.kit.database import Session
from visavis.kit.ids import uuid7

MOST = 50
COLUMNS: LiteralString = "id, brand_id, moment, threshold, pages, hold_out, text_fr, text_en, enabled"

# Where the customer is stuck, and knows it, an invitation helps; the others wait until somebody wants them.
BEGINNING: LiteralString = """
insert into invitation_rule (id, brand_id, moment, threshold, pages, enabled, created_at)
select gen_random_uuid(), %(brand_id)s, m.moment, m.threshold, m.pages, m.enabled, %(now)s
from (values
    ('payment_error', 2, '{}'::text[], true),
    ('upload_stalled', 30, '{}', true),
    ('payment_slow', 90, '{}', false),
    ('basket_idle', 45, '{}', false),
    ('no_result', 2, '{}', false),
    ('same_page_again', 3, '{/help*,/aide*}', false)
) as m (moment, threshold, pages, enabled)
"""


def furnish_brands() -> None:
    """Have every new brand begin with a rule for each moment, two of them switched on."""
    brands.when_created(BEGINNING)


async def rules_of(session: Session, brand_id: UUID) -> list[InvitationRule]:
    """List a brand's rules in the order in which they were added, or a purchase goes; raise `BrandNotFound`."""
    await brands.brand(session, brand_id)
    return await session.rows(
        InvitationRule,
        f"""
        select {COLUMNS} from invitation_rule where brand_id = %s and removed_at is null
        order by created_at, array_position(%s::text[], moment), threshold, id
        """,
        (brand_id, list(get_args(Moment))),
    )


async def rules_for(session: Session, brand_id: UUID, moment: Moment) -> list[InvitationRule]:
    """List the rules by which a brand invites at a moment."""
    return await session.rows(
        InvitationRule,
        f"""
        select {COLUMNS} from invitation_rule
        where brand_id = %s and moment = %s and enabled and removed_at is null
        order by threshold desc, id
        """,
        (brand_id, moment),
    )


async def add_rule(session: Session, brand_id: UUID, new: NewInvitationRule) -> InvitationRule:
    """Add a rule; raise `PagePatternUnfit`, `PagesNeeded`, `TooManyInvitationRules` or `BrandNotFound`."""
    refuse_unfit(new.pages)
    _refuse_everywhere(new.moment, new.pages)
    if len(await rules_of(session, brand_id)) >= MOST:
        raise TooManyInvitationRules
    added = InvitationRule(
        id=uuid7(),
        brand_id=brand_id,
        moment=new.moment,
        threshold=new.threshold,
        pages=new.pages,
        hold_out=new.hold_out,
        text_fr=new.text_fr.strip(),
        text_en=new.text_en.strip(),
        enabled=new.enabled,
    )
    await session.execute(
        """
        insert into invitation_rule (id, brand_id, moment, threshold, pages, hold_out,
                                     text_fr, text_en, enabled, created_at)
        values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
        """,
        (
            *(added.id, brand_id, added.moment, added.threshold, added.pages, added.hold_out),
            *(added.text_fr, added.text_en, added.enabled, session.clock()),
        ),
    )
    return added


async def change_rule(session: Session, rule_id: UUID, changes: InvitationRuleChanges) -> InvitationRule:
    """Change what is given of a rule; raise as `add_rule`, or `InvitationRuleNotFound`."""
    known = await _rule(session, rule_id)
    given = {k: v for k, v in msgspec.structs.asdict(changes).items() if v is not UNSET}
    changed = msgspec.structs.replace(known, **given)
    refuse_unfit(changed.pages)
    _refuse_everywhere(changed.moment, changed.pages)
    changed = msgspec.structs.replace(
        changed, text_fr=changed.text_fr.strip(), text_en=changed.text_en.strip()
    )
    await session.execute(
        """
        update invitation_rule
        set threshold = %s, pages = %s, hold_out = %s, text_fr = %s, text_en = %s, enabled = %s
        where id = %s
        """,
        (
            *(changed.threshold, changed.pages, changed.hold_out, changed.text_fr, changed.text_en),
            *(changed.enabled, rule_id),
        ),
    )
    return changed


async def remove_rule(session: Session, rule_id: UUID) -> None:
    """Remove a rule, and keep what it did; raise `InvitationRuleNotFound`."""
    await _rule(session, rule_id)
    await session.execute(
        "update invitation_rule set enabled = false, removed_at = %s where id = %s",
        (session.clock(), rule_id),
    )


async def _rule(session: Session, rule_id: UUID) -> InvitationRule:
    found = await session.row(
        InvitationRule,
        f"select {COLUMNS} from invitation_rule where id = %s and removed_at is null for no key update",
        (rule_id,),
    )
    if found is None:
        raise InvitationRuleNotFound
    return found


def _refuse_everywhere(moment: Moment, pages: list[str]) -> None:
    if moment == "page" and not pages:
        raise PagesNeeded(fields={"pages": "needed"})
