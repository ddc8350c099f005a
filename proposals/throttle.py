"""A brake on sending proposals: each one writes a mail to whatever address stands on it.

The limits are per hour, and generous to a class or a family round one computer. Whoever writes
proposals down with residents, signed in for the council, is not braked at all.
"""

from django.http import HttpRequest

from budgeting.access import roles_of
from budgeting.models import Council, Role
from budgeting.throttle import Brake, limits_of
from proposals.rules import contact_key

SECONDS = 3600
PER_DEVICE = 10
PER_ADDRESS = 60
PER_CONTACT = 5
UNBRAKED = frozenset({Role.FACILITATOR, Role.OFFICER})

_SENT = Brake("proposals", SECONDS)


def may_send(request: HttpRequest, council: Council, contact: str) -> bool:
    """Count a proposal that is about to be sent; False when it is one too many for now."""
    if roles_of(request.user, council) & UNBRAKED:
        return True
    limits = limits_of(request, per_device=PER_DEVICE, per_address=PER_ADDRESS)
    return _SENT.take({**limits, "contact\n" + contact_key(contact): PER_CONTACT})
