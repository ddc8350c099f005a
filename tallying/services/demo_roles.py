"""Roles of the demo: they end with a date, one of them soon, and two people are invited."""

from datetime import timedelta

from django.utils import timezone

from budgeting.clock import Clock
from budgeting.models import Council, Invitation, Membership, Role, User
from budgeting.services.inviting import Offer, invite
from budgeting.services.roles import usual_last_day
from tallying.services.demo_people import CAST

SOON = timedelta(days=20)
INVITED = (
    ("nadia.newcomer@example.org", Role.FACILITATOR, "fr"),
    ("ward.waarnemer@example.org", Role.OBSERVER, ""),
)


def date_roles(council: Council, clock: Clock, base_url: str) -> None:
    """Give every role of the demo a last day, and send the invitations that are missing.

    `base_url` begins the links in the mails, which lie in the demo's folder.
    A demo that is started again after a long while finds its people at work as before.
    """
    now = clock.now()
    today = timezone.localdate(now)
    people = [f"{one.key}@example.org" for one in CAST]
    for held in Membership.objects.filter(user__email__in=people):
        if held.ends_on is None or held.is_over(today):
            soon = held.role == Role.OBSERVER and held.council_id == council.pk
            held.ends_on = today + SOON if soon else usual_last_day(today)
            held.save(update_fields=["ends_on"])
    officer = User.objects.get(email="officer@example.org")
    Invitation.objects.filter(accepted_at=None, revoked_at=None, expires_at__lte=now).delete()
    for email, role, language in INVITED:
        taken = council.memberships.filter(user__email=email, role=role)
        if not (taken.exists() or council.invitations.filter(email=email, role=role).exists()):
            offer = Offer(email, role, usual_last_day(today), language)
            invite(council, offer, by=officer, base_url=base_url, clock=clock)
