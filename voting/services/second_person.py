"""Who may be one of two people: somebody whose role was there on the day before, for all to see.

Nobody proves here that two accounts are two people. A mailbox that somebody made for the occasion
needs a role that stands on the page of people and in the audit trail for a day before it is of use.
"""

from datetime import datetime, timedelta

from django.utils import timezone

from budgeting.models import Council, Membership, Role, User
from voting.errors import refuse

WITH_PAPER = (Role.FACILITATOR, Role.OFFICER)


def had_role_before(person: User, council: Council, at: datetime, *roles: Role) -> bool:
    """Whether one of these roles was theirs in the council on the day before."""
    day_before = timezone.localdate(at) - timedelta(days=1)
    held = Membership.objects.current(day_before).filter(council=council, role__in=roles)
    return held.filter(user=person).exists()


def is_settled(person: User, council: Council, at: datetime) -> bool:
    """Whether somebody may be one of the two people who work with paper."""
    return had_role_before(person, council, at, *WITH_PAPER)


def require_settled(person: User, council: Council, at: datetime) -> None:
    """Refuses `role_too_new`. `at`: for the first person now, for the second when the first one
    wrote down what they agree to."""
    if not is_settled(person, council, at):
        raise refuse("role_too_new")
