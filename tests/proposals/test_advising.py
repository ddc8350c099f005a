"""An advisory council gives advice: an officer writes it down, everybody reads it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from budgeting.models import Edition, Record, User
from budgeting.phases import Phase
from proposals.models import Advice
from tests import build
from tests.budgeting import pages
from tests.people import SignIn

pytestmark = pytest.mark.django_db
GIVEN = {
    "body_nl": "Adviesraad Mobiliteit",
    "body_fr": "Conseil consultatif Mobilité",
    "opinion": "conditional",
    "text_nl": "Het kan, als er plaats blijft voor een rolstoel.",
    "text_fr": "C’est possible, s’il reste de la place pour un fauteuil roulant.",
    "given_on": "2026-05-01",
}


@pytest.fixture
def reviewed(officer: User) -> Edition:
    edition = build.edition(officer.memberships.get().council, phase=Phase.REVIEW)
    build.proposal(edition, 1)
    return edition


def page(edition: Edition, rest: str = "") -> str:
    return f"/nl/desk/{edition.council.slug}/{edition.slug}/review/1/advice/{rest}"


def public(edition: Edition, language: str = "nl") -> str:
    address = f"/{language}/c/{edition.council.slug}/{edition.slug}/proposals/1/"
    return Client().get(address).content.decode()


def test_an_advice_stands_with_the_proposal_for_everybody(reviewed: Edition, officer: User) -> None:
    assert SignIn(officer).post(page(reviewed), GIVEN).status_code == 302
    assert GIVEN["text_nl"] in public(reviewed)
    assert GIVEN["body_fr"] in public(reviewed, "fr")
    line = Record.objects.get(event="advice_recorded")
    assert line.data["number"] == 1
    assert "rolstoel" not in str(line.data)
    desk = SignIn(officer).get(f"/nl/desk/{reviewed.council.slug}/{reviewed.slug}/review/1/")
    assert GIVEN["text_nl"] in desk.content.decode()


def test_a_mistake_keeps_what_was_typed(reviewed: Edition, officer: User) -> None:
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    wrong = GIVEN | {"opinion": "", "given_on": tomorrow, "body_nl": "", "body_fr": ""}
    answer = SignIn(officer).post(page(reviewed), wrong)
    assert answer.status_code == 200
    codes = {error.code for errors in answer.context["form"].errors.as_data().values()
             for error in errors}  # fmt: skip
    assert codes == {"required", "in_the_future", "body_missing"}
    assert "rolstoel" in answer.content.decode()
    assert not Advice.objects.exists()


def test_one_language_is_enough_and_waits_for_the_translator(
    reviewed: Edition, officer: User
) -> None:
    SignIn(officer).post(page(reviewed), GIVEN | {"text_fr": "", "body_fr": ""})
    advice = Advice.objects.get()
    assert advice.text_state("text", "fr") == "missing"
    assert GIVEN["text_nl"] in public(reviewed, "fr")


def test_an_advice_is_corrected_in_its_place(reviewed: Edition, officer: User) -> None:
    client = SignIn(officer)
    client.post(page(reviewed), GIVEN)
    advice = Advice.objects.get()
    assert client.get(page(reviewed, f"{advice.pk}/")).status_code == 200
    pages.change(client, page(reviewed, f"{advice.pk}/"), opinion="favourable")
    assert Advice.objects.get().opinion == "favourable"
    assert Record.objects.get(event="advice_changed").data["fields"] == ["opinion"]
    other = build.edition(reviewed.council, slug="other", phase=Phase.REVIEW)
    build.proposal(other, 1)
    assert client.get(page(other, f"{advice.pk}/")).status_code == 404


def test_only_an_officer_of_the_council_writes_it_down(
    reviewed: Edition, facilitator: User, stranger: User
) -> None:
    for person in (facilitator, stranger):
        assert SignIn(person).post(page(reviewed), GIVEN).status_code == 403
    assert not Advice.objects.exists()
