"""An officer decides about proposals, with a reason everybody can read."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client

from budgeting.clock import SetClock
from budgeting.errors import Refused
from budgeting.models import Council, Edition, Record, User
from budgeting.phases import Phase
from proposals.models import Outcome, Proposal, Review
from proposals.services.reviewing import ABOVE_CAP, Decision, review
from tests import build
from tests.budgeting import pages
from tests.journeys.page_forms import form_in
from tests.people import SignIn

DESK = "/nl/desk/demo-laken/2026/review/"


@pytest.fixture
def edition(council: Council) -> Edition:
    return build.edition(council, phase=Phase.REVIEW)


@pytest.fixture
def proposal(edition: Edition) -> Proposal:
    return build.proposal(edition, 1, submitter_contact="amina@example.org")


def refusal(proposal: Proposal, decision: Decision, by: User) -> str:
    with pytest.raises(Refused) as refused:
        review(proposal, decision, by=by)
    assert not Review.objects.exists()
    assert Proposal.objects.get(pk=proposal.pk).outcome == ""
    return refused.value.code


def test_a_decision_is_stored_told_and_recorded(
    proposal: Proposal,
    officer: User,
    clock: SetClock,
    django_capture_on_commit_callbacks: Any,
) -> None:
    decision = Decision(Outcome.REJECTED, "Dit is een gewestweg.", "C'est une voirie régionale.")
    with django_capture_on_commit_callbacks(execute=True):
        made = review(proposal, decision, by=officer, base_url="https://x.test", clock=clock)
    proposal.refresh_from_db()
    assert (proposal.outcome, made.at, made.by) == ("rejected", build.NOW, officer)
    line = Record.objects.get(event="proposal_reviewed")
    assert (line.data, line.actor) == (
        {"number": 1, "outcome": "rejected"},
        f"officer:{officer.pk}",
    )
    (sent,) = mail.outbox
    assert "Dit is een gewestweg." in sent.body
    assert "https://x.test/nl/c/demo-laken/2026/proposals/1/" in sent.body


@pytest.mark.parametrize("outcome", ["changed", "rejected", "merged", "withdrawn"])
@pytest.mark.parametrize(("nl", "fr"), [("", ""), ("Reden", ""), ("", "Raison")])
def test_a_reason_in_both_languages_is_needed_unless_kept(
    proposal: Proposal, officer: User, outcome: str, nl: str, fr: str
) -> None:
    assert refusal(proposal, Decision(outcome, nl, fr), officer) == "reason_missing"


def test_a_kept_proposal_needs_no_reason(proposal: Proposal, officer: User) -> None:
    assert review(proposal, Decision(Outcome.KEPT), by=officer).outcome == "kept"


def test_a_merger_names_another_proposal_that_still_stands(
    edition: Edition, proposal: Proposal, officer: User
) -> None:
    gone = build.proposal(edition, 2, outcome="rejected")
    foreign = build.proposal(build.edition(build.council("other")), 1)
    for target in (None, proposal, gone, foreign):
        decision = Decision(Outcome.MERGED, "Reden", "Raison", merged_into=target)
        assert refusal(proposal, decision, officer) == "bad_merger"
    other = build.proposal(edition, 3)
    decision = Decision(Outcome.MERGED, "Reden", "Raison", merged_into=other)
    assert review(proposal, decision, by=officer).merged_into == other


def test_a_grant_above_the_cap_cannot_be_kept(proposal: Proposal, officer: User) -> None:
    changes = {"track": "citizen_grant", "cost_cents": 2_000_001}
    assert refusal(proposal, Decision("kept", adjustments=changes), officer) == "above_grant_cap"
    rejected = Decision("rejected", "Te duur", "Trop cher", adjustments=changes)
    assert review(proposal, rejected, by=officer).outcome == "rejected"


def test_adjustments_change_the_public_texts_only(proposal: Proposal, officer: User) -> None:
    changes = {"title_fr": "Nouveau", "cost_cents": 5, "submitter_contact": "x@x.be", "number": 9}
    review(proposal, Decision("kept", adjustments=changes), by=officer)
    proposal.refresh_from_db()
    assert (proposal.title_fr, proposal.cost_cents) == ("Nouveau", 5)
    assert (proposal.submitter_contact, proposal.number) == ("amina@example.org", 1)


def test_a_second_decision_stands_and_the_first_stays(proposal: Proposal, officer: User) -> None:
    review(proposal, Decision("rejected", "Nee", "Non"), by=officer)
    review(proposal, Decision("kept"), by=officer)
    proposal.refresh_from_db()
    assert proposal.outcome == "kept"
    assert [r.outcome for r in proposal.reviews.all()] == ["rejected", "kept"]


def test_a_submitter_gets_no_more_than_three_decisions_by_mail(
    proposal: Proposal, officer: User, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(5):
            review(proposal, Decision("kept"), by=officer)
    assert len(mail.outbox) == 3


def test_after_the_list_is_public_nothing_is_added_to_it(
    edition: Edition, proposal: Proposal, officer: User
) -> None:
    Edition.objects.update(phase=Phase.VOTING)
    assert refusal(proposal, Decision("kept"), officer) == "review_closed"
    (project,) = build.projects(edition, 1)
    project.proposal = proposal
    project.save()
    late = Decision("withdrawn", "Laat", "Tard")
    assert refusal(proposal, late, officer) == "on_the_ballot"


def filled(**changed: str) -> dict[str, str]:
    return {
        "outcome": "rejected",
        "reason_nl": "Omdat.",
        "reason_fr": "Parce que.",
        "track": "city_investment",
        "cost": "9.800,50",
        "title_nl": "Titel",
        "title_fr": "Titre",
    } | changed


def test_the_officer_decides_on_the_desk(proposal: Proposal, officer: User) -> None:
    desk = SignIn(officer)
    assert desk.get(DESK + "1/").status_code == 200
    answer = pages.change(desk, DESK + "1/", **filled())
    assert (answer.status_code, answer["Location"]) == (302, DESK)
    proposal.refresh_from_db()
    assert (proposal.outcome, proposal.cost_cents, proposal.title_fr) == (
        "rejected",
        980_050,
        "Titre",
    )
    page = desk.get(DESK)
    assert [p.number for p in page.context["answered"]] == [1]
    assert page.context["waiting"] == []


def test_a_missing_reason_is_shown_in_the_form_and_nothing_is_lost(
    proposal: Proposal, officer: User
) -> None:
    page = SignIn(officer).post(DESK + "1/", filled(reason_fr=""))
    assert page.context["form"].errors.as_data()["reason_fr"][0].code == "reason_missing"
    assert "Omdat." in page.content.decode()
    proposal.refresh_from_db()
    assert (proposal.outcome, proposal.title_nl) == ("", "Voorstel 1")


def test_a_refusal_of_the_service_shows_in_the_form(proposal: Proposal, officer: User) -> None:
    wrong = filled(outcome="kept", track="citizen_grant", cost="20.001")
    page = pages.change(SignIn(officer), DESK + "1/", **wrong)
    assert page.status_code == 200
    (told,) = page.context["form"].non_field_errors()
    assert told == str(ABOVE_CAP["grant"])
    assert "20.001" in page.content.decode()


def test_the_second_officer_is_told_of_the_decision_of_the_first(
    proposal: Proposal, officer: User
) -> None:
    address, desk = DESK + "1/", SignIn(officer)
    page = pages.sent_back(desk.get(address).context["form"])
    first = {"outcome": "changed", "reason_nl": "Korter.", "reason_fr": "Plus court."}
    assert desk.post(address, page | first | {"title_nl": "Bank"}).status_code == 302
    second = {"outcome": "rejected", "reason_nl": "Neen.", "reason_fr": "Non."}
    answer = desk.post(address, page | second | {"place_nl": "Plein"})
    form = answer.context["form"]
    assert form.has_error("outcome", "changed_meanwhile")
    assert "Korter." in str(form.errors["outcome"])
    kept = [form[name].value() for name in ("title_nl", "place_nl", "outcome", "reason_nl")]
    assert kept == ["Bank", "Plein", "rejected", "Neen."]
    assert Review.objects.count() == 1
    assert desk.post(address, form_in(answer, "seen")).status_code == 302
    proposal.refresh_from_db()
    stored = (proposal.title_nl, proposal.place_nl, proposal.outcome)
    assert stored == ("Bank", "Plein", "rejected")


def test_a_decision_about_an_older_version_is_refused(proposal: Proposal, officer: User) -> None:
    Proposal.objects.get(pk=proposal.pk).save_over(1, ["title_nl"])
    assert refusal(proposal, Decision("kept"), officer) == "changed_meanwhile"


@pytest.mark.parametrize("address", [DESK, DESK + "1/", DESK + "publish/"])
def test_only_an_officer_of_this_council_comes_to_the_desk(
    proposal: Proposal,
    stranger: User,
    facilitator: User,
    council_member: User,
    resident: Client,
    address: str,
) -> None:
    for client in (SignIn(stranger), SignIn(facilitator), SignIn(council_member), resident):
        answer = client.post(address) if "publish" in address else client.get(address)
        assert answer.status_code == 403
    assert not Review.objects.exists()


@pytest.mark.parametrize(("nl", "fr"), [("Reden", ""), ("", "Raison")])
def test_a_reason_that_nobody_asked_for_is_in_both_languages_too(
    proposal: Proposal, officer: User, nl: str, fr: str
) -> None:
    assert refusal(proposal, Decision(Outcome.KEPT, nl, fr), officer) == "reason_missing"
    page = SignIn(officer).post(f"{DESK}1/", {"outcome": "kept", "reason_nl": nl, "reason_fr": fr})
    assert page.context["form"].has_error("reason_fr" if nl else "reason_nl", "reason_missing")
