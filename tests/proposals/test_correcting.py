"""An officer completes a proposal that is decided already, without deciding again."""

import pytest
from django.core import mail

from budgeting.models import Council, Edition, Record, User
from budgeting.phases import Phase
from proposals.models import Proposal, Review
from proposals.services.reviewing import Decision, review
from tests import build
from tests.people import SignIn

DESK = "/nl/desk/demo-laken/2026/review/"


@pytest.fixture
def decided(council: Council, officer: User) -> Proposal:
    edition = build.edition(council, phase=Phase.REVIEW)
    proposal = build.proposal(edition, 1, submitter_contact="amina@example.org")
    review(proposal, Decision("changed", "Omdat.", "Parce que."), by=officer)
    return proposal


def page(officer: User, number: int = 1, **typed: str) -> dict[str, str]:
    """The texts as the page shows them, with changes."""
    form = SignIn(officer).get(f"{DESK}{number}/").context["form"]
    shown = {bound.html_name: str(bound.value() or "") for bound in form}
    return {name: text for name, text in shown.items() if name != "outcome"} | typed


def test_texts_are_saved_without_a_second_decision(
    decided: Proposal, officer: User, django_capture_on_commit_callbacks: object
) -> None:
    mail.outbox.clear()
    typed = page(officer, realised_by_nl="Dienst Groen", cost="1.250", texts="1")
    answer = SignIn(officer).post(DESK + "1/", typed)
    assert (answer.status_code, answer["Location"]) == (302, DESK)
    decided.refresh_from_db()
    assert (decided.realised_by_nl, decided.cost_cents) == ("Dienst Groen", 125_000)
    assert decided.outcome == "changed"
    assert (Review.objects.count(), mail.outbox) == (1, [])
    line = Record.objects.get(event="proposal_texts")
    assert line.data == {"number": 1, "fields": ["cost_cents", "realised_by_nl"]}


def test_texts_of_a_proposal_without_a_decision_are_saved_too(
    decided: Proposal, officer: User
) -> None:
    open_one = build.proposal(decided.edition, 2)
    typed = page(officer, 2, place_nl="Plein", texts="1")
    assert SignIn(officer).post(DESK + "2/", typed).status_code == 302
    open_one.refresh_from_db()
    assert (open_one.place_nl, open_one.outcome) == ("Plein", "")


def test_a_reason_is_not_lost_between_the_texts(decided: Proposal, officer: User) -> None:
    typed = page(officer, reason_nl="Te duur.", title_nl="Anders", texts="1")
    answer = SignIn(officer).post(DESK + "1/", typed)
    assert answer.context["form"].has_error("reason_nl", "reason_alone")
    assert "Te duur." in answer.content.decode()
    assert not Record.objects.filter(event="proposal_texts").exists()


def test_nothing_changed_leaves_no_line(decided: Proposal, officer: User) -> None:
    assert SignIn(officer).post(DESK + "1/", page(officer, texts="1")).status_code == 302
    assert not Record.objects.filter(event="proposal_texts").exists()


def test_a_cap_and_the_ballot_hold_for_texts_too(decided: Proposal, officer: User) -> None:
    dear = page(officer, track="citizen_grant", cost="20.001", texts="1")
    assert SignIn(officer).post(DESK + "1/", dear).context["form"].non_field_errors()
    (project,) = build.projects(Edition.objects.get(), 1)
    project.proposal = decided
    project.save()
    late = page(officer, title_nl="Laat", texts="1")
    assert SignIn(officer).post(DESK + "1/", late).context["form"].non_field_errors()
    decided.refresh_from_db()
    assert decided.title_nl == "Voorstel 1"
