"""The inventory: every public edition, for programs, for a spreadsheet and as a feed."""

import csv
import json
from io import StringIO
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from budgeting.models import Council, Edition
from budgeting.phases import Phase
from budgeting.services.recording import record
from tests import build

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
SQUARE = {
    "type": "Polygon",
    "coordinates": [[[4.3, 50.8], [4.4, 50.8], [4.4, 50.9], [4.3, 50.9], [4.3, 50.8]]],
}


@pytest.fixture
def open_edition(council: Council) -> Edition:
    area = council.area
    assert area
    area.lat, area.lon, area.perimeter, area.postal_codes = 50.85, 4.35, SQUARE, ["1020"]
    area.save()
    edition = build.edition(council, phase=Phase.VOTING, title_en="Budget 2026")
    build.theme(edition)
    build.edition(council, slug="draft", title_nl="Nog geheim")
    return edition


def records(language: str = "nl") -> list[dict[str, Any]]:
    document = json.loads(Client().get(f"/{language}/inventory.json").content)
    assert document["version"] == 1
    found: list[dict[str, Any]] = document["editions"]
    return found


def feed(language: str = "nl") -> ElementTree.Element:
    answer = Client().get(f"/{language}/inventory.atom")
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(answer.content)  # noqa: S314


def text_of(entry: ElementTree.Element, name: str) -> str:
    return entry.findtext(f"{ATOM}{name}") or ""


def test_a_record_says_what_the_regional_inventory_asks(open_edition: Edition) -> None:
    [one] = records("fr")
    assert one["id"] == f"urn:uuid:{open_edition.uuid}"
    assert one["url"] == "http://testserver/fr/c/demo-laken/2026/"
    assert one["title"] == {
        "nl": "Wijkbudget 2026", "fr": "Budget de quartier 2026", "en": "Budget 2026"
    }  # fmt: skip
    assert one["organiser"]["name"]["fr"] == "Conseil demo-laken"
    assert one["themes"] == [{"code": "green", "name": {"nl": "Groen", "fr": "Vert"}}]
    assert one["area"]["perimeter"]["type"] == "Polygon"
    assert one["area"]["centre"] == [4.35, 50.85]
    assert (one["status"], one["phase"]) == ("running", "voting")
    assert one["calendar"]["opens_at"] == open_edition.opens_at.isoformat()  # type: ignore[union-attr]
    assert one["budget"] == {"cents": 30_000_000, "currency": "EUR"}
    assert one["influence"]["level"] == "co_decide"
    assert one["result"] == {"state": "none", "url": None}
    assert one["fictional"] is True


def test_a_result_has_its_link(open_edition: Edition) -> None:
    Edition.objects.filter(pk=open_edition.pk).update(phase="closed", result_state="final")
    [one] = records()
    assert one["status"] == "finished"
    assert one["result"]["url"] == "http://testserver/nl/c/demo-laken/2026/result/"


def test_drafts_are_in_none_of_the_three(open_edition: Edition) -> None:
    for end in ("json", "csv", "atom"):
        assert "geheim" not in Client().get(f"/nl/inventory.{end}").content.decode()


def test_a_spreadsheet_gets_a_line_each_with_the_centre(open_edition: Edition) -> None:
    Edition.objects.filter(pk=open_edition.pk).update(title_nl="=1+1")
    answer = Client().get("/nl/inventory.csv")
    [row] = csv.DictReader(StringIO(answer.content.decode("utf-8-sig")))
    assert row["title_nl"] == "'=1+1"
    assert (row["lat"], row["lon"], row["themes"]) == ("50.85", "4.35", "green")
    assert (row["budget"], row["postal_codes"], row["test"]) == ("300000.00", "1020", "yes")


def test_the_feed_is_valid_atom_with_ids_that_stay(open_edition: Edition) -> None:
    root = feed()
    assert root.tag == f"{ATOM}feed"
    for needed in ("id", "title", "updated", "author"):
        assert root.find(f"{ATOM}{needed}") is not None, needed
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links["self"] == "http://testserver/nl/inventory.atom"
    [entry] = root.findall(f"{ATOM}entry")
    assert text_of(entry, "title") == "Wijkbudget 2026"
    assert text_of(entry, "id") == f"urn:uuid:{open_edition.uuid}"
    [french] = feed("fr").findall(f"{ATOM}entry")
    assert text_of(french, "id") == text_of(entry, "id")
    assert text_of(french, "title") == "Budget de quartier 2026"
    assert text_of(feed("fr"), "id") != text_of(root, "id")


def test_a_step_of_the_edition_renews_its_record(open_edition: Edition) -> None:
    before = records()[0]["updated_at"]
    record("phase", edition=open_edition, data={"to": "voting"})
    assert records()[0]["updated_at"] > before
    now = records()[0]["updated_at"]
    record("codes_issued", edition=open_edition, data={"count": 3})
    assert records()[0]["updated_at"] == now


@pytest.mark.parametrize("end", ["json", "csv", "atom"])
def test_who_has_the_latest_copy_gets_no_second_one(open_edition: Edition, end: str) -> None:
    first = Client().get(f"/nl/inventory.{end}")
    assert first["Last-Modified"]
    again = Client().get(f"/nl/inventory.{end}", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    Edition.objects.filter(pk=open_edition.pk).update(title_nl="Anders")
    changed = Client().get(f"/nl/inventory.{end}", headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200


def test_an_edition_without_an_area_or_a_date_has_a_record(council: Council) -> None:
    council.area = None
    council.save()
    build.edition(council, phase=Phase.CALL, opens_at=None, closes_at=None, call_opens_at=None)
    assert records()[0]["area"] is None
    assert Client().get("/nl/inventory.csv").status_code == 200
    assert len(feed().findall(f"{ATOM}entry")) == 1


def test_without_an_edition_there_are_three_empty_lists(db: None) -> None:
    assert records() == []
    assert not feed().findall(f"{ATOM}entry")
    assert Client().get("/nl/inventory.csv").status_code == 200


def test_the_number_of_queries_does_not_grow(
    council: Council, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(5):
        build.theme(build.edition(council, slug=f"e{number}", phase=Phase.CALL))
    with django_assert_num_queries(3):
        Client().get("/nl/inventory.json")


def test_the_licence_is_named_where_there_is_one(settings: Settings, db: None) -> None:
    settings.DATA_LICENCE = "CC0-1.0"
    assert json.loads(Client().get("/nl/inventory.json").content)["licence"] == "CC0-1.0"
    page = Client().get("/en/colophon/").content.decode()
    assert "CC0-1.0" in page
    assert "/en/inventory.atom" in page


def test_the_home_page_leads_to_the_data(open_edition: Edition) -> None:
    page = Client().get("/nl/").content.decode()
    for end in ("json", "csv", "atom"):
        assert f'href="/nl/inventory.{end}"' in page
