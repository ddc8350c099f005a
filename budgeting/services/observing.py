"""The daily mail to the observers: the latest head of the audit trail, to keep."""

from django.utils import timezone

from budgeting.clock import DATABASE_CLOCK, Clock
from budgeting.models import Membership, Record, Role, User
from budgeting.services.sent_once import send_once


def mail_heads(*, base_url: str, clock: Clock = DATABASE_CLOCK) -> int:
    """Mail the latest head to every observer, once a day; answers how many were sent.

    `base_url` is scheme and host without a slash at the end. A mail that could not be sent is
    tried again with the next call of the day.
    """
    now = clock.now()
    head = Record.objects.order_by("-sequence").first()
    if head is None:
        return 0
    today = timezone.localdate(now)
    watching = Membership.objects.current(today).filter(role=Role.OBSERVER)
    people = User.objects.filter(pk__in=watching.values("user"), is_active=True)
    values = {"head": head, "base_url": base_url}
    return sum(
        send_once("record_head", values, to=person, key=f"heads:user {person.pk}:{today}", now=now)
        for person in people
    )
