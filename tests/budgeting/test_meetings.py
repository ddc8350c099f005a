"""Meetings: planned at the desk, read by everybody, followed by calendars."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from budgeting.models import Council, Meeting, Record, User, Venue
from tests.budgeting.test_ical import read
from tests.people import SignIn

DESK = "/nl/desk/demo-laken/meetings/"
PUBLIC = "/nl/c/demo-laken/meetings/"
FILLED = {
    "title_nl": "Vergadering",
    "title_fr": "Réunion",
    "starts_at": "2026-07-06T19:00",
    "ends_at": "2026-07-06T21:00",
    "place_nl": "Zaal 1",
    "place_fr": "Salle 1",
    "agenda_nl": "1. Welkom; 2. Bomen, planten",
    "agenda_fr": "1. Accueil",
}


def meeting(council: Council, days: float, **fields: object) -> Meeting:
    """A meeting of two hours that starts in so many days."""
    starts = timezone.now() + timedelta(days=days)
    texts = {"title_nl": f"Vergadering {days}", "title_fr": f"Réunion {days}", "place_nl": "Zaal"}
    return Meeting.objects.create(
        council=council, starts_at=starts, ends_at=starts + timedelta(hours=2), **(texts | fields)
    )


@pytest.mark.parametrize(
    ("typed", "utc_hour"), [("2026-07-06T19:00", 17), ("2026-12-07T19:00", 18)]
)
def test_the_hour_is_that_of_brussels(officer: User, typed: str, utc_hour: int) -> None:
    times = {"starts_at": typed, "ends_at": typed.replace("19:00", "21:00")}
    assert SignIn(officer).post(DESK + "new/", FILLED | times).status_code == 302
    planned = Meeting.objects.get()
    assert planned.starts_at.astimezone(UTC).hour == utc_hour
    assert Record.objects.get(event="meeting_added").data["id"] == planned.pk
    page = SignIn(officer).get(f"{DESK}{planned.pk}/").content.decode()
    assert f'value="{typed}"' in page


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"ends_at": "2026-07-06T19:00"}, ["ends_at"]),
        ({"ends_at": "2026-07-05T21:00"}, ["ends_at"]),
        ({"starts_at": ""}, ["starts_at"]),
        ({"starts_at": "morgen"}, ["starts_at"]),
        ({"starts_at": "2026-03-29T02:30"}, ["starts_at"]),
        ({"starts_at": "2026-10-25T02:30", "ends_at": "2026-10-25T04:00"}, ["starts_at"]),
        ({"place_nl": "", "place_fr": ""}, ["place_nl", "place_fr"]),
        ({"place_fr": ""}, ["place_fr"]),
        ({"title_fr": ""}, ["title_fr"]),
        ({"venue": "999"}, ["venue"]),
    ],
)
def test_a_mistake_stores_nothing_and_loses_nothing(
    officer: User, fields: dict[str, str], wrong: list[str]
) -> None:
    answer = SignIn(officer).post(DESK + "new/", FILLED | fields)
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == wrong
    assert "Bomen, planten" in answer.content.decode()
    assert not Meeting.objects.exists()


def test_a_place_of_another_council_cannot_be_chosen(officer: User, stranger: User) -> None:
    other = Venue.objects.create(
        council=Council.objects.get(slug="elsewhere"), slug="x", name_nl="X", name_fr="X"
    )
    answer = SignIn(officer).post(DESK + "new/", FILLED | {"venue": str(other.pk)})
    assert list(answer.context["form"].errors) == ["venue"]


def test_the_next_meeting_comes_first_and_the_last_past_one_after_it(
    resident: Client, council: Council
) -> None:
    late, soon, old, recent = (meeting(council, days) for days in (30, 2, -40, -3))
    meeting(council, 1, cancelled=True)
    page = resident.get(PUBLIC)
    assert [one.pk for one in page.context["coming"]][1:] == [soon.pk, late.pk]
    assert [one.pk for one in page.context["past"]] == [recent.pk, old.pk]
    text = page.content.decode()
    assert f'id="meeting-{soon.pk}"' in text
    council_page = resident.get("/nl/c/demo-laken/")
    assert council_page.context["next_meeting"] == soon
    assert f'href="{PUBLIC}#meeting-{soon.pk}"' in council_page.content.decode()


def test_agenda_and_minutes_are_read_in_the_page_s_language(
    resident: Client, council: Council
) -> None:
    meeting(council, 1, agenda_nl="Bomen", agenda_fr="Arbres")
    meeting(council, -1, minutes_nl="Besloten: bomen", minutes_fr="Décidé : arbres")
    dutch = resident.get(PUBLIC).content.decode()
    assert "<p>Bomen</p>" in dutch
    assert "Besloten: bomen" in dutch
    french = resident.get(PUBLIC.replace("/nl/", "/fr/")).content.decode()
    assert "<p>Arbres</p>" in french
    assert "Décidé : arbres" in french


def test_many_past_meetings_come_in_pages(resident: Client, council: Council) -> None:
    for days in range(1, 15):
        meeting(council, -days)
    assert len(resident.get(PUBLIC).context["past"]) == 12
    assert len(resident.get(PUBLIC, {"page": "2"}).context["past"]) == 2


@pytest.mark.parametrize(("language", "title"), [("nl", "Vergadering"), ("fr", "Réunion")])
def test_the_feed_speaks_the_language_of_its_address(
    officer: User, resident: Client, language: str, title: str
) -> None:
    SignIn(officer).post(DESK + "new/", FILLED)
    planned = Meeting.objects.get()
    answer = resident.get(f"/{language}/c/demo-laken/meetings.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    (entry,) = read(answer.content.decode())
    assert entry["SUMMARY"] == title
    assert entry["UID"] == str(planned.uid)
    assert entry["DTSTART"] == "20260706T170000Z"
    page = f"http://testserver/{language}/c/demo-laken/meetings/"
    assert entry["URL"] == f"{page}#meeting-{planned.pk}"


def test_the_feed_names_a_language_only_where_every_text_is_in_it(
    resident: Client, council: Council
) -> None:
    meeting(council, 1, place_fr="Salle")
    for language, named in (("nl", True), ("fr", True), ("en", False)):
        feed = resident.get(f"/{language}/c/demo-laken/meetings.ics").content.decode()
        assert (f"SUMMARY;LANGUAGE={language}:" in feed) is named


def test_a_change_raises_the_sequence_and_a_cancelled_meeting_stays_in_the_feed(
    facilitator: User, resident: Client
) -> None:
    desk = SignIn(facilitator)
    desk.post(DESK + "new/", FILLED)
    number = Meeting.objects.get().pk
    assert (
        desk.post(f"{DESK}{number}/", FILLED | {"seen": "1", "place_nl": "Zaal 2"}).status_code
        == 302
    )
    assert desk.post(f"{DESK}{number}/cancel/").status_code == 302
    (entry,) = read(resident.get("/nl/c/demo-laken/meetings.ics").content.decode())
    assert (entry["SEQUENCE"], entry["STATUS"], entry["LOCATION"]) == ("3", "CANCELLED", "Zaal 2")
    assert desk.post(f"{DESK}{number}/cancel/", {"restore": "yes"}).status_code == 302
    (entry,) = read(resident.get("/nl/c/demo-laken/meetings.ics").content.decode())
    assert (entry["SEQUENCE"], entry["STATUS"]) == ("4", "CONFIRMED")
    events = ["meeting_added", "meeting_changed", "meeting_cancelled", "meeting_restored"]
    assert list(Record.objects.values_list("event", flat=True)) == events
    assert Record.objects.first().actor == f"facilitator:{facilitator.pk}"  # type: ignore[union-attr]


def test_place_and_access_come_from_the_venue_too(resident: Client, council: Council) -> None:
    place = Venue.objects.create(
        council=council, slug="bib", name_nl="Bib", name_fr="Bib", address="Straat 1",
        access_nl="Lift aan de achterkant", lat=50.88, lon=4.35,
    )  # fmt: skip
    meeting(council, 1, venue=place, place_nl="zaal 2", access_nl="Met een tolk")
    (entry,) = read(resident.get("/nl/c/demo-laken/meetings.ics").content.decode())
    assert entry["LOCATION"] == "Bib, Straat 1, zaal 2"
    assert entry["DESCRIPTION"] == "Met een tolk\nLift aan de achterkant"
    assert entry["GEO"] == "50.880000;4.350000"


def test_two_people_at_one_meeting_lose_nothing(officer: User, council: Council) -> None:
    row = Meeting.objects.create(
        council=council,
        title_nl="V",
        title_fr="R",
        place_nl="Z",
        place_fr="S",
        starts_at=datetime(2026, 7, 6, 17, tzinfo=UTC),
        ends_at=datetime(2026, 7, 6, 19, tzinfo=UTC),
    )
    first = SignIn(officer)
    assert first.post(f"{DESK}{row.pk}/", FILLED | {"seen": "1"}).status_code == 302
    late = first.post(f"{DESK}{row.pk}/", FILLED | {"seen": "1", "agenda_nl": "Anders"})
    assert late.context["form"].has_error("__all__", "changed_meanwhile")
    assert "Anders" in late.content.decode()


def test_who_may_plan_a_meeting(
    officer: User, facilitator: User, council_member: User, stranger: User, council: Council
) -> None:
    row = meeting(council, 1)
    for person, status in (
        (officer, 200),
        (facilitator, 200),
        (council_member, 403),
        (stranger, 403),
    ):
        for path in (DESK, DESK + "new/", f"{DESK}{row.pk}/"):
            assert SignIn(person).get(path).status_code == status
    assert SignIn(stranger).post(f"{DESK}{row.pk}/cancel/").status_code == 403
    assert SignIn(stranger).get(f"/nl/desk/elsewhere/meetings/{row.pk}/").status_code == 404


def test_every_meeting_is_shown_with_few_queries(
    resident: Client, council: Council, django_assert_max_num_queries: object
) -> None:
    for days in range(1, 9):
        meeting(council, days)
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        resident.get(PUBLIC)
