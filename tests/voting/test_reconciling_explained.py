"""Explaining in public what does not add up: two people, and exactly these figures."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from budgeting.models import Council, Edition, Record, User, Venue
from tests import build
from tests.voting import desk
from tests.voting.custody import (
    LATER,
    TEXTS,
    closed,
    code_of,
    counted,
    in_the_hall,
    seen,
    signed,
    written,
)
from voting.models import CountKind, Explanation, HandCount, Scan, Sheet
from voting.paper.reconciliation import is_about
from voting.services.counted_first import explained_points, may_show
from voting.services.explaining import explain, sign_explanation, waiting, withdraw_explanation
from voting.services.hand_counts import count_by_hand
from voting.services.opening import problems
from voting.services.paper_report import report_of
from voting.services.reconciling import (
    accounts,
    shown_unexplained,
    unexplained,
)
from voting.wording_paper_figures import shown_points

pytestmark = pytest.mark.django_db
TODAY = build.NOW.date()


def test_two_people_sign_a_public_explanation_and_the_box_can_be_opened(
    real: Edition, hall: Venue, pair: tuple[User, User]
) -> None:
    batch = in_the_hall(real, hall)
    desk.read(real, batch.sheets[0].serial_text, "1")
    counted(real, hall, pair, issued=2, left_over=3, box=2)
    by, second = pair
    assert code_of(lambda: written(real, by)) == "explain_after_the_close"
    closed(real)
    half: dict[str, Any] = {"text_nl": "Weg", "text_fr": " "}
    assert code_of(lambda: explain(real, by=by, seen="", **half)) == "text_missing"
    first = written(real, by)
    assert first.points == ["place:zaal box 2 1"]
    asked = Record.objects.get(event="paper_explanation_asked")
    assert (asked.actor, asked.data) == (f"user:{by.pk}", {"differences": 1})
    assert code_of(lambda: written(real, second)) == "explanation_waits"
    assert code_of(lambda: signed(first, by)) == "explained_by_you"
    assert len(problems(real, clock=LATER)) == 1
    assert report_of(real).explanations == []
    signed(first, second)
    assert code_of(lambda: signed(first, second)) == "explanation_decided"
    assert problems(real, clock=LATER) == []
    assert [one.text_fr for one in report_of(real).explanations] == ["Un bulletin a disparu."]
    assert code_of(lambda: written(real, by)) == "nothing_to_explain"
    assert Record.objects.get(event="paper_explained").data["differences"] == 1


def test_an_explanation_is_about_its_figures_and_no_others(
    real: Edition, hall: Venue, pair: tuple[User, User]
) -> None:
    batch = in_the_hall(real, hall)
    desk.read(real, batch.sheets[0].serial_text, "1")
    counted(real, hall, pair, issued=2, left_over=3, box=2)
    closed(real)
    signed(written(real, pair[0]), pair[1])
    HandCount.objects.filter(kind="box").update(value=3, second_value=3)
    assert unexplained(real) == ["place:zaal returned 3+0 2", "place:zaal box 3 1"]
    again = written(real, pair[0])
    HandCount.objects.filter(kind="box").update(value=1, second_value=1)
    assert code_of(lambda: signed(again, pair[1])) == "figures_changed"
    withdraw_explanation(again, by=pair[1], clock=LATER)
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
    first = written(rehearsal, pair[0])
    assert [point.split(" ")[:3] for point in first.points] == [["edition", "held", "1"]]
    signed(first, pair[1])
    assert problems(rehearsal, clock=LATER) == []


def test_another_sheet_that_is_held_is_not_the_one_that_was_explained(
    council: Council, hall: Venue, pair: tuple[User, User]
) -> None:
    rehearsal = build.voting(council)
    one, two = (sheet.serial_text for sheet in in_the_hall(rehearsal, hall).sheets[:2])
    for serial in (one, two):
        desk.read(rehearsal, serial, "1", doubt="faint", picture="one")
        desk.read(rehearsal, serial, "2", picture="two")
    Sheet.objects.filter(pk=desk.sheet_of(rehearsal, two).pk).update(state="released")
    Scan.objects.filter(sheet=desk.sheet_of(rehearsal, two)).update(state="duplicate")
    closed(rehearsal)
    signed(written(rehearsal, pair[0]), pair[1])
    assert problems(rehearsal, clock=LATER) == []
    Sheet.objects.filter(pk=desk.sheet_of(rehearsal, one).pk).update(state="blank")
    Sheet.objects.filter(pk=desk.sheet_of(rehearsal, two).pk).update(state="held")
    assert [point.split(" ")[:3] for point in unexplained(rehearsal)] == [["edition", "held", "1"]]
    assert problems(rehearsal, clock=LATER) != []


def test_the_same_sum_of_other_figures_is_open_again_and_says_so(
    real: Edition, hall: Venue, pair: tuple[User, User]
) -> None:
    in_the_hall(real, hall)
    counted(real, hall, pair, issued=0, left_over=3, spoiled_before=0)
    closed(real)
    signed(written(real, pair[0]), pair[1])
    assert unexplained(real) == []
    HandCount.objects.filter(kind="issued").update(value=3, second_value=3)
    HandCount.objects.filter(kind="left_over").update(value=0, second_value=0)
    assert unexplained(real) == ["place:zaal released 5 3+0+0"]
    points, listed = unexplained(real), accounts(real)
    (said,) = shown_points(points, listed, (), explained_points(real))
    assert said.endswith("maar deze cijfers zijn sindsdien veranderd.")
    assert len(problems(real, clock=LATER)) == 1


def test_what_changed_while_somebody_read_the_page_is_not_signed(
    real: Edition, hall: Venue, pair: tuple[User, User]
) -> None:
    in_the_hall(real, hall)
    counted(real, hall, pair, left_over=3)
    before = seen(closed(real))
    HandCount.objects.filter(kind="left_over").update(value=4, second_value=4)
    late = lambda: explain(real, seen=before, by=pair[0], clock=LATER, **TEXTS)  # noqa: E731
    assert code_of(late) == "figures_meanwhile"
    first = written(real, pair[0])
    unseen = lambda: sign_explanation(first, seen=before, by=pair[1], clock=LATER)  # noqa: E731
    assert code_of(unseen) == "figures_meanwhile"
    assert signed(first, pair[1]).points == ["place:zaal released 5 0+4+0"]


def test_nobody_signs_for_figures_that_wait_for_hand_counts(
    real: Edition, hall: Venue, pair: tuple[User, User]
) -> None:
    batch = in_the_hall(real, hall)
    desk.read(real, batch.sheets[0].serial_text, "1")
    counted(real, hall, pair, issued=2, left_over=3, box=2)
    HandCount.objects.filter(kind="spoiled_before").delete()
    closed(real)
    beside = "released=5,issued=2,left_over=3,spoiled_returned=0,box=2"
    gap = f"place:zaal missing spoiled_before {beside}"
    assert unexplained(real) == [gap, "place:zaal box 2 1"]
    first = written(real, pair[0])
    assert first.points == [gap]
    assert not may_show(real, hall.pk)
    signed(first, pair[1])
    assert may_show(real, hall.pk)  # nobody counts them any more, so nobody learns them too early
    late = lambda: count_by_hand(  # noqa: E731
        real, venue=hall, day=TODAY, kind=CountKind.SPOILED_BEFORE, value=1, by=pair[0], clock=LATER
    )
    assert code_of(late) == "count_given_up"
    HandCount.objects.filter(kind="issued").update(value=3, second_value=3)
    assert is_about(unexplained(real)[0], "missing")  # beside the gap stands another figure


def test_in_a_rehearsal_too_hidden_differences_wait_for_counts_or_for_word_that_there_are_none(
    council: Council, hall: Venue, pair: tuple[User, User]
) -> None:
    rehearsal = build.voting(council)
    one = desk.read(rehearsal, in_the_hall(rehearsal, hall).sheets[0].serial_text, "1")
    Scan.objects.filter(pk=one.pk).update(position=3)
    closed(rehearsal)
    missing = "place:zaal missing issued,left_over,spoiled_before,spoiled_returned,box released=5"
    assert unexplained(rehearsal) == [missing, "edition pages 3 1+0+0+0"]
    assert shown_unexplained(rehearsal) == [missing]
    signed(written(rehearsal, pair[0]), pair[1])
    assert len(problems(rehearsal, clock=LATER)) == 1
    assert signed(written(rehearsal, pair[0]), pair[1]).points == ["edition pages 3 1+0+0+0"]
    assert problems(rehearsal, clock=LATER) == []


def test_a_page_that_waits_is_never_explained_away(
    council: Council, hall: Venue, pair: tuple[User, User]
) -> None:
    rehearsal = build.voting(council)
    desk.read(rehearsal, in_the_hall(rehearsal, hall).sheets[0].serial_text, "1", doubt="faint")
    closed(rehearsal)
    assert code_of(lambda: written(rehearsal, pair[0])) == "nothing_to_explain"
    assert len(problems(rehearsal, clock=LATER)) == 2


def test_the_database_asks_for_both_languages_and_another_second_person(
    real: Edition, facilitator: User
) -> None:
    said: dict[str, Any] = {"edition": real, "by": facilitator, "at": build.NOW, "points": []}
    for wrong in ({"text_nl": "Weg", "text_fr": ""}, {**TEXTS, "second_by": facilitator}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Explanation.objects.create(**said, **wrong)
