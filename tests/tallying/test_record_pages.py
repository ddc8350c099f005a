"""The audit trail on screen: heads for everybody, lines for those who watch over a council."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from budgeting.clock import SetClock
from budgeting.models import Council, Role, User
from budgeting.services.recording import record
from tallying.views.record_details import details_of
from tallying.views.record_groups import grouped_events
from tallying.views.record_words import EVENTS
from tests import build
from tests.people import SignIn, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def lines(council: Council, clock: SetClock) -> list[str]:
    edition = build.edition(council)
    made = [
        record("phase", edition=edition, data={"from": "draft", "to": "call"}, clock=clock),
        record("phase", council=build.council("far-away"), data={"to": "unseen"}, clock=clock),
    ]
    return [line.digest for line in made]


def test_everybody_sees_the_latest_fingerprint(resident: Client, lines: list[str]) -> None:
    page = resident.get(reverse("trail"))
    assert lines[-1] in page.content.decode()
    answer = resident.get(reverse("trail_json")).json()
    assert answer["heads"][0]["digest"] == lines[-1]
    assert set(answer["heads"][0]) == {"sequence", "at", "digest"}


def test_an_observer_reads_the_lines_of_the_council_in_words(
    council: Council, lines: list[str]
) -> None:
    observer = SignIn(person(council, Role.OBSERVER, "Omar"))
    page = observer.get(reverse("record_desk", args=[council.slug])).content.decode()
    assert "draft" in page
    assert "unseen" not in page
    nothing = observer.get(reverse("record_desk", args=[council.slug]), {"event": "tally"})
    assert lines[0] not in nothing.content.decode()


@pytest.mark.postgres
def test_a_sign_that_the_database_refuses_finds_no_line(council: Council, lines: list[str]) -> None:
    observer = SignIn(person(council, Role.OBSERVER, "Omar"))
    for name in ("edition", "event"):
        answer = observer.get(reverse("record_desk", args=[council.slug]), {name: "2026\0"})
        assert answer.status_code == 200


def test_the_file_of_lines_hides_what_other_councils_do(council: Council, lines: list[str]) -> None:
    observer = SignIn(person(council, Role.OBSERVER, "Omar"))
    answer = observer.get(reverse("record_export", args=[council.slug]))
    text = answer.getvalue().decode()
    assert "unseen" not in text
    assert all(digest in text for digest in lines)


@pytest.mark.parametrize("view", ["record_desk", "record_export"])
def test_others_may_not_read_the_lines(
    view: str, council: Council, facilitator: User, stranger: User, resident: Client
) -> None:
    address = reverse(view, args=[council.slug])
    for client in (SignIn(facilitator), SignIn(stranger), resident):
        assert client.get(address).status_code in {302, 403}


@pytest.mark.parametrize(
    ("event", "data", "shown"),
    [
        (
            "rules_changed",
            {"change": 1, "fields": ["calendar.decision_on"], "version": 2,
             "asked_by": "officer:2"},
            [
                ("wijziging nr.", "1"),
                ("wat gewijzigd is", "De gemeenteraad beslist"),
                ("versie", "2"),
                ("gevraagd door", "Persoon 2"),
            ],
        ),
        ("venue_changed", {"id": 3, "fields": ["hours_nl", "unheard_of"]},
         [("nr. in het systeem", "3"),
          ("wat gewijzigd is", "Openingsuren in het Nederlands; unheard_of")]),
        ("edition_settings", {"fields": ["closes_at", "min_age"]},
         [("wat gewijzigd is", "Einde van de stemming; Vanaf welke leeftijd?")]),
        ("role_changed", {"role": "observer", "ends_on": "2027-06-30"},
         [("rol", "Waarnemer"), ("laatste dag", "30 juni 2027")]),
        ("phase", {"from": "draft", "to": "call"}, [("het was", "In voorbereiding"),
                                                   ("het werd", "Oproep voor voorstellen")]),
        ("anything", {"odd_key": {"a": [1, True]}}, [("odd_key", "a 1, True")]),
    ],
)  # fmt: skip
def test_what_was_recorded_is_shown_in_words(
    event: str, data: dict[str, object], shown: list[tuple[str, str]]
) -> None:
    with override("nl"):
        assert details_of(event, data) == shown


def test_every_kind_of_line_stands_once_in_the_filter_in_order() -> None:
    groups = grouped_events()
    events = [event for _group, lines in groups for _words, event in lines]
    assert sorted(events) == sorted(EVENTS)
    assert all(lines == sorted(lines) for _group, lines in groups)
    assert {event for _words, event in groups[-1][1]} == {
        "boundary_changed", "boundary_removed", "changed_in_administration", "restored",
    }  # fmt: skip
