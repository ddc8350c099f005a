"""The roles of the demo end with a date, and somebody is always invited."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from budgeting.clock import SetClock
from budgeting.models import Council, Invitation, Membership, Role
from tallying.services.demo_people import CAST, make_people
from tallying.services.demo_roles import SOON, date_roles
from tests import build

pytestmark = pytest.mark.django_db


def test_a_demo_of_long_ago_finds_its_people_at_work_again(
    council: Council, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    today = timezone.localdate(build.NOW)
    make_people(council, today)
    for days in (0, 0, 60, 1000):
        day = today + timedelta(days=days)
        clock = SetClock(build.NOW + timedelta(days=days))
        with django_capture_on_commit_callbacks(execute=True):
            date_roles(council, clock, "http://127.0.0.1:8123")
        assert Membership.objects.current(day).count() == len(CAST)
        assert not Membership.objects.filter(ends_on=None).exists()
        assert Invitation.objects.pending(clock.now()).count() == 2
    assert all("http://127.0.0.1:8123/" in one.body for one in mail.outbox)
    assert len(mail.outbox) >= 2
    soon = Membership.objects.get(role=Role.OBSERVER)
    assert soon.ends_on == day + SOON
