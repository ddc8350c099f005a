"""Roles end with a date: an officer says which day is the last one."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from budgeting.clock import DATABASE_CLOCK, Clock
from budgeting.errors import Refused
from budgeting.models import ChangedMeanwhile, Council, Membership, Role, User
from budgeting.services.recording import record

YEARS = 2
MOST_YEARS = 6


def usual_last_day(today: date) -> date:
    """Two years from today, as long as the members of a council sit."""
    return _years_after(today, YEARS)


def latest_last_day(today: date) -> date:
    """Six years from today: as long as the municipal council sits, and no role is given longer."""
    return _years_after(today, MOST_YEARS)


def end_now(held: Membership, *, by: User, clock: Clock = DATABASE_CLOCK) -> Membership:
    """A role that was there yesterday and is not today; refuses `last_officer`."""
    yesterday = timezone.localdate(clock.now()) - timedelta(days=1)
    return set_last_day(held, yesterday, by=by, clock=clock)


def set_last_day(
    held: Membership, last_day: date, *, by: User, clock: Clock = DATABASE_CLOCK
) -> Membership:
    """Shorten or prolong a role; on the day after another officer must be there.

    Refuses `last_officer`, `role_has_ended` for what is over (that takes an invitation), and
    `changed_meanwhile` when the last day is no longer the one of `held`.
    """
    with transaction.atomic():
        # Two officers who leave at the same moment wait for each other here.
        council = Council.objects.select_for_update().get(pk=held.council_id)
        stored = Membership.objects.get(pk=held.pk)
        today = timezone.localdate(clock.now())
        if stored.is_over(today):
            raise Refused("role_has_ended", _("This role is over. Invite the person again."))
        if stored.ends_on != held.ends_on:
            raise ChangedMeanwhile(stored)
        if _leaves_nobody(stored, last_day):
            raise Refused(
                "last_officer",
                _("Nobody else is officer of this council then. Invite another officer first."),
            )
        stored.ends_on = last_day
        stored.save(update_fields=["ends_on"])
        data = {"membership": stored.pk, "role": stored.role, "ends_on": last_day.isoformat()}
        event = "role_ended" if last_day < today else "role_changed"
        record(event, council=council, by=by, role="officer", data=data, clock=clock)
    return stored


def _leaves_nobody(held: Membership, last_day: date) -> bool:
    """Whether an officer would leave earlier than planned, and no other one stays."""
    if held.role != Role.OFFICER or (held.ends_on and held.ends_on <= last_day):
        return False
    after = Membership.objects.current(last_day + timedelta(days=1))
    others = after.filter(council=held.council_id, role=Role.OFFICER).exclude(user=held.user_id)
    return not others.exists()


def _years_after(day: date, years: int) -> date:
    return (day.replace(day=28) if (day.month, day.day) == (2, 29) else day).replace(
        year=day.year + years
    )
