"""The clock reminds and announces, once a day, and moves nothing."""

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from celery.schedules import crontab
from django.conf import settings
from django.core import mail

from budgeting.celery import app
from budgeting.clock import SetClock
from budgeting.models import Council, Edition, Membership, Role, SentMail, User
from budgeting.phases import Phase
from budgeting.services import sent_once
from tallying import tasks
from tallying.services.reminding import announce, digest_of, remind
from tests import build
from tests.people import person
from voting.models import Voter

pytestmark = pytest.mark.django_db
SITE = "https://x.test"


def calm(council: Council, **fields: Any) -> Edition:
    """An edition of which there is nothing to say."""
    dates = {"opens_at": build.NOW + timedelta(days=100), "closes_at": None}
    made = build.edition(council, phase=Phase.CALL, **(dates | fields))
    Edition.objects.filter(pk=made.pk).update(closes_at=build.NOW + timedelta(days=120))
    return made


def test_a_quiet_day_brings_no_mail(council: Council, officer: User, clock: SetClock) -> None:
    calm(council)
    assert remind(base_url=SITE, clock=clock) == 0
    assert not mail.outbox
    assert not SentMail.objects.exists()


def test_what_is_due_in_three_days_is_in_one_mail(
    council: Council, officer: User, facilitator: User, council_member: User, clock: SetClock
) -> None:
    calm(council, call_closes_at=build.NOW + timedelta(days=3))
    assert remind(base_url=SITE, clock=clock) == 2
    assert {tuple(sent.to) for sent in mail.outbox} == {(officer.email,), (facilitator.email,)}
    body = str(mail.outbox[0].body)
    assert "Budget de quartier 2026" in body
    assert "Wijkbudget 2026" in body
    assert f"{SITE}/fr/desk/demo-laken/2026/" in body
    Edition.objects.update(call_closes_at=build.NOW + timedelta(days=4))
    assert digest_of(officer, build.NOW) == []


def test_it_leaves_once_a_day_and_again_the_next(
    council: Council, officer: User, clock: SetClock
) -> None:
    calm(council, call_closes_at=build.NOW - timedelta(days=2))
    assert [remind(base_url=SITE, clock=clock) for _ in range(3)] == [1, 0, 0]
    clock.moment += timedelta(days=1)
    assert remind(base_url=SITE, clock=clock) == 1
    assert Edition.objects.get().phase == Phase.CALL


def test_a_mail_is_in_the_language_of_the_person(
    council: Council, officer: User, clock: SetClock
) -> None:
    officer.language = "fr"
    officer.save()
    calm(council, call_closes_at=build.NOW - timedelta(days=2))
    remind(base_url=SITE, clock=clock)
    [sent] = mail.outbox
    assert "Budget de quartier 2026" in sent.body
    assert "Wijkbudget" not in sent.body
    assert sent.subject.count("·") == 0


def test_warnings_are_for_those_who_can_mend_them(
    council: Council, officer: User, facilitator: User, clock: SetClock
) -> None:
    ahead = build.NOW + timedelta(days=50)
    edition = build.edition(council, phase=Phase.PUBLICATION, opens_at=ahead,
                            closes_at=ahead + timedelta(days=9))  # fmt: skip
    Voter.objects.create(edition=edition)
    assert [[alert.code for alert in line.alerts] for part in digest_of(officer, build.NOW)
            for line in part.lines] == [["no_trustees"]]  # fmt: skip
    assert digest_of(facilitator, build.NOW) == []


def test_a_mail_that_fails_is_tried_again(
    council: Council, officer: User, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    calm(council, call_closes_at=build.NOW - timedelta(days=2))

    def broken(*_args: object, **_kw: object) -> None:
        raise ConnectionRefusedError

    with monkeypatch.context() as patched:
        patched.setattr(sent_once, "letter", broken)
        assert remind(base_url=SITE, clock=clock) == 0
    assert remind(base_url=SITE, clock=clock) == 1


def test_the_people_of_a_council_hear_what_opens_and_closes_today(
    council: Council, officer: User, council_member: User, stranger: User, clock: SetClock
) -> None:
    gone = person(council, Role.MEMBER, "Gone")
    Membership.objects.filter(user=gone).update(ends_on=date(2021, 1, 1))
    build.edition(council, slug="vote", phase=Phase.VOTING, closes_at=build.NOW)
    build.edition(council, slug="call", phase=Phase.CALL, call_opens_at=build.NOW)
    build.edition(council, slug="late", phase=Phase.PUBLICATION, opens_at=build.NOW)
    build.edition(council, slug="later", phase=Phase.VOTING)
    assert announce(base_url=SITE, clock=clock) == 4
    assert announce(base_url=SITE, clock=clock) == 0
    told = {address for sent in mail.outbox for address in sent.to}
    assert told == {officer.email, council_member.email}
    assert any(f"{SITE}/nl/c/demo-laken/vote/" in str(sent.body) for sent in mail.outbox)


def test_what_closes_at_midnight_is_told_the_day_before(
    council: Council, officer: User, clock: SetClock
) -> None:
    brussels = ZoneInfo(settings.TIME_ZONE)
    midnight = build.NOW.astimezone(brussels).replace(hour=0) + timedelta(days=1)
    build.edition(council, phase=Phase.VOTING, closes_at=midnight)
    assert announce(base_url=SITE, clock=clock) == 1
    clock.moment += timedelta(days=1)
    assert announce(base_url=SITE, clock=clock) == 0


EVERY_MINUTE = {"voting.resume_uploads", "voting.tend_prints"}


def test_the_clock_mails_in_the_morning_of_brussels_and_tends_to_paper_each_minute() -> None:
    schedule = app.conf.beat_schedule
    assert {entry["task"] for entry in schedule.values()} >= {
        tasks.remind.name,
        tasks.announce.name,
    }
    app.loader.import_default_modules()
    for entry in schedule.values():
        assert entry["task"] in app.tasks
        assert isinstance(entry["schedule"], crontab)
        often = entry["task"] in EVERY_MINUTE
        assert entry["schedule"].hour == (set(range(24)) if often else {7})
    assert app.conf.timezone == settings.TIME_ZONE


def test_the_tasks_know_where_the_site_is(council: Council, officer: User) -> None:
    build.edition(council, phase=Phase.CALL, call_closes_at=build.NOW)
    tasks.remind.delay()
    tasks.announce.delay()
    assert settings.SITE_URL in mail.outbox[0].body
