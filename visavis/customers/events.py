from typing import ClassVar
from uuid import UUID

import msgspec

from visavis.customers.models import Customer, ServiceMode
from visavis.kit.events import Event


class CustomerChanged(Event, frozen=True, kw_only=True):
    """What is known of a customer changed."""

    type: ClassVar[str] = "customer.changed"
    customer: Customer


class ServiceModeChosen(Event, frozen=True, kw_only=True):
    """A customer chose how to be served, or took the choice back."""

    type: ClassVar[str] = "customer.service_mode_chosen"
    customer_id: UUID
    service_mode: ServiceMode | None

    def for_customer(self) -> msgspec.Struct:
        return self


class VisitorLeft(Event, frozen=True, kw_only=True):
    """A visit ended: its token opens nothing any more."""

    type: ClassVar[str] = "visitor.left"
    session_id: UUID
