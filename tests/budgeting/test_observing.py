"""Observers get the head of the trail by mail, each day once."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from budgeting.clock import SetClock
from budgeting.models import Council, Role, User
from budgeting.services.observing import mail_heads
from budgeting.services.recording import record
from tests.people import person

pytestmark = pytest.mark.django_db

SITE = "https://stem.example.org"


@pytest.fixture
def observer(council: Council) -> User:
    return person(council, Role.OBSERVER, "Omar")


def test_an_observer_gets_the_latest_head_once_a_day(
    observer: User, officer: User, clock: SetClock
) -> None:
    line = record("phase", clock=clock)
    assert mail_heads(base_url=SITE, clock=clock) == 1
    assert mail_heads(base_url=SITE, clock=clock) == 0
    assert [sent.to for sent in mail.outbox] == [["omar@example.org"]]
    text = str(mail.outbox[0].body)
    assert f"{line.sequence}:{line.digest}" in text
    assert f"{SITE}/nl/record/" in text
    assert f"{SITE}/fr/record/" in text
    tomorrow = SetClock(clock.now() + timedelta(days=1))
    assert mail_heads(base_url=SITE, clock=tomorrow) == 1


def test_whose_role_has_ended_gets_none(observer: User, clock: SetClock) -> None:
    record("phase", clock=clock)
    observer.memberships.update(ends_on=clock.now().date() - timedelta(days=1))
    assert mail_heads(base_url=SITE, clock=clock) == 0


def test_without_a_line_there_is_nothing_to_send(observer: User, clock: SetClock) -> None:
    assert mail_heads(base_url=SITE, clock=clock) == 0


def test_a_mail_that_failed_is_tried_again(
    observer: User, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    record("phase", clock=clock)
    with monkeypatch.context() as broken:
        broken.setattr(EmailBackend, "send_messages", _no_mail)
        assert mail_heads(base_url=SITE, clock=clock) == 0
    assert mail_heads(base_url=SITE, clock=clock) == 1


def _no_mail(*_args: object) -> int:
    raise OSError
