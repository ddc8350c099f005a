"""The door and the home page."""

import re

import pytest
from django.test import Client

from budgeting.models import Council, Edition, User
from budgeting.phases import Phase
from tests import build
from tests.people import SignIn


@pytest.mark.django_db
def test_a_first_visit_chooses_a_language(resident: Client) -> None:
    page = resident.get("/")
    assert page.status_code == 200
    for language, word in (("nl", "Verder"), ("fr", "Continuer"), ("en", "Continue")):
        assert f'lang="{language}"' in page.content.decode()
        assert word in page.content.decode()


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_the_choice_is_remembered(resident: Client, language: str) -> None:
    first = resident.get(f"/?language={language}")
    assert (first.status_code, first["Location"]) == (302, f"/{language}/")
    assert resident.get("/")["Location"] == f"/{language}/"


@pytest.mark.parametrize("language", ["de", "//evil.example", "nl/../admin", ""])
def test_an_unknown_language_leaves_the_door_as_it_is(resident: Client, language: str) -> None:
    assert resident.get("/", {"language": language}).status_code == 200


def test_who_is_signed_in_enters_in_their_own_language(officer: User) -> None:
    officer.language = "fr"
    officer.save()
    assert SignIn(officer).get("/")["Location"] == "/fr/"


@pytest.mark.parametrize(("language", "name"), [("nl", "Wijkraad"), ("fr", "Conseil")])
def test_the_home_page_lists_councils_and_editions_in_ones_language(
    resident: Client, council: Council, language: str, name: str
) -> None:
    build.edition(council, phase=Phase.REVIEW)
    text = resident.get(f"/{language}/").content.decode()
    assert f"{name} demo-laken" in text
    assert f"/{language}/c/demo-laken/2026/" in text


def test_what_runs_comes_first_and_an_open_vote_before_all(
    resident: Client, council: Council
) -> None:
    build.edition(council, "2024", phase=Phase.CLOSED)
    build.edition(council, "2027", phase=Phase.CALL)
    build.edition(council, "2026", phase=Phase.VOTING, closes_at=None)
    build.edition(council, "2028", phase=Phase.DRAFT)
    page = resident.get("/nl/")
    assert [e.slug for e in page.context["running"]] == ["2026", "2027"]
    assert [e.slug for e in page.context["finished"]] == ["2024"]
    assert "2028" not in page.content.decode()


def test_vote_now_shows_only_while_the_vote_is_open(resident: Client, council: Council) -> None:
    edition = build.edition(council, phase=Phase.VOTING, closes_at=None)
    assert resident.get("/nl/").context["open_votes"] == {edition.pk}
    assert 'class="button" href="/nl/vote/"' in resident.get("/nl/").content.decode()
    Edition.objects.update(phase=Phase.COUNTING)
    assert resident.get("/nl/").context["open_votes"] == set()
    assert 'class="button" href="/nl/vote/"' not in resident.get("/nl/").content.decode()


def test_every_pin_on_the_map_is_a_council_in_the_list(resident: Client, council: Council) -> None:
    assert council.area
    council.area.lat, council.area.lon = 50.88, 4.35
    council.area.save()
    text = resident.get("/nl/").content.decode()
    assert len(re.findall(r'class="map-pin" href="/nl/c/demo-laken/"', text)) == 1
    assert re.search(r'pin-number">1</span>.*?/nl/c/demo-laken/', text)


@pytest.mark.django_db
def test_a_new_site_says_that_nothing_runs_yet(resident: Client) -> None:
    assert 'class="empty"' in resident.get("/nl/").content.decode()


def test_the_first_view_is_light(resident: Client, council: Council) -> None:
    build.edition(council, phase=Phase.CALL)
    assert len(resident.get("/nl/").content) < 20_000
