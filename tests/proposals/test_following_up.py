"""Reports on funded projects, and the ones that are too old."""

from datetime import date, timedelta
from typing import Any

import pytest

from budgeting.clock import SetClock
from budgeting.errors import Refused
from budgeting.models import Council, Edition, Record, User
from budgeting.phases import Phase
from proposals.models import BallotProject, FollowUp
from proposals.services.following_up import report, stale_projects
from tests import build
from tests.people import SignIn

TODAY = date(2026, 6, 1)
NOTES: dict[str, Any] = {"note_nl": "Bezig.", "note_fr": "En cours."}


@pytest.fixture
def edition(council: Council) -> Edition:
    made = build.edition(council, phase=Phase.REALISATION)
    build.projects(made, 3)
    return made


def test_a_report_is_public_and_recorded(edition: Edition, clock: SetClock, officer: User) -> None:
    project = edition.ballot_projects.get(number=1)
    made = report(project, state="tender", owner="Dienst", by=officer, clock=clock, **NOTES)
    assert made.reported_on == TODAY
    assert Record.objects.get(event="follow_up").data == {"project": "1", "state": "tender"}
    page = SignIn(officer).get("/fr/c/demo-laken/2026/proposals/1/").content.decode()
    assert "En cours." in page


def test_both_languages_are_needed(edition: Edition) -> None:
    project = edition.ballot_projects.get(number=1)
    with pytest.raises(Refused) as refused:
        report(project, state="done", note_nl="Klaar.", note_fr=" ")
    assert refused.value.code == "note_missing"


def test_there_is_nothing_to_follow_before_the_decision(edition: Edition) -> None:
    Edition.objects.update(phase=Phase.VOTING)
    with pytest.raises(Refused) as refused:
        report(BallotProject.objects.get(number=1), state="done", **NOTES)
    assert refused.value.code == "too_early"


def test_old_reports_are_flagged_until_a_new_one_or_the_end(edition: Edition) -> None:
    first, second, _never = edition.ballot_projects.order_by("number")
    old = TODAY - timedelta(days=91)
    FollowUp.objects.create(project=first, state="tender", reported_on=old, **NOTES)
    FollowUp.objects.create(project=second, state="done", reported_on=old, **NOTES)
    assert stale_projects(edition, today=TODAY) == [first]
    FollowUp.objects.create(project=first, state="tender", reported_on=TODAY, **NOTES)
    assert stale_projects(edition, today=TODAY) == []


def test_the_officer_reports_on_the_desk(edition: Edition, officer: User, stranger: User) -> None:
    address = "/nl/desk/demo-laken/2026/follow-up/2/"
    assert SignIn(stranger).post(address, {"state": "done", **NOTES}).status_code == 403
    desk = SignIn(officer)
    assert "note_fr" in desk.post(address, {"state": "done"}).context["form"].errors
    assert desk.post(address, {"state": "done", **NOTES}).status_code == 302
    assert FollowUp.objects.get().project.number == 2
