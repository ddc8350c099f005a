"""From kept proposals to the list of projects, all or nothing."""

import pytest

from budgeting.clock import SetClock
from budgeting.errors import Refused
from budgeting.models import Council, Edition, User
from budgeting.phases import Phase
from budgeting.services.moving import move
from proposals.models import BallotProject, Proposal
from proposals.services.publishing import publish_ballot
from tests import build
from tests.people import SignIn

TEXTS = {
    "place_nl": "Plein",
    "place_fr": "Place",
    "realised_by_nl": "Stad",
    "realised_by_fr": "Ville",
}


@pytest.fixture
def edition(council: Council) -> Edition:
    """Three proposals: kept, rejected, changed."""
    made = build.edition(council, phase=Phase.REVIEW)
    for number, outcome in ((1, "kept"), (2, "rejected"), (3, "changed")):
        build.proposal(made, number, outcome=outcome, lat=50.88, lon=4.35, **TEXTS)
    return made


def refusal(edition: Edition, clock: SetClock) -> Refused:
    with pytest.raises(Refused) as refused:
        publish_ballot(edition, clock=clock)
    assert not BallotProject.objects.exists()
    assert Edition.objects.get(pk=edition.pk).phase == edition.phase
    return refused.value


def test_kept_and_changed_proposals_become_projects_with_their_numbers(
    edition: Edition, clock: SetClock, officer: User
) -> None:
    projects = publish_ballot(edition, by=officer, clock=clock)
    assert [(p.code, p.number) for p in projects] == [("1", 1), ("3", 3)]
    first, source = projects[0], Proposal.objects.get(number=1)
    for name in ("title_nl", "summary_fr", "realised_by_fr", "cost_cents", "track", "lat"):
        assert getattr(first, name) == getattr(source, name)
    edition.refresh_from_db()
    assert (edition.phase, edition.ballot_published_at) == (Phase.PUBLICATION, build.NOW)


def test_everything_that_is_missing_is_said_at_once(edition: Edition, clock: SetClock) -> None:
    Proposal.objects.filter(number=1).update(title_fr="", cost_cents=None)
    Proposal.objects.filter(number=3).update(track="citizen_grant", cost_cents=2_000_001)
    build.proposal(edition, 4)
    refused = refusal(edition, clock)
    assert refused.code == "not_ready"
    assert len(refused.missing) == 4


def test_a_blank_text_is_a_missing_text(edition: Edition, clock: SetClock) -> None:
    Proposal.objects.filter(number=1).update(summary_nl="  ")
    assert refusal(edition, clock).code == "not_ready"


def test_without_a_kept_proposal_there_is_no_list(edition: Edition, clock: SetClock) -> None:
    Proposal.objects.update(outcome="rejected")
    assert refusal(edition, clock).code == "not_ready"


def test_the_list_is_made_at_the_end_of_the_study_only(edition: Edition, clock: SetClock) -> None:
    Edition.objects.update(phase=Phase.CALL)
    edition.refresh_from_db()
    assert refusal(edition, clock).code == "unlawful_move"


def test_after_a_step_back_the_list_is_made_again(edition: Edition, clock: SetClock) -> None:
    publish_ballot(edition, clock=clock)
    move(edition, to=Phase.REVIEW, clock=clock)
    Proposal.objects.filter(number=3).update(outcome="withdrawn")
    Proposal.objects.filter(number=1).update(title_nl="Beter")
    publish_ballot(edition, clock=clock)
    assert list(BallotProject.objects.values_list("code", "title_nl")) == [("1", "Beter")]


def test_a_copy_stays_as_it_is_when_the_proposal_changes(edition: Edition, clock: SetClock) -> None:
    publish_ballot(edition, clock=clock)
    Proposal.objects.update(title_nl="Anders")
    assert not BallotProject.objects.filter(title_nl="Anders").exists()


def test_the_officer_makes_the_list_on_the_desk(edition: Edition, officer: User) -> None:
    desk = SignIn(officer)
    address = "/fr/desk/demo-laken/2026/review/"
    assert address + "publish/" in desk.get(address).content.decode()
    assert desk.get(address + "publish/").status_code == 405
    assert desk.post(address + "publish/").status_code == 302
    assert BallotProject.objects.count() == 2


def test_the_desk_says_what_is_missing(edition: Edition, officer: User) -> None:
    build.proposal(edition, 4)
    desk = SignIn(officer)
    page = desk.get("/nl/desk/demo-laken/2026/review/")
    assert len(page.context["missing"]) == 1
    refused = desk.post("/nl/desk/demo-laken/2026/review/publish/")
    assert (refused.status_code, BallotProject.objects.count()) == (400, 0)
