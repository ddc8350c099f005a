"""Papers to print: in both languages, with the facts of the edition."""

import pytest
from django.test import Client
from django.urls import reverse

from budgeting.models import Council, Edition, User, Venue
from budgeting.views.toolbox import PAPERS
from tests import build
from tests.people import SignIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition(council: Council) -> Edition:
    Venue.objects.create(
        council=council, slug="lib", name_nl="Bibliotheek", name_fr="Bibliothèque", step_free=True
    )
    build.theme(made := build.edition(council))
    return made


@pytest.mark.parametrize("paper", PAPERS)
def test_each_paper_is_in_dutch_and_in_french(
    paper: str, edition: Edition, facilitator: User
) -> None:
    address = reverse("toolbox_paper", args=[edition.council.slug, edition.slug, paper])
    text = SignIn(facilitator).get(address).content.decode()
    assert edition.title_nl in text
    assert edition.title_fr in text
    assert '<article class="paper" lang="nl">' in text
    assert '<article class="paper" lang="fr">' in text


@pytest.mark.parametrize("paper", ["call", "vote"])
def test_a_letter_names_amount_place_and_address(
    paper: str, edition: Edition, officer: User
) -> None:
    address = reverse("toolbox_paper", args=[edition.council.slug, edition.slug, paper])
    text = SignIn(officer).get(address).content.decode()
    for fact in ("300.000", "Bibliotheek", "Bibliothèque", "http://testserver/fr/"):
        assert fact in text


def test_the_list_names_every_paper_and_others_stay_out(
    edition: Edition, officer: User, stranger: User, resident: Client
) -> None:
    address = reverse("toolbox", args=[edition.council.slug, edition.slug])
    text = SignIn(officer).get(address).content.decode()
    assert all(f"/toolbox/{paper}/" in text for paper in PAPERS)
    assert SignIn(officer).get(f"{address}other/").status_code == 404
    assert SignIn(stranger).get(address).status_code == 403
    assert resident.get(address).status_code in {302, 403}
