"""The roles of the demo end with a date, and somebody is always invited."""

from datetime import timedelta

import pytest
from django.utils import timezone

from budgeting.clock import SetClock
from budgeting.models import Council, Invitation, Membership, Role
from tallying.services.demo_people import CAST, make_people
from tallying.services.demo_roles import SOON, date_roles
from tests import build

pytestmark = pytest.mark.django_db


def test_a_demo_of_long_ago_finds_its_people_at_work_again(council: Council) -> None:
    today = timezone.localdate(build.NOW)
    make_people(council, today)
    for days in (0, 0, 60, 1000):
        day = today + timedelta(days=days)
        clock = SetClock(build.NOW + timedelta(days=days))
        date_roles(council, clock)
        assert Membership.objects.current(day).count() == len(CAST)
        assert not Membership.objects.filter(ends_on=None).exists()
        assert Invitation.objects.pending(clock.now()).count() == 2
    soon = Membership.objects.get(role=Role.OBSERVER)
    assert soon.ends_on == day + SOON
