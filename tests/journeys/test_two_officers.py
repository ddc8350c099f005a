"""Two officers at one page of the desk: the second sees what the first did, nobody loses a word."""

from dataclasses import dataclass
from datetime import date, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from budgeting.models import (
    Council,
    CouncilLink,
    Meeting,
    Membership,
    Need,
    Role,
    Seat,
    SeatKind,
    User,
    Venue,
)
from budgeting.phases import Phase
from proposals.models import Advice
from tests import build
from tests.budgeting.draws import prepared
from tests.journeys.page_forms import Sent, form_in
from tests.people import SignIn, person

pytestmark = pytest.mark.django_db

DESK = "/nl/desk/demo-laken/"
TITLES = {"title_nl": "Titel", "title_fr": "Titre"}
Typed = dict[str, str]


@dataclass(frozen=True)
class Page:
    """An address, what the first officer changes there, and what the second one changes.

    The first field of each is followed; the others go with it.
    """

    name: str
    address: str
    first: Typed
    second: Typed


DECIDED = {"outcome": "kept"}
PAGES = [
    Page("council", "settings/", {"name_nl": "Nieuw"}, {"contact_phone": "02 279 00 00"}),
    Page("venue", "venues/{venue}/", {"name_nl": "Zaal"}, {"address": "Plein 1"}),
    Page("meeting", "meetings/{meeting}/", {"agenda_nl": "Punt 1\n\nPunt 2"},
         {"place_fr": "Salle 2"}),
    Page("link", "links/{link}/", {"title_nl": "Anders"}, {"note_nl": "Wat er staat"}),
    Page("seat", "seats/{seat}/", {"member_name": "Karim"}, {"candidate": "k7"}),
    Page("quotas", "draws/{draw}/quotas/", {"substitutes": "3"}, {"seed_source_fr": "Loterie"}),
    Page("texts", "2026/settings/texts/", {"intro_nl": "Welkom\nallemaal"}, {"title_fr": "Titre"}),
    Page("money", "2026/settings/money/", {"grant_cap_cents": "9.000"},
         {"budget_cents": "250.000"}),
    Page("voters", "2026/settings/voters/", {"min_age": "12"}, {"residence": "city"}),
    Page("calendar", "2026/settings/calendar/", {"call_closes_at": "2026-05-02T12:00"},
         {"decision_on": "2027-06-30"}),
    Page("ballot", "2026/settings/ballot/", {"threshold": "7"}, {"publication": "grouped"}),
    Page("themes", "2026/settings/subjects/", {"themes-0-name_nl": "Natuur"},
         {"themes-1-name_fr": "Mobilité"}),
    Page("needs", "2026/settings/subjects/", {"needs-0-title_nl": "Water"},
         {"needs-0-text_fr": "Quatre"}),
    Page("review", "review/review/1/", {"title_nl": "Nieuwe titel", **DECIDED},
         {"place_fr": "Place", **DECIDED}),
    Page("advice", "review/review/1/advice/{advice}/", {"text_nl": "Het kan."},
         {"body_fr": "Conseil"}),
    Page("translation", "texts/council/{council}/", {"text_fr": "Nous tous."},
         {"ombudsman_fr": "Le médiateur"}),
]  # fmt: skip
# Pages with a single thing to say.
SINGLE = [
    Page("person", "people/{role}/", {"ends_on": "2030-01-31"}, {"ends_on": "2031-01-31"}),
]


@pytest.fixture
def texts(council: Council) -> None:
    """What a translator finds to work on."""
    Council.objects.filter(pk=council.pk).update(
        contact_email="a@example.org", text_nl="Wij.", text_fr="Nous.",
        ombudsman_nl="Lies", ombudsman_fr="Lise",
    )  # fmt: skip


@pytest.fixture
def desk(council: Council, officer: User, texts: None) -> dict[str, Any]:
    """A council with one row of everything; the numbers of the rows."""
    now, of = timezone.now(), {"council": council}
    edition = build.edition(council, decides_last_nl="De gemeenteraad", phase=Phase.DRAFT)
    build.theme(edition)
    build.theme(edition, "mobility")
    Need.objects.create(edition=edition, code="shade", text_nl="A\nB", text_fr="A\nB", **TITLES)
    proposal = build.proposal(build.edition(council, "review", phase=Phase.REVIEW), 1)
    venue = Venue.objects.create(**of, slug="huis", name_nl="Huis", name_fr="Maison", address="X")
    meeting = Meeting.objects.create(
        **of, starts_at=now, ends_at=now + timedelta(hours=2), place_nl="Zaal", place_fr="Salle",
        agenda_nl="Een\nTwee", **TITLES,
    )  # fmt: skip
    link = CouncilLink.objects.create(**of, url="https://example.org/", **TITLES)
    advice = Advice.objects.create(
        proposal=proposal, opinion="favourable", given_on=date(2026, 6, 1),
        body_nl="Raad", text_nl="Ja\nmaar",
    )  # fmt: skip
    return {
        "council": council.pk,
        "venue": venue.slug,
        "meeting": meeting.pk,
        "link": link.pk,
        "seat": Seat.objects.create(**of, kind=SeatKind.DRAWN, member_name="Fatima").pk,
        "draw": prepared(council).pk,
        "advice": advice.pk,
        "role": Membership.objects.get(user=person(council, Role.FACILITATOR, "Fien")).pk,
    }


class Officer:
    """Somebody with a browser that has one page of the desk open."""

    def __init__(self, user: User, place: Page, numbers: dict[str, Any]) -> None:
        self.client = SignIn(user)
        self.address = DESK + place.address.format(**numbers)
        self.field = next(iter(place.first))
        self.form: Sent = {}
        self.open()

    def open(self) -> None:
        self.form = form_in(self.client.get(self.address), self.field)

    def sends(self, typed: Typed) -> Any:
        changes = {name: [text.replace("\n", "\r\n")] for name, text in typed.items()}
        answer = self.client.post(self.address, self.form | changes)
        if answer.status_code == 200:
            self.form = form_in(answer, self.field)
        return answer

    def shows(self, typed: Typed) -> bool:
        """Whether the first field of these stands in the form."""
        name, text = next(iter(typed.items()))
        return self.form.get(name) == [text.replace("\n", "\r\n")]


def both_at(place: Page, numbers: dict[str, Any], officer: User) -> tuple[Officer, Officer]:
    other = person(Council.objects.get(pk=numbers["council"]), Role.OFFICER, "Otto")
    return Officer(officer, place, numbers), Officer(other, place, numbers)


def mistakes(answer: Any) -> set[str]:
    """Fields with something to check, as the page links to them."""
    return {line["target"] for line in answer.context["lines"] if line["target"]}


@pytest.mark.parametrize("place", PAGES, ids=lambda one: one.name)
def test_the_second_sees_the_first_change_and_loses_nothing(
    place: Page, desk: dict[str, Any], officer: User
) -> None:
    quick, slow = both_at(place, desk, officer)
    assert quick.sends(place.first).status_code == 302
    answer = slow.sends(place.second)
    if place.name != "translation":  # there each text is held against its own former state
        assert answer.status_code == 200
        assert "Iemand anders heeft dit gewijzigd" in answer.content.decode()
        assert slow.shows(place.first)
        assert slow.shows(place.second)
        assert mistakes(answer) <= {"id_outcome_0"}  # there the decision of the first is told
        answer = slow.sends({name: text for name, text in place.second.items() if name in DECIDED})
    assert answer.status_code == 302
    slow.open()
    assert slow.shows(place.first)
    assert slow.shows(place.second)


@pytest.mark.parametrize("place", [*PAGES, *SINGLE], ids=lambda one: one.name)
def test_two_changes_of_one_thing_stand_beside_each_other(
    place: Page, desk: dict[str, Any], officer: User
) -> None:
    name, theirs = next(iter(place.first.items()))
    mine = place.second[name] if place in SINGLE else _another(theirs)
    quick, slow = both_at(place, desk, officer)
    assert quick.sends(place.first).status_code == 302
    answer = slow.sends({**place.first, name: mine})
    assert answer.status_code == 200
    assert slow.shows({name: mine})
    told = "31 januari 2030" if place in SINGLE else theirs.partition("\n")[0]
    assert told in answer.content.decode()
    again = {key: text for key, text in place.first.items() if key in DECIDED}
    assert slow.sends(again).status_code == 302
    slow.open()
    assert slow.shows({name: mine})


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "place",
    [one for one in PAGES if one.name in {"link", "themes", "review", "advice", "money"}],
    ids=lambda one: one.name,
)
def test_of_two_at_the_same_moment_one_is_told(
    place: Page, desk: dict[str, Any], officer: User
) -> None:
    both, start = both_at(place, desk, officer), Barrier(2)
    answers: dict[Officer, int] = {}

    def press(who: Officer, typed: Typed) -> None:
        start.wait()
        try:
            answers[who] = who.sends(typed).status_code
        finally:
            connection.close()

    pairs = zip(both, (place.first, place.second), strict=True)
    threads = [Thread(target=press, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers.values()) == [200, 302]
    (slow,) = (who for who in both if answers[who] == 200)
    decided = {key: text for key, text in place.first.items() if key in DECIDED}
    # Who was stopped at the writing itself meets the other's change with the next attempt.
    assert 302 in [slow.sends(decided).status_code for _again in range(2)]
    slow.open()
    assert slow.shows(place.first)
    assert slow.shows(place.second)


def _another(text: str) -> str:
    """Another value of the same kind."""
    return text.replace("7", "8").replace("3", "2").replace("12", "13").replace("9", "8") + (
        "" if text[0].isdigit() else " x"
    )
