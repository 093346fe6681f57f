"""What a brand's page has to watch by itself: where the visitor is, and for how long; nothing that they do."""

from uuid import UUID

from visavis.conversations.entries import Moment
from visavis.inviting.rules import rules_of
from visavis.kit.database import Session

Watched = tuple[Moment, int, list[str]]
ON_ITS_OWN: frozenset[Moment] = frozenset(("page", "payment_slow", "same_page_again"))


async def watched(session: Session, brand_id: UUID) -> list[Watched]:
    """List moment, threshold and pages of the rules that need no word from the site; they are public."""
    return [
        (rule.moment, rule.threshold, rule.pages)
        for rule in await rules_of(session, brand_id)
        if rule.enabled and rule.moment in ON_ITS_OWN and rule.pages
    ]
