"""Needs that proposals answer, a group behind a proposal, and a cap for each track."""

from contextlib import nullcontext
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from budgeting.clock import DATABASE_CLOCK
from budgeting.errors import Refused
from budgeting.models import Council, Edition, Need, User
from budgeting.phases import Phase
from proposals.models import Proposal
from proposals.services.publishing import missing_to_publish
from proposals.services.reviewing import Decision, review
from tests import build
from tests.people import SignIn

pytestmark = pytest.mark.django_db

NEW = "/nl/c/demo-laken/2026/proposals/new/"
ANSWERS = {
    "title": "Een fontein",
    "summary": "Water op het plein.",
    "place": "Kerkplein",
    "cost": "9000",
    "contact": "amina@example.org",
}


@pytest.fixture
def call(council: Council) -> Edition:
    cache.clear()
    now = DATABASE_CLOCK.now()
    days: dict[str, Any] = {
        "call_opens_at": now - timedelta(days=1),
        "call_closes_at": now + timedelta(days=9),
    }
    return build.edition(council, phase=Phase.CALL, **days)


def need(of: Edition, code: str = "shade") -> Need:
    return Need.objects.create(edition=of, code=code, title_nl="Schaduw", title_fr="Ombre")


def test_a_resident_says_which_need_a_proposal_answers(call: Edition, resident: Client) -> None:
    wanted = need(call)
    assert "Schaduw" in resident.get(NEW).content.decode()
    resident.post(NEW, {**ANSWERS, "need": wanted.pk})
    assert Proposal.objects.get().need == wanted
    page = resident.get("/nl/c/demo-laken/2026/proposals/1/").content.decode()
    assert "Antwoord op deze behoefte" in page


def test_a_need_of_another_edition_is_not_taken(call: Edition, resident: Client) -> None:
    need(call)
    foreign = need(build.edition(call.council, "2027"))
    answer = resident.post(NEW, {**ANSWERS, "need": foreign.pk})
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == ["need"]


def test_nothing_is_asked_about_needs_where_there_are_none(call: Edition, resident: Client) -> None:
    form = resident.get(NEW).context["form"]
    assert not {"need", "group", "theme"} & set(form.fields)
    resident.post(NEW, ANSWERS)
    assert Proposal.objects.get().need is None


def test_a_group_has_to_stand_behind_a_proposal(call: Edition, resident: Client) -> None:
    Edition.objects.update(group_size=3)
    page = resident.get(NEW).content.decode()
    assert "Wij zijn met minstens 3 mensen" in page
    assert list(resident.post(NEW, ANSWERS).context["form"].errors) == ["group"]
    resident.post(NEW, {**ANSWERS, "group": "on"})
    assert Proposal.objects.count() == 1
    assert "minstens 3" in resident.get("/nl/c/demo-laken/2026/").content.decode()


def test_the_officer_sets_the_need_at_the_review(call: Edition, officer: User) -> None:
    wanted = need(call)
    proposal = build.proposal(call)
    decision = Decision("kept", adjustments={"need": wanted})
    review(proposal, decision, by=officer)
    proposal.refresh_from_db()
    assert proposal.need == wanted
    page = SignIn(officer).get("/nl/desk/demo-laken/2026/review/1/").content.decode()
    assert "Schaduw" in page


@pytest.mark.parametrize(
    ("adjusted", "code"),
    [
        ({"track": "city_investment", "cost_cents": 5_000_001}, "above_investment_cap"),
        ({"track": "city_investment", "cost_cents": 5_000_000}, ""),
        ({"track": "citizen_grant", "cost_cents": 2_000_001}, "above_grant_cap"),
        ({"track": "citizen_grant", "cost_cents": 2_000_000}, ""),
    ],
)
def test_a_project_above_the_cap_of_its_track_is_not_kept(
    call: Edition, officer: User, adjusted: dict[str, Any], code: str
) -> None:
    Edition.objects.update(investment_cap_cents=5_000_000)
    decision = Decision("kept", adjustments=adjusted)
    refusal = pytest.raises(Refused) if code else nullcontext()
    with refusal as refused:
        review(build.proposal(call), decision, by=officer)
    assert code == (refused.value.code if refused else "")


def test_a_cap_that_was_lowered_stops_the_publication(council: Council) -> None:
    edition = build.edition(council, phase=Phase.REVIEW, investment_cap_cents=900_000)
    texts: dict[str, Any] = {"place_nl": "Plein", "place_fr": "Place"}
    by: dict[str, Any] = {"realised_by_nl": "Stad", "realised_by_fr": "Ville"}
    proposal = build.proposal(edition, outcome="kept", **texts, **by)
    assert proposal.cost_cents == 1_000_000
    before = len(missing_to_publish(edition))
    edition.investment_cap_cents = 1_000_000
    assert len(missing_to_publish(edition)) == before - 1
