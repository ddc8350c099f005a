"""The pages of information: what they say, where they lead, and that they say it completely."""

import re
import tomllib
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.utils import translation
from pytest_django import Settings

from budgeting.models import Council, User, Venue
from budgeting.phases import Phase
from budgeting.views.about import cookies
from budgeting.works import ON_SCREEN, ON_SERVER
from tests import build
from tests.people import SignIn
from tests.voting.booth import Booth, code_for, open_now
from voting.drafts import COOKIE as BOOTH_COOKIE

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[2]
PAGES = ("about", "help", "accessibility", "privacy", "colophon", "feedback", "protection")
# As they are named for people; the package is named otherwise.
OTHER_NAMES = {
    "opencv-python-headless": "opencv",
    "qrcode": "python qr code",
    "redis": "redis-py",
    "zxing-cpp": "zxing-c++",
}


def read(address: str, client: Client | None = None) -> str:
    answer = (client or Client()).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def main_of(page: str) -> str:
    return page.partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_every_page_has_its_address_title_and_description(name: str, language: str) -> None:
    page = read(f"/{language}/{name}/")
    assert f'<html lang="{language}"' in page
    assert page.count("<h1") == 1
    described = re.search(r'<meta name="description" content="([^"]+)">', page)
    assert described
    assert 40 <= len(described[1]) <= 160


@pytest.mark.parametrize("name", PAGES)
def test_dutch_and_french_leave_no_english_behind(name: str) -> None:
    sentences = {
        language: set(re.findall(r">\s*([^<>]{25,}?)\s*<", main_of(read(f"/{language}/{name}/"))))
        for language in ("nl", "fr", "en")
    }
    sentences["en"] -= {work.name for work in (*ON_SCREEN, *ON_SERVER)}
    assert not sentences["nl"] & sentences["en"]
    assert not sentences["fr"] & sentences["en"]


@pytest.mark.parametrize("name", PAGES)
def test_the_contents_lead_to_places_on_the_page(name: str) -> None:
    page = read(f"/nl/{name}/")
    for anchor in re.findall(r'href="#([^"]+)"', page):
        assert f'id="{anchor}"' in page


@pytest.mark.parametrize("name", PAGES)
def test_every_link_to_this_site_leads_somewhere(name: str, council: Council) -> None:
    council.contact_email = "raad@example.org"
    council.save()
    client = Client()
    for address in set(re.findall(r'href="(/[^"]*)"', main_of(read(f"/nl/{name}/")))):
        if address.startswith(django_settings.STATIC_URL):
            continue
        path, _hash, anchor = address.partition("#")
        answer = client.get(path)
        assert answer.status_code == 200, address
        assert not anchor or f'id="{anchor}"' in answer.content.decode(), address


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_light(name: str) -> None:
    assert len(Client().get(f"/nl/{name}/").content) < 40_000


def test_how_it_works_is_told_in_six_steps() -> None:
    page = main_of(read("/nl/about/"))
    assert page.count('class="journey-mark"') == 6
    for name in PAGES[1:5]:
        assert f'href="/nl/{name}/"' in page


def test_help_names_each_council_with_its_places(council: Council) -> None:
    council.contact_email = "raad@example.org"
    council.save()
    Venue.objects.create(
        council=council, slug="library", name_nl="Bibliotheek", name_fr="Bibliothèque",
        address="Voorbeeldstraat 1, 1020 Laken", hours_nl="Dinsdag van 10 tot 18 uur",
        hours_fr="Mardi de 10 à 18 heures", step_free=True,
    )  # fmt: skip
    build.council("silent")
    page = main_of(read("/nl/help/"))
    for part in (
        "Wijkraad demo-laken", "mailto:raad@example.org", "/nl/c/demo-laken/", "Bibliotheek",
        "Voorbeeldstraat 1, 1020 Laken", "Dinsdag van 10 tot 18 uur", "Ingang zonder trappen",
    ):  # fmt: skip
        assert part in page
    assert page.count("Wijkraad demo-laken") == 1
    assert "Wijkraad silent" not in page
    assert "Mardi de 10 à 18 heures" in read("/fr/help/")


def test_the_contact_address_is_the_one_that_is_set(settings: Settings) -> None:
    settings.CONTACT_EMAIL = "hallo@example.org"
    for name in ("help", "accessibility", "privacy", "colophon", "feedback"):
        assert "mailto:hallo@example.org" in read(f"/nl/{name}/")


def test_the_statement_says_how_to_complain(settings: Settings) -> None:
    settings.OMBUDSMAN = {"name_nl": "", "name_fr": ""}
    unnamed = main_of(read("/nl/accessibility/")).replace("\xa0", " ")
    settings.OMBUDSMAN = {"name_nl": "Ombudsdienst Voorbeeld", "name_fr": "Médiateur Exemple"}
    assert "Ombudsdienst Voorbeeld" in read("/nl/accessibility/")
    assert "Médiateur Exemple" in read("/fr/accessibility/")
    for part in ('href="/nl/feedback/"', "EN 301 549", "4 oktober 2018", "testserver"):
        assert part in unnamed


def test_the_source_is_shown_where_it_is_set(settings: Settings) -> None:
    settings.SOURCE_URL = ""
    page = read("/nl/colophon/")
    assert "AGPL-3.0-or-later" in page
    assert django_settings.VERSION in page
    settings.SOURCE_URL = "https://code.example.org/wijkstem"
    assert 'href="https://code.example.org/wijkstem"' in read("/nl/colophon/")


def test_tiles_from_elsewhere_are_told_where_there_are_some(settings: Settings) -> None:
    settings.MAP_TILES_ORIGIN, settings.MAP_TILES_ATTRIBUTION = [], ""
    assert "tiles.example.org" not in read("/nl/privacy/")
    settings.MAP_TILES_ORIGIN = ["https://tiles.example.org"]
    settings.MAP_TILES_ATTRIBUTION = "© Map Makers"
    assert "tiles.example.org" in read("/nl/privacy/")
    assert "© Map Makers" in read("/nl/colophon/")


def test_votes_from_elsewhere_are_named_with_their_source(council: Council) -> None:
    build.edition(council, phase=Phase.CLOSED, source="Pabulib (pabulib.org), arXiv:2012.06539")
    build.edition(council, "2030", phase=Phase.DRAFT, source="Not public yet")
    page = main_of(read("/nl/colophon/"))
    assert "arXiv:2012.06539" in page
    assert "Not public yet" not in page
    assert "Wijkraad demo-laken" in page, "the invented council is named as such"


def test_every_cookie_of_a_visit_is_on_the_page_about_privacy(officer: User) -> None:
    edition = open_now(of=officer.memberships.get().council)
    visitor, booth, member = Client(), Booth(), SignIn(officer)
    visitor.get("/", {"language": "nl"})
    visitor.get("/nl/feedback/")
    booth.enter(code_for(edition))
    member.post("/nl/account/logout/")
    named = {name for name, _purpose, _duration in cookies()}
    assert BOOTH_COOKIE in named
    found = {name for client in (visitor, booth.client, member) for name in client.cookies}
    assert found <= named
    page = read("/nl/privacy/")
    assert all(f"<code>{name}</code>" in page for name in named)


def test_the_colophon_names_every_package_and_every_served_licence() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    packages = {re.match(r"[\w-]+", text)[0] for text in project["dependencies"]}  # type: ignore[index]
    names = {part.casefold() for w in (*ON_SCREEN, *ON_SERVER) for part in w.name.split(", ")}
    assert not {OTHER_NAMES.get(package, package) for package in packages} - names
    served = ROOT.glob("*/static/*/licences/*.txt")
    licences = {"/".join(path.parts[-3:]) for path in served}
    assert {work.text for work in ON_SCREEN if work.text} == licences
    with translation.override("nl"):
        assert all(str(work.use) for work in (*ON_SCREEN, *ON_SERVER))
