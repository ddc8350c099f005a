"""The daily mail to the observers: the latest head of the audit trail, to keep."""

from datetime import datetime

from django.utils import timezone

from budgeting.clock import DATABASE_CLOCK, Clock
from budgeting.models import Membership, Record, Role, SentMail, User
from budgeting.services.mailing import letter


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
        _sent(person, values, key=f"heads:user {person.pk}:{today}", now=now) for person in people
    )


def _sent(person: User, values: dict[str, object], *, key: str, now: datetime) -> bool:
    """Whether this mail went out now; no lock is held while the mail server is waited for."""
    note, is_new = SentMail.objects.get_or_create(key=key, defaults={"sent_at": now})
    if not is_new:
        return False
    try:
        letter("record_head", values, to=person.email, language=person.language).send()
    except OSError:
        note.delete()
        return False
    return True
