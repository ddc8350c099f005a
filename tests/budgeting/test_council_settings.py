"""The page on which an officer writes about the council, and where residents read it."""

import pytest
from django.test import Client
from pytest_django import Settings

from budgeting.models import Council, Record, User
from tests.people import SignIn

PAGE = "/nl/desk/demo-laken/settings/"
PUBLIC = "/nl/c/demo-laken/"
FILLED = {
    "name_nl": "Wijkraad Laken",
    "name_fr": "Conseil de Laeken",
    "contact_email": "laken@example.org",
    "contact_phone": "+32 (0)2 279 00 00",
    "ombudsman_nl": "Ombudsman voor Laken, https://ombuds.example.org",
    "drawn_members": "12",
    "delegate_members": "5",
    "seen": "1",
}


def test_what_the_officer_stores_is_public(officer: User, resident: Client) -> None:
    answer = SignIn(officer).post(PAGE, FILLED)
    assert answer.status_code == 302
    text = resident.get(PUBLIC).content.decode()
    assert '<a href="tel:+3222790000">+32 (0)2 279 00 00</a>' in text
    assert 'href="https://ombuds.example.org"' in text
    assert '<p class="figure-value">12</p>' in text
    line = Record.objects.get(event="council_changed")
    assert line.actor == f"officer:{officer.pk}"
    assert "contact_phone" in line.data["fields"]
    assert "279" not in str(line.data)


def test_the_ombudsman_of_the_city_stands_in(
    council: Council, resident: Client, settings: Settings
) -> None:
    settings.OMBUDSMAN = {"name_nl": "Brusselse ombudsman", "name_fr": ""}
    assert "Brusselse ombudsman" in resident.get(PUBLIC).content.decode()
    Council.objects.update(ombudsman_nl="Onze eigen ombudsman")
    text = resident.get(PUBLIC).content.decode()
    assert "Onze eigen ombudsman" in text
    assert "Brusselse ombudsman" not in text


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("contact_phone", "bel ons maar"),
        ("contact_email", "laken"),
        ("drawn_members", "-1"),
        ("drawn_members", "100"),
        ("name_fr", ""),
    ],
)
def test_a_mistake_is_shown_and_nothing_is_lost(officer: User, name: str, value: str) -> None:
    answer = SignIn(officer).post(PAGE, FILLED | {name: value})
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [name]
    assert "Ombudsman voor Laken" in answer.content.decode()
    assert Council.objects.get(slug="demo-laken").contact_phone == ""


def test_two_officers_at_once_lose_nothing(officer: User) -> None:
    first = SignIn(officer)
    assert first.post(PAGE, FILLED).status_code == 302
    late = first.post(PAGE, FILLED | {"contact_phone": "02 111 11 11"})
    assert late.context["form"].has_error("__all__", "changed_meanwhile")
    assert Council.objects.get(slug="demo-laken").contact_phone == FILLED["contact_phone"]


def test_only_an_officer_of_this_council_may(
    council_member: User, facilitator: User, stranger: User, resident: Client
) -> None:
    for client in (SignIn(council_member), SignIn(facilitator), SignIn(stranger), resident):
        assert client.get(PAGE).status_code == 403
        assert client.post(PAGE, FILLED).status_code == 403
