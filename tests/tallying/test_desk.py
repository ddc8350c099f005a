"""The desk: one screen for all councils, and the steps of one edition by the people of it."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from budgeting.errors import Refused
from budgeting.models import Council, Edition, User
from budgeting.phases import Phase
from tallying.services.desk import tasks_of
from tallying.services.desk_dates import deadline_of
from tallying.services.desk_facts import Facts
from tallying.services.steps import move_on, pass_on
from tests import build
from tests.people import SignIn
from tests.tallying.audits import counted
from tests.voting import booth
from tests.voting.desk import printed
from voting.services.starting import register_server_box

pytestmark = pytest.mark.django_db


def page_of(edition: Edition, rest: str = "") -> str:
    return f"/en/desk/{edition.council.slug}/{edition.slug}/{rest}"


def codes(edition: Edition, facts: Facts, waits: bool = True) -> list[str]:
    now = build.NOW
    return [task.code for task in tasks_of(edition, facts, now) if task.waits or not waits]


def test_an_officer_sees_every_council_in_few_queries(
    council: Council, officer: User, django_assert_max_num_queries: Any
) -> None:
    for number in range(6):
        made = build.edition(council, slug=f"e{number}", phase=Phase.REVIEW)
        build.proposal(made, 1)
    client = SignIn(officer)
    with django_assert_max_num_queries(12):  # the session and the person are two of them
        page = client.get("/en/desk/").content.decode()
    assert page.count("1 proposal to decide") == 6


def test_the_desk_is_closed_to_visitors_and_empty_for_strangers(
    council: Council, stranger: User, resident: Client
) -> None:
    edition = build.edition(council, phase=Phase.CALL)
    assert resident.get("/en/desk/").status_code == 302
    assert SignIn(stranger).get(page_of(edition)).status_code == 403
    assert edition.title_nl not in SignIn(stranger).get("/en/desk/").content.decode()


@pytest.mark.parametrize("phase", list(Phase))
def test_every_phase_has_its_desk(council: Council, officer: User, phase: Phase) -> None:
    edition = build.edition(council, phase=phase)
    assert SignIn(officer).get(page_of(edition)).status_code == 200


def test_tasks_follow_from_what_is_there(council: Council) -> None:
    edition = build.edition(council, phase=Phase.COUNTING, paper_intake_until=build.NOW)
    assert codes(edition, Facts(has_box=True)) == ["open_box"]
    assert codes(edition, Facts(has_box=True), waits=False)[-2:] == ["tie_seed", "open_box"]
    opened = Facts(has_box=True, opened=True)
    assert "tie_seed" not in codes(edition, opened, waits=False)
    assert codes(edition, Facts(has_box=True, queued=2)) == ["scan", "open_box"]
    assert codes(edition, Facts(has_box=True, links_destroyed=True)) == ["tally"]
    assert "move_on" in codes(edition, Facts(counted=True))
    edition.phase = Phase.REVIEW
    assert codes(edition, Facts(undecided=3)) == ["review"]
    assert codes(edition, Facts()) == ["publish_ballot"]


def test_the_desk_leads_to_the_hand_counts_that_are_missing_and_to_the_check_of_the_paper(
    council: Council, facilitator: User
) -> None:
    sealed = booth.open_now(of=council, slug="sealed", is_test=True)
    printed(sealed, 3)
    Edition.objects.filter(pk=sealed.pk).update(phase=Phase.COUNTING)
    checked = counted(council, slug="checked", paper={1: [["1"]] * 3})
    farid = SignIn(facilitator)
    with override("en"):
        counts = reverse("hand_counts", args=["demo-laken", "sealed"])
        check = reverse("audit_desk", args=["demo-laken", "checked"])
    assert counts in todo(farid, sealed)
    assert check in todo(farid, checked)


def todo(client: Client, edition: Edition) -> str:
    said = client.get(page_of(edition)).content.decode()
    return said.split('class="tasks"')[1].split("</ul>")[0]


def test_hand_counts_and_differences_wait_before_the_box_is_opened(council: Council) -> None:
    facts = Facts(has_box=True, uncounted=2, differences=1)
    real = build.edition(council, phase=Phase.COUNTING, paper_intake_until=build.NOW, is_test=False)
    assert codes(real, facts) == ["hand_counts", "reconcile", "open_box"]
    real.is_test = True  # a rehearsal may be opened without hand counts
    assert codes(real, facts) == ["reconcile", "open_box"]
    assert "hand_counts" in codes(real, facts, waits=False)


def test_a_check_of_the_paper_is_on_the_desk_until_it_is_finished(council: Council) -> None:
    edition = build.edition(council, phase=Phase.COUNCIL_REVIEW)
    assert "audit" not in codes(edition, Facts(counted=True), waits=False)
    can = {"counted": True, "can_audit": True}
    assert "audit" in codes(edition, Facts(**can), waits=False)
    assert "audit" not in codes(edition, Facts(**can))
    assert "audit" in codes(edition, Facts(**can, auditing=True))
    assert "audit" not in codes(edition, Facts(**can, audited=True), waits=False)


def test_the_next_deadline_is_the_nearest_one_ahead(council: Council) -> None:
    edition = build.edition(council, decision_on=(build.NOW + timedelta(days=100)).date())
    assert deadline_of(edition, build.NOW) == ("closes_at", edition.closes_at)


def test_a_vote_is_started_and_a_demonstration_closed_before_its_time(
    council: Council, officer: User, facilitator: User
) -> None:
    now = timezone.now()
    moments: dict[str, Any] = {
        "opens_at": now - timedelta(days=1),
        "closes_at": now + timedelta(days=1),
    }
    edition = build.edition(council, phase=Phase.PUBLICATION, **moments)
    client = SignIn(officer)
    refused = client.post(page_of(edition, "start/"))
    assert refused.status_code == 400
    build.projects(edition)
    register_server_box(edition)
    assert SignIn(facilitator).post(page_of(edition, "start/")).status_code == 403
    assert client.post(page_of(edition, "start/")).status_code == 302
    assert client.post(page_of(edition, "start/")).status_code == 400  # pressed twice
    assert client.post(page_of(edition, "close/")).status_code == 400
    assert client.post(page_of(edition, "close/"), {"early": "yes"}).status_code == 302
    edition.refresh_from_db()
    assert edition.phase == Phase.COUNTING


def test_the_result_moves_with_the_phase(council: Council, officer: User) -> None:
    edition = build.edition(council, phase=Phase.COUNCIL_REVIEW, result_state="provisional")
    move_on(edition, to="objections", by=officer)
    assert edition.result_state == "contestable"
    with pytest.raises(Refused) as late:
        move_on(edition, to="objections", by=officer)
    assert late.value.code == "not_the_next_phase"
    move_on(edition, to="decision", by=officer)
    assert edition.result_state == "before_college"
    pass_on(edition, by=officer)
    move_on(edition, to="realisation", by=officer)
    assert edition.result_state == "final"


def test_nothing_goes_to_the_council_before_it_was_counted(council: Council) -> None:
    edition = build.edition(council, phase=Phase.COUNTING)
    with pytest.raises(Refused) as refused:
        move_on(edition, to="council_review", by=None)
    assert refused.value.code == "conditions_missing"
