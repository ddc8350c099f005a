"""Explaining in public what does not add up: two people, and exactly these figures."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from budgeting.models import Council, Edition, Record, User, Venue
from tests import build
from tests.voting import desk
from tests.voting.custody import LATER, TEXTS, closed, code_of, counted, in_the_hall
from voting.models import (
    Explanation,
    HandCount,
)
from voting.services.explaining import explain, sign_explanation, waiting, withdraw_explanation
from voting.services.opening import problems
from voting.services.paper_report import report_of
from voting.services.reconciling import unexplained

pytestmark = pytest.mark.django_db


def test_two_people_sign_a_public_explanation_and_the_box_can_be_opened(
    real: Edition, hall: Venue, pair: tuple[User, User]
) -> None:
    batch = in_the_hall(real, hall)
    desk.read(real, batch.sheets[0].serial_text, "1")
    counted(real, hall, pair, issued=2, left_over=3, box=2)
    by, second = pair
    early = lambda: explain(real, by=by, clock=desk.CLOCK, **TEXTS)  # noqa: E731
    assert code_of(early) == "explain_after_the_close"
    closed(real)
    assert code_of(lambda: explain(real, text_nl="Weg", text_fr=" ", by=by)) == "text_missing"
    written = explain(real, by=by, clock=LATER, **TEXTS)
    assert written.points == ["place:zaal box 2 1"]
    assert code_of(lambda: explain(real, by=second, **TEXTS)) == "explanation_waits"
    assert code_of(lambda: sign_explanation(written, by=by)) == "explained_by_you"
    assert len(problems(real, clock=LATER)) == 1
    assert report_of(real).explanations == []
    sign_explanation(written, by=second, clock=LATER)
    assert code_of(lambda: sign_explanation(written, by=second)) == "explanation_decided"
    assert problems(real, clock=LATER) == []
    assert [one.text_fr for one in report_of(real).explanations] == ["Un bulletin a disparu."]
    assert code_of(lambda: explain(real, by=by, **TEXTS)) == "nothing_to_explain"
    assert Record.objects.get(event="paper_explained").data["differences"] == 1


def test_an_explanation_is_about_its_figures_and_no_others(
    real: Edition, hall: Venue, pair: tuple[User, User]
) -> None:
    batch = in_the_hall(real, hall)
    desk.read(real, batch.sheets[0].serial_text, "1")
    counted(real, hall, pair, issued=2, left_over=3, box=2)
    closed(real)
    sign_explanation(explain(real, by=pair[0], clock=LATER, **TEXTS), by=pair[1], clock=LATER)
    HandCount.objects.filter(kind="box").update(value=3, second_value=3)
    assert unexplained(real) == ["place:zaal returned 3 2", "place:zaal box 3 1"]
    written = explain(real, by=pair[0], clock=LATER, **TEXTS)
    HandCount.objects.filter(kind="box").update(value=1, second_value=1)
    assert code_of(lambda: sign_explanation(written, by=pair[1])) == "figures_changed"
    withdraw_explanation(written, by=pair[1], clock=LATER)
    assert waiting(real) is None
    line = Record.objects.get(event="paper_explanation_withdrawn")
    assert (line.actor, line.data) == (f"user:{pair[1].pk}", {"differences": 2})


def test_a_held_sheet_stops_the_opening_until_two_people_explain_it(
    council: Council, hall: Venue, pair: tuple[User, User]
) -> None:
    rehearsal = build.voting(council)
    serial = in_the_hall(rehearsal, hall).sheets[0].serial_text
    desk.read(rehearsal, serial, "1", doubt="faint", picture="one")
    desk.read(rehearsal, serial, "2", picture="two")
    closed(rehearsal)
    assert len(problems(rehearsal, clock=LATER)) == 2  # pages and sheet
    written = explain(rehearsal, by=pair[0], clock=LATER, **TEXTS)
    assert written.points == ["edition held 1"]
    sign_explanation(written, by=pair[1], clock=LATER)
    assert problems(rehearsal, clock=LATER) == []


def test_a_page_that_waits_is_never_explained_away(
    council: Council, hall: Venue, pair: tuple[User, User]
) -> None:
    rehearsal = build.voting(council)
    desk.read(rehearsal, in_the_hall(rehearsal, hall).sheets[0].serial_text, "1", doubt="faint")
    closed(rehearsal)
    assert code_of(lambda: explain(rehearsal, by=pair[0], **TEXTS)) == "nothing_to_explain"
    assert len(problems(rehearsal, clock=LATER)) == 2


def test_the_database_asks_for_both_languages_and_another_second_person(
    real: Edition, facilitator: User
) -> None:
    said: dict[str, Any] = {"edition": real, "by": facilitator, "at": build.NOW, "points": []}
    for wrong in ({"text_nl": "Weg", "text_fr": ""}, {**TEXTS, "second_by": facilitator}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Explanation.objects.create(**said, **wrong)
