"""What the large map reads: the places of the page as GeoJSON, public data and nothing else."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from budgeting.models import Area, Council, Edition, User
from budgeting.phases import Phase
from proposals.models import BallotProject
from tests import build
from tests.people import SignIn

RING = [[4.34, 50.87], [4.36, 50.87], [4.36, 50.9], [4.34, 50.87]]
POLYGON = {"type": "Polygon", "coordinates": [RING]}
LIST = "/c/demo-laken/2026/proposals"


@pytest.fixture
def edition(council: Council) -> Edition:
    Area.objects.update(perimeter=POLYGON | {"secret": "x"}, lat=50.88, lon=4.35)
    return build.edition(council, phase=Phase.REVIEW)


def read(client: Client, address: str) -> list[dict[str, Any]]:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/geo+json"
    found: dict[str, Any] = answer.json()
    assert found["type"] == "FeatureCollection"
    return list(found["features"])


def pins(features: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [one["properties"] for one in features if one["properties"].get("number")]


@pytest.mark.parametrize(("language", "title"), [("nl", "Voorstel 1"), ("fr", "Proposition 1")])
def test_a_pin_has_its_number_its_title_and_its_page(
    resident: Client, edition: Edition, language: str, title: str
) -> None:
    build.proposal(edition, 1, lat=50.88, lon=4.35)
    build.proposal(edition, 2)
    outline, pin = read(resident, f"/{language}{LIST}.geojson")
    assert outline["geometry"] == POLYGON
    assert outline["properties"] == {"fictional": True}
    assert pin["geometry"] == {"type": "Point", "coordinates": [4.35, 50.88]}
    url = f"/{language}{LIST}/1/"
    assert pin["properties"] == {"number": 1, "title": title, "language": language, "url": url}
    assert resident.get(url).status_code == 200


def test_the_map_has_the_same_filter_as_the_list(resident: Client, edition: Edition) -> None:
    build.proposal(edition, 1, lat=50.88, lon=4.35)
    build.proposal(edition, 2, lat=50.88, lon=4.35, theme=build.theme(edition, "play"))
    for theme, numbers in (("play", [2]), ("nonsense", [1, 2]), ("", [1, 2])):
        address = resident.get(f"/nl{LIST}/?theme={theme}").context["large_map"]
        assert [pin["number"] for pin in pins(read(resident, address))] == numbers


def test_the_page_of_a_proposal_has_one_pin_that_leads_nowhere(
    resident: Client, edition: Edition
) -> None:
    for number in (1, 2):
        build.proposal(edition, number, lat=50.88, lon=4.35)
    (pin,) = pins(read(resident, f"/nl{LIST}/2.geojson"))
    assert (pin["number"], pin["url"]) == (2, "")
    assert f'data-map="/nl{LIST}/2.geojson"' in resident.get(f"/nl{LIST}/2/").content.decode()
    assert resident.get(f"/nl{LIST}/3.geojson").status_code == 404


def test_nothing_is_told_about_who_sent_it(resident: Client, edition: Edition) -> None:
    build.proposal(edition, 1, lat=50.88, lon=4.35, submitter_contact="a@example.org")
    text = resident.get(f"/nl{LIST}.geojson").content.decode()
    for private in ("Amina", "example.org", "secret"):
        assert private not in text


def test_a_draft_is_closed_to_the_public_and_open_to_its_officer(
    resident: Client, edition: Edition, officer: User, stranger: User
) -> None:
    build.proposal(edition, 1, lat=50.88, lon=4.35)
    Edition.objects.update(phase=Phase.DRAFT)
    for address in (f"/nl{LIST}.geojson", f"/nl{LIST}/1.geojson"):
        assert resident.get(address).status_code == 403
        assert SignIn(stranger).get(address).status_code == 403
        assert pins(read(SignIn(officer), address))


def test_an_imported_edition_shows_its_projects(resident: Client, edition: Edition) -> None:
    BallotProject.objects.create(
        edition=edition,
        code="W1",
        number=1,
        title_source="Zielony projekt",
        source_language="pl",
        cost_cents=100,
        lat=50.88,
        lon=4.35,
    )
    (pin,) = pins(read(resident, f"/nl{LIST}.geojson"))
    assert (pin["title"], pin["language"]) == ("Zielony projekt", "pl")


def test_a_project_that_had_no_proposal_has_its_large_map_too(
    resident: Client, edition: Edition
) -> None:
    build.proposal(edition, 1, lat=50.88, lon=4.35)
    build.projects(edition, 2)
    edition.ballot_projects.update(lat=50.89, lon=4.36)
    assert 'data-map="/nl/c/' in resident.get(f"/nl{LIST}/2/").content.decode()
    (pin,) = pins(read(resident, f"/nl{LIST}/2.geojson"))
    assert (pin["number"], pin["title"]) == (2, "Project 2")
    (pin,) = pins(read(resident, f"/nl{LIST}/1.geojson"))
    assert pin["title"] == "Voorstel 1"


@pytest.mark.parametrize("count", [3, 30])
def test_many_pins_ask_the_database_no_more_than_few(
    resident: Client,
    edition: Edition,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(1, count + 1):
        build.proposal(edition, number, lat=50.88, lon=4.35)
    with django_assert_num_queries(2):
        assert len(pins(read(resident, f"/nl{LIST}.geojson"))) == count


def test_councils_have_the_numbers_and_the_filter_of_the_home_page(
    resident: Client, edition: Edition
) -> None:
    build.council("another")
    build.theme(edition, "play")
    hidden = build.edition(build.council("quiet"), "2027", phase=Phase.DRAFT)
    build.theme(hidden, "secret")
    everyone = pins(read(resident, "/nl/councils.geojson"))
    assert [(pin["number"], pin["url"]) for pin in everyone] == [
        (1, "/nl/c/another/"),
        (2, "/nl/c/demo-laken/"),
        (3, "/nl/c/quiet/"),
    ]
    address = resident.get("/nl/?theme=play").context["large_map"]
    assert [(p["number"], p["url"]) for p in pins(read(resident, address))] == [
        (1, "/nl/c/demo-laken/")
    ]
    assert pins(read(resident, "/nl/councils.geojson?theme=secret")) == []
    assert pins(read(resident, "/nl/councils.geojson?phase=draft")) == []


def test_places_without_a_council_are_dots(resident: Client, edition: Edition) -> None:
    Area.objects.create(slug="haren", name_nl="Haren", name_fr="Haren", lat=50.89, lon=4.42)
    features = read(resident, "/nl/councils.geojson")
    dots = [one for one in features if one["properties"] == {}]
    assert [4.42, 50.89] in [one["geometry"]["coordinates"] for one in dots]


@pytest.mark.django_db
def test_a_map_of_nothing_is_an_empty_collection(resident: Client) -> None:
    assert read(resident, "/fr/councils.geojson") == []


@pytest.mark.django_db
def test_it_can_only_be_read(resident: Client) -> None:
    assert resident.post("/nl/councils.geojson").status_code == 405


@pytest.mark.parametrize(
    ("language", "words"), [("nl", "Verzonnen grens"), ("fr", "Limite fictive")]
)
def test_an_invented_boundary_says_so_below_both_maps(
    resident: Client, edition: Edition, language: str, words: str
) -> None:
    build.proposal(edition, 1, lat=50.88, lon=4.35)
    pages = [f"/{language}/", f"/{language}{LIST}/", f"/{language}{LIST}/1/"]
    for address in pages:
        assert resident.get(address).content.decode().count(words) == 2, address
    Council.objects.update(fictional=False)
    for address in pages:
        assert words not in resident.get(address).content.decode(), address


def test_a_page_offers_the_large_map_and_brings_none_of_it(
    resident: Client, edition: Edition
) -> None:
    build.proposal(edition, 1, lat=50.88, lon=4.35)
    text = resident.get(f"/nl{LIST}/").content.decode()
    assert f'data-map="/nl{LIST}.geojson"' in text
    assert "data-map-tiles" not in text
    for asset in ("map.js", "map.css", "leaflet.js"):
        assert f'src="/static/budgeting/{asset}' not in text
        assert f'href="/static/budgeting/{asset}' not in text


def test_the_address_of_the_tiles_stands_on_the_page_only_when_it_is_set(
    resident: Client, edition: Edition, settings: Any
) -> None:
    build.proposal(edition, 1, lat=50.88, lon=4.35)
    settings.MAP_TILES_URL = "https://tiles.example/{z}/{x}/{y}.png"
    settings.MAP_TILES_ATTRIBUTION = "© <b>wij</b>, https://tiles.example/terms"
    text = resident.get(f"/nl{LIST}/").content.decode()
    assert 'data-map-tiles="https://tiles.example/{z}/{x}/{y}.png"' in text
    assert '<a href="https://tiles.example/terms"' in text
    assert "<b>wij" not in text


def test_without_a_setting_no_other_origin_may_send_pictures() -> None:
    assert settings.MAP_TILES_URL == ""
    assert settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["img-src"] == ["'self'", "data:"]
