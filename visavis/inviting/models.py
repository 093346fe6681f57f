"""What an invitation is, and the rules by which a brand invites."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from visavis.conversations.entries import Moment
from visavis.conversations.models import PageUrl

Arm = Literal["invited", "held_out"]
How = Literal["accepted", "declined", "withdrawn"]
Locale = Literal["fr", "en"]
Threshold = Annotated[int, Meta(ge=1, le=3600)]
Page = Annotated[str, Meta(min_length=1, max_length=200)]
Pages = Annotated[list[Page], Meta(max_length=20)]
HoldOut = Annotated[int, Meta(ge=0, le=50)]
Text = Annotated[str, Meta(max_length=160)]

# Of these the threshold is a number of times; of the others, seconds.
COUNTED: frozenset[Moment] = frozenset(("payment_error", "no_result", "same_page_again"))


class InvitationRule(msgspec.Struct, frozen=True, kw_only=True):
    """A moment at which a brand invites: after so many times or seconds of it, on some of its pages.

    No page: on every page. An empty text: the one that goes with the moment. Of those who would be invited,
    `hold_out` percent are not, so that what the invitation does can be measured.
    """

    id: UUID
    brand_id: UUID
    moment: Moment
    threshold: int
    pages: list[str]
    hold_out: int
    text_fr: str
    text_en: str
    enabled: bool


class NewInvitationRule(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """An invitation rule to add."""

    moment: Moment
    threshold: Threshold
    pages: Pages = []
    hold_out: HoldOut = 5
    text_fr: Text = ""
    text_en: Text = ""
    enabled: bool = True


class InvitationRuleChanges(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What to change of an invitation rule; the moment is what it was counted for, and stays."""

    threshold: Threshold | UnsetType = UNSET
    pages: Pages | UnsetType = UNSET
    hold_out: HoldOut | UnsetType = UNSET
    text_fr: Text | UnsetType = UNSET
    text_en: Text | UnsetType = UNSET
    enabled: bool | UnsetType = UNSET


class InvitationTexts(msgspec.Struct, frozen=True):
    """What is said at a moment when a rule has no words of its own."""

    fr: str
    en: str


class InvitationRules(msgspec.Struct, kw_only=True):
    """A brand's rules, and what is said at each moment by default."""

    items: list[InvitationRule]
    texts: dict[Moment, InvitationTexts]


class ReportedMoment(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What the page reports: the moment, how often in this visit or for how long, and where.

    `visit_id` names the visit, which ends with the browser's tab. Without `seconds`, the page itself has judged
    that it lasts too long.
    """

    moment: Moment
    visit_id: UUID
    page_url: PageUrl
    times: Annotated[int, Meta(ge=1, le=1000)] = 1
    seconds: Annotated[int, Meta(ge=0, le=86_400)] | None = None
    locale: Locale = "fr"

    @property
    def amount(self) -> int | None:
        """Give what is compared with a rule's threshold: times or seconds; None where the page has judged."""
        return self.times if self.moment in COUNTED else self.seconds


class Invitation(msgspec.Struct, frozen=True, kw_only=True):
    """An invitation to write now, as the visitor reads it; an answer comes within so many seconds."""

    id: UUID
    moment: Moment
    text: str
    within_s: int | None


class MomentAnswer(msgspec.Struct, kw_only=True):
    """What the house makes of a moment: an invitation, or nothing."""

    invitation: Invitation | None


class InvitationAnswer(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What became of an invitation; `withdrawn`: it could no longer be kept, and was taken back unanswered."""

    how: How


class InvitationFigures(msgspec.Struct, frozen=True, kw_only=True):
    """What a rule did in the last `days` days: how many it invited, held out, and how many wrote.

    Of each arm, those whose half hour is over are counted (`invited_measured`, `held_out_measured`), and those
    of them who wrote within it. `uplift` is the difference of the two shares, invited less held out, with
    Newcombe's 95 % interval; null where one of the arms is empty.
    """

    rule_id: UUID
    days: int
    invited: int
    accepted: int
    declined: int
    ignored: int
    held_out: int
    invited_measured: int
    invited_wrote: int
    held_out_measured: int
    held_out_wrote: int
    uplift: float | None
    uplift_low: float | None
    uplift_high: float | None
