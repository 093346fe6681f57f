"""People who write to us: who they are, and how sure of it we are."""

from visavis.customers.access import (
    CurrentVisitor,
    access_customer,
    current_visitor,
    load_visitor,
    visitor_policy,
)
from visavis.customers.choosing import choose
from visavis.customers.describing import describe, edit
from visavis.customers.errors import (
    ClaimRefused,
    ClaimUsed,
    CustomerNotFound,
    IdentitySigned,
    VisitorUnknown,
)
from visavis.customers.events import CustomerChanged, ServiceModeChosen, VisitorLeft
from visavis.customers.identifying import Identified, identify
from visavis.customers.models import (
    Customer,
    CustomerChanges,
    Identity,
    ServiceMode,
    Visitor,
    VisitorChanges,
    VisitorView,
)
from visavis.customers.queries import customer, visitor_view
from visavis.customers.welcoming import Welcome, add_identity, begin_visit, newcomer, welcome

__all__ = [
    "ClaimRefused",
    "ClaimUsed",
    "CurrentVisitor",
    "Customer",
    "CustomerChanged",
    "CustomerChanges",
    "CustomerNotFound",
    "Identified",
    "Identity",
    "IdentitySigned",
    "ServiceMode",
    "ServiceModeChosen",
    "Visitor",
    "VisitorChanges",
    "VisitorLeft",
    "VisitorUnknown",
    "VisitorView",
    "Welcome",
    "access_customer",
    "add_identity",
    "begin_visit",
    "choose",
    "current_visitor",
    "customer",
    "describe",
    "edit",
    "identify",
    "load_visitor",
    "newcomer",
    "visitor_policy",
    "visitor_view",
    "welcome",
]
