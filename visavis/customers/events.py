from typing import ClassVar
from uuid import UUID

from visavis.customers.models import Customer
from visavis.kit.events import Event


class CustomerChanged(Event, frozen=True, kw_only=True):
    """What is known of a customer changed."""

    type: ClassVar[str] = "customer.changed"
    customer: Customer


class VisitorLeft(Event, frozen=True, kw_only=True):
    """A visit ended: its token opens nothing any more."""

    type: ClassVar[str] = "visitor.left"
    session_id: UUID
