"""What happens to a conversation, as it stands in its timeline."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from visavis.brands import SubjectNames

What = Literal[
    "assigned",
    "handed_over",
    "snoozed",
    "resolved",
    "reopened",
    "identified",
    "invited",
    "subject_chosen",
    "promised",
    "left_line",
    "back_in_line",
    "callback_booked",
    "callback_tried",
    "callback_unreached",
    "callback_cancelled",
    "called",
    "resolution_promised",
    "mail_failed",
    "mail_absent",
    "mail_suggested",
    "acknowledged",
    "participant_admitted",
    "participant_removed",
    "side_refused",
]

# What a customer is told of, as it stands; of the rest, who answers them.
TOLD: tuple[What, ...] = (
    *("resolved", "reopened", "promised", "left_line", "back_in_line"),
    *("callback_booked", "callback_tried", "callback_unreached", "callback_cancelled", "called"),
    "resolution_promised",
)
# When a customer on a brand's site may need somebody, as the page reports it.
Moment = Literal[
    "payment_error", "payment_slow", "upload_stalled", "basket_idle", "no_result", "same_page_again", "page"
]


class Occasion(msgspec.Struct, frozen=True, kw_only=True):
    """Why a customer was invited to write: the moment, how many times or seconds of it, and on which page."""

    moment: Moment
    amount: int | None
    page: str


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """What happened to a conversation, as a line in its timeline.

    `since` and `until` bound what is promised or put off; `missed` is the time of a promise that was broken,
    `instead` that of one which could still be kept, and in whose place this one stands. `words`: what was said of it.
    `subject` is what the customer said that they write about.
    `address` and `text`: of a mail, whom it concerns and what it said.
    """

    what: What
    agent_id: UUID | None = None
    agent_name: str | None = None
    team_id: UUID | None = None
    team_name: str | None = None
    until: datetime | None = None
    occasion: Occasion | None = None
    since: datetime | None = None
    missed: datetime | None = None
    instead: datetime | None = None
    words: str = ""
    subject: SubjectNames | None = None
    address: str | None = None
    text: str | None = None

    def for_customer(self) -> "Entry | None":
        """Give what the customer may read of it: neither teams nor snoozing, nor what they chose or was noticed."""
        if self.what in TOLD:
            return Entry(
                what=self.what,
                until=self.until,
                since=self.since,
                missed=self.missed,
                instead=self.instead,
                words=self.words,
            )
        if self.what in ("assigned", "handed_over") and self.agent_id:
            return Entry(what=self.what, agent_id=self.agent_id, agent_name=self.agent_name)
        return None
