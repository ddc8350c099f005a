"""Places at the desk, on the public page, in a table and on paper."""

import csv
from io import StringIO

import pytest
from django.test import Client

from budgeting.models import Area, Council, Meeting, Record, User, Venue
from budgeting.phases import Phase
from tests import build
from tests.people import SignIn
from voting.models import PrintBatch

DESK = "/nl/desk/demo-laken/venues/"
FILLED = {
    "name_nl": "Bib Bockstael",
    "name_fr": "Bibliothèque Bockstael",
    "address": "Voorbeeldstraat 12, 1020 Laken",
    "hours_nl": "dinsdag 10–18 uur",
    "hours_fr": "mardi 10 h–18 h",
    "step_free": "true",
    "lat": "50,8792",
    "lon": "4.3467",
}


def venue(council: Council, slug: str = "bib", **fields: object) -> Venue:
    names = {"name_nl": f"Plek {slug}", "name_fr": f"Lieu {slug}"}
    return Venue.objects.create(council=council, slug=slug, **(names | fields))


def test_a_new_place_is_public_with_its_point(officer: User, resident: Client) -> None:
    assert SignIn(officer).post(DESK + "new/", FILLED).status_code == 302
    added = Venue.objects.get()
    assert (added.slug, added.point) == ("bib-bockstael", (50.8792, 4.3467))
    text = resident.get("/nl/c/demo-laken/").content.decode()
    assert 'id="venue-bib-bockstael"' in text
    assert 'class="map-pin" href="#venue-bib-bockstael"' in text
    assert Record.objects.get(event="venue_added").data["id"] == added.pk


def test_names_that_are_alike_get_addresses_of_their_own(officer: User) -> None:
    for name in ("Bib", "Bib", "New", "***"):
        SignIn(officer).post(DESK + "new/", FILLED | {"name_nl": name})
    assert set(Venue.objects.values_list("slug", flat=True)) == {"bib", "bib-2", "new-2", "place"}


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"lat": ""}, "lat"),
        ({"lon": ""}, "lon"),
        ({"lat": "4.3467", "lon": "50.8792"}, "lat"),
        ({"lat": "48.85", "lon": "2.35"}, "lat"),
        ({"lat": "noord"}, "lat"),
        ({"address": ""}, "address"),
        ({"name_fr": ""}, "name_fr"),
    ],
)
def test_a_mistake_stores_nothing(officer: User, fields: dict[str, str], wrong: str) -> None:
    answer = SignIn(officer).post(DESK + "new/", FILLED | fields)
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [wrong]
    assert not Venue.objects.exists()


def test_a_place_keeps_its_address_when_its_name_changes(officer: User, council: Council) -> None:
    venue(council)
    SignIn(officer).post(DESK + "bib/", FILLED | {"seen": "1"})
    changed = Venue.objects.get()
    assert (changed.slug, changed.name_nl, changed.version) == ("bib", "Bib Bockstael", 2)
    assert Record.objects.get(event="venue_changed").data["fields"]


def test_meetings_at_a_removed_place_keep_where_they_are(officer: User, council: Council) -> None:
    place = venue(council, address="Straat 1")
    meeting = Meeting.objects.create(
        council=council, venue=place, title_nl="V", title_fr="R",
        starts_at=build.NOW, ends_at=build.NOW.replace(hour=12),
    )  # fmt: skip
    assert SignIn(officer).post(DESK + "bib/remove/").status_code == 302
    meeting.refresh_from_db()
    assert (meeting.venue, meeting.place_nl) == (None, "Plek bib, Straat 1")
    assert meeting.place_fr == "Lieu bib, Straat 1"
    assert meeting.version == 2
    assert Record.objects.get(event="venue_removed").data == {"venue": "bib"}


def test_a_place_with_ballots_stays(officer: User, council: Council) -> None:
    place = venue(council)
    edition = build.edition(council)
    PrintBatch.objects.create(edition=edition, number=1, venue=place, size=10, at=build.NOW)
    assert SignIn(officer).post(DESK + "bib/remove/").status_code == 400
    assert Venue.objects.exists()


def test_the_table_has_every_place_and_no_formula(officer: User, council: Council) -> None:
    venue(council, name_fr="=1+1", lat=50.88, lon=4.35)
    answer = SignIn(officer).get("/nl/desk/demo-laken/venues.csv")
    rows = list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0]["slug"] == "bib"
    assert rows[0]["name_fr"] == "'=1+1"
    assert rows[0]["lat"] == "50.88"


def test_the_nearest_place_comes_first(resident: Client, council: Council) -> None:
    Area.objects.filter(slug="laken").update(postal_codes=["1020"], lat=50.88, lon=4.35)
    for slug, code, lat, lon in (("heizel", "1020", 50.896, 4.34), ("haren", "1130", 50.89, 4.42)):
        names = {"name_nl": slug, "name_fr": slug}
        Area.objects.create(slug=slug, postal_codes=[code], lat=lat, lon=lon, **names)
    venue(council, "a-south", lat=50.87, lon=4.35)
    venue(council, "b-nowhere")
    venue(council, "c-north", lat=50.897, lon=4.34)
    page = resident.get("/nl/c/demo-laken/", {"near": "heizel"})
    assert [one.slug for one, _km in page.context["places"]] == ["c-north", "a-south", "b-nowhere"]
    assert "ongeveer 0,1 km" in page.content.decode()
    assert [area.slug for area in page.context["neighbourhoods"]] == ["heizel", "laken"]
    unordered = resident.get("/nl/c/demo-laken/", {"near": "haren"}).context["places"]
    assert [one.slug for one, _km in unordered] == ["a-south", "b-nowhere", "c-north"]


@pytest.mark.parametrize("in_vote", [True, False])
def test_a_place_prints_its_kit_in_both_languages(
    facilitator: User, council: Council, in_vote: bool
) -> None:
    venue(council, hours_nl="dinsdag", hours_fr="mardi", address="Straat 1")
    build.edition(council, phase=Phase.VOTING if in_vote else Phase.CALL)
    answer = SignIn(facilitator).get(DESK + "bib/kit/")
    text = answer.content.decode()
    for word in ("dinsdag", "mardi", "Stembus", "Urne", "Straat 1", "Plek bib"):
        assert word in text
    assert text.count('<svg class="qr"') == 2
    page = "c/demo-laken/2026/" if in_vote else "c/demo-laken/"
    assert [address for _code, address, _symbol in answer.context["symbols"]] == [
        f"http://testserver/nl/{page}",
        f"http://testserver/fr/{page}",
    ]
    assert "style=" not in text


def test_who_may_do_what(
    officer: User, facilitator: User, council_member: User, stranger: User, council: Council
) -> None:
    venue(council)
    for path in (DESK, DESK + "bib/kit/", "/nl/desk/demo-laken/venues.csv"):
        for person, status in ((officer, 200), (facilitator, 200), (council_member, 403),
                               (stranger, 403)):  # fmt: skip
            assert SignIn(person).get(path).status_code == status
    for path in (DESK + "new/", DESK + "bib/"):
        assert SignIn(facilitator).get(path).status_code == 403
    for person in (facilitator, stranger):
        assert SignIn(person).post(DESK + "bib/remove/").status_code == 403


def test_a_place_of_which_nothing_is_known_does_not_say_that_it_has_steps(
    officer: User, facilitator: User, resident: Client, council: Council
) -> None:
    assert SignIn(officer).post(DESK + "new/", FILLED | {"step_free": "unknown"}).status_code == 302
    assert Venue.objects.get().step_free is None
    for address in ("/nl/c/demo-laken/", "/nl/help/"):
        text = resident.get(address).content.decode()
        assert "Nog niet bekend of er trappen zijn" in text
        assert "met trappen" not in text
    assert "met trappen" not in SignIn(officer).get(DESK + "bib-bockstael/kit/").content.decode()
    assert "of men er zonder trappen binnen kan" in SignIn(officer).get(DESK).content.decode()
    Venue.objects.update(step_free=False)
    assert "Ingang met trappen" in resident.get("/nl/c/demo-laken/").content.decode()


def test_hours_that_contradict_each_other_are_told_before_they_are_printed(
    officer: User, facilitator: User, council: Council
) -> None:
    place = venue(council, hours_nl="dinsdag", hours_fr="mardi", address="X", step_free=True)
    warning = "De twee talen zeggen niet hetzelfde"
    assert warning not in SignIn(officer).get(DESK + "bib/kit/").content.decode()
    place.hours_nl = "woensdag"
    place.save()
    for person in (officer, facilitator):
        text = SignIn(person).get(DESK + "bib/kit/").content.decode()
        assert warning in text
        assert ("Naar de teksten van deze plaats" in text) == (person == officer)
    assert "de openingsuren: één taal zegt niet meer hetzelfde" in (
        SignIn(officer).get(DESK).content.decode()
    )
