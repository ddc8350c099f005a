"""The pages of a council, an edition and its rules."""

import hashlib
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from budgeting.models import Council, Edition, Seat, Venue
from budgeting.phases import Phase
from budgeting.views.councils import phase_steps
from tests import build
from tests.triggers import lifted

EDITION = "/nl/c/demo-laken/2026/"


def test_a_name_is_public_only_when_the_member_agreed(resident: Client, council: Council) -> None:
    term = {"starts_on": date(2026, 1, 1), "ends_on": date(2027, 12, 31)}
    Seat.objects.create(
        council=council, kind="drawn", member_name="Fatima Open", name_public=True, **term
    )
    Seat.objects.create(council=council, kind="drawn", member_name="Karim Closed", **term)
    Seat.objects.create(council=council, kind="delegate", association="Straatcomité")
    text = resident.get("/nl/c/demo-laken/").content.decode()
    assert "Fatima Open" in text
    assert "Karim Closed" not in text
    assert "Straatcomité" in text
    assert '<p class="figure-value">11</p>' in text
    assert '<p class="figure-value">6</p>' in text


@pytest.mark.parametrize(("language", "hours"), [("nl", "dinsdag"), ("fr", "mardi")])
def test_a_venue_shows_its_hours_and_whether_it_has_steps(
    resident: Client, council: Council, language: str, hours: str
) -> None:
    Venue.objects.create(
        council=council,
        slug="library",
        name_nl="Bib",
        name_fr="Bibliothèque",
        hours_nl="dinsdag",
        hours_fr="mardi",
        step_free=True,
    )
    text = resident.get(f"/{language}/c/demo-laken/").content.decode()
    assert hours in text
    assert 'class="badge success"' in text


def test_a_fictional_council_says_so(resident: Client, council: Council) -> None:
    assert 'class="fictional"' in resident.get("/nl/c/demo-laken/").content.decode()
    Council.objects.update(fictional=False)
    assert 'class="fictional"' not in resident.get("/nl/c/demo-laken/").content.decode()


ACTIONS = {
    Phase.CALL: "/nl/c/demo-laken/2026/proposals/new/",
    Phase.REVIEW: "/nl/c/demo-laken/2026/proposals/",
    Phase.PUBLICATION: "/nl/c/demo-laken/2026/proposals/",
    Phase.VOTING: "/nl/vote/",
    Phase.COUNTING: "/nl/c/demo-laken/2026/receipts/",
    Phase.COUNCIL_REVIEW: "/nl/c/demo-laken/2026/result/",
    Phase.OBJECTIONS: "/nl/c/demo-laken/2026/result/",
    Phase.DECISION: "/nl/c/demo-laken/2026/result/",
    Phase.REALISATION: "/nl/c/demo-laken/2026/result/",
    Phase.CLOSED: "/nl/c/demo-laken/2026/result/",
}


@pytest.mark.parametrize(("phase", "target"), ACTIONS.items())
def test_every_phase_has_one_clear_action(
    resident: Client, council: Council, phase: Phase, target: str
) -> None:
    now = timezone.now()
    build.edition(
        council,
        phase=phase,
        call_opens_at=None,
        call_closes_at=None,
        opens_at=now - timedelta(days=1),
        closes_at=now + timedelta(days=1),
        result_state="provisional",
    )
    text = resident.get(EDITION).content.decode()
    box = text.split('class="now deep"')[1].split("</section>")[0]
    assert f'class="button" href="{target}"' in box
    assert box.count('class="button" href') == 1


def test_a_closed_vote_sends_nobody_to_the_booth(resident: Client, council: Council) -> None:
    now = timezone.now()
    build.edition(
        council,
        phase=Phase.VOTING,
        opens_at=now - timedelta(days=9),
        closes_at=now - timedelta(days=1),
    )
    box = resident.get(EDITION).content.decode().split('class="now deep"')[1].split("</section>")[0]
    assert "/vote/" not in box


@pytest.mark.parametrize(("language", "text"), [("nl", "De raad beslist."), ("fr", "Le conseil.")])
def test_money_influence_and_limits_are_said(
    resident: Client, council: Council, language: str, text: str
) -> None:
    build.edition(
        council,
        phase=Phase.CALL,
        influence_nl="De raad beslist.",
        influence_fr="Le conseil.",
        out_of_scope_nl="Geen lonen.",
        out_of_scope_fr="Pas de salaires.",
    )
    page = resident.get(f"/{language}/c/demo-laken/2026/").content.decode()
    assert text in page
    assert {"nl": "Geen lonen.", "fr": "Pas de salaires."}[language] in page
    assert {"nl": "€\xa0300.000", "fr": "300\u202f000\xa0€"}[language] in page


def test_the_phase_bar_follows_the_edition(council: Council) -> None:
    edition = build.edition(council, phase=Phase.VOTING)
    states = [state for _name, state, _when in phase_steps(edition)]
    assert states == ["done"] * 3 + ["current"] + ["next"] * 5


def test_an_imported_edition_names_its_source(resident: Client, council: Council) -> None:
    build.edition(council, phase=Phase.CLOSED, source="Pabulib, https://pabulib.org")
    text = resident.get(EDITION).content.decode()
    assert 'href="https://pabulib.org"' in text
    assert 'class="phase-bar"' not in text


def test_the_downloaded_rules_have_the_published_digest(resident: Client, council: Council) -> None:
    edition = build.voting(council)
    digest = edition.rule_sets.get().digest
    for address in (EDITION, EDITION + "rules/"):
        assert digest in resident.get(address).content.decode()
    file = resident.get(EDITION + "rules/?format=json")
    assert file["Content-Type"] == "application/json"
    assert "sha256:" + hashlib.sha256(file.content).hexdigest() == digest


@pytest.mark.parametrize(("language", "title"), [("nl", "Project 2"), ("fr", "Projet 2")])
def test_the_frozen_rules_can_be_read(
    resident: Client, council: Council, language: str, title: str
) -> None:
    build.voting(council)
    with lifted():
        Edition.objects.update(rule=build.GREEDY)
    page = resident.get(f"/{language}/c/demo-laken/2026/rules/")
    assert f"<td>{title}" in page.content.decode()
    assert page.context["document"]["rule"] == build.MES


@pytest.mark.parametrize(
    "ballot",
    [
        {"type": "approval", "max": 3},
        {"type": "knapsack"},
        {"type": "points", "total": 10},
        {"type": "ranking", "max": 5},
        {"type": "score", "min": 0, "max": 5},
        {},
    ],
)
def test_rules_that_are_not_frozen_yet_can_be_read_too(
    resident: Client, council: Council, ballot: dict[str, object]
) -> None:
    build.edition(council, phase=Phase.CALL, ballot_format=ballot, rule={})
    assert resident.get(EDITION + "rules/").status_code == 200
    assert resident.get(EDITION + "rules/?format=json")["Content-Type"].startswith("text/html")


def test_a_draft_is_for_its_council_only(resident: Client, council: Council) -> None:
    build.edition(council, phase=Phase.DRAFT)
    for address in (EDITION, EDITION + "rules/"):
        assert resident.get(address).status_code == 403
    assert "2026/" not in resident.get("/nl/c/demo-laken/").content.decode()


@pytest.mark.django_db
def test_an_unknown_council_is_not_found(resident: Client) -> None:
    assert resident.get("/nl/c/nowhere/").status_code == 404
    assert resident.get("/nl/c/nowhere/2026/").status_code == 404
