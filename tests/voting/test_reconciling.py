"""Reconciling an edition: what stops the opening, and what two people may sign for in public."""

from random import SystemRandom

import pytest

from budgeting.models import Council, Edition, Record, User, Venue
from tests import build
from tests.voting import desk
from tests.voting.custody import LATER, closed, counted, in_the_hall
from voting.models import (
    HandCount,
    Opening,
    Reconciliation,
    Scan,
    Sheet,
    Way,
)
from voting.services.counted_first import may_show
from voting.services.destruction import destroy_links
from voting.services.handing_over import Slip, confirm_hand_over, note_hand_over
from voting.services.keys import server_key
from voting.services.opening import export_envelopes, import_ballots, problems
from voting.services.paper_figures import live_figures
from voting.services.paper_report import is_reported, report_of
from voting.services.reconciling import (
    accounts,
    figures_of,
    left_open,
    points_of,
    unexplained,
)
from voting.services.spoiling import spoil_sheet
from voting.unsealing import open_box

pytestmark = pytest.mark.django_db


def test_an_edition_without_paper_has_nothing_to_reconcile(real: Edition) -> None:
    assert problems(closed(real), clock=LATER) == []
    assert accounts(real) == []
    assert not is_reported(real)


def test_a_real_vote_is_not_opened_before_people_have_counted_by_hand(
    real: Edition, hall: Venue, pair: tuple[User, User]
) -> None:
    batch = in_the_hall(real, hall)
    desk.read(real, batch.sheets[0].serial_text, "1")
    counted(real, hall, pair, issued=1, left_over=4, box=1)
    assert unexplained(real) == []
    assert left_open(real) == (0, 0)
    HandCount.objects.filter(kind="issued").update(value=2, second_value=2)
    assert left_open(real) == (0, 1)
    HandCount.objects.filter(kind="issued").update(value=1, second_value=1)
    HandCount.objects.filter(kind="box").delete()
    beside = "released=5,issued=1,left_over=4,spoiled_before=0,spoiled_returned=0"
    assert unexplained(real) == [f"place:zaal missing box {beside}"]
    assert left_open(real) == (1, 0)
    assert len(problems(closed(real), clock=LATER)) == 1


def test_a_rehearsal_is_opened_without_hand_counts_but_not_with_a_difference(
    council: Council, hall: Venue, pair: tuple[User, User]
) -> None:
    rehearsal = build.voting(council)
    batch = in_the_hall(rehearsal, hall)
    desk.read(rehearsal, batch.sheets[0].serial_text, "1")
    assert points_of(rehearsal) == [
        "place:zaal missing issued,left_over,spoiled_before,spoiled_returned,box released=5"
    ]
    assert unexplained(rehearsal) == []
    assert left_open(rehearsal) == (1, 0)
    counted(rehearsal, hall, pair, issued=1, left_over=4, box=2)
    assert unexplained(rehearsal) == ["place:zaal returned 2+0 1", "place:zaal box 2 1"]
    assert len(problems(closed(rehearsal), clock=LATER)) == 1


def test_everything_that_happens_to_a_sheet_keeps_the_figures_right(
    real: Edition, hall: Venue, pair: tuple[User, User]
) -> None:
    first, second, third, fourth, _fifth = (
        sheet.serial_text for sheet in in_the_hall(real, hall).sheets
    )
    desk.read(real, first, "1")
    desk.read(real, first, "1")  # a photocopy, or the same page once more
    desk.read(real, second)  # empty: waits for a person
    spoil_sheet(real, third, by=pair[0], clock=desk.CLOCK)
    desk.read(real, third, "1")  # the spoiled sheet turns up in the box
    desk.read(real, fourth, "2", doubt="faint")
    counted(real, hall, pair, issued=5, spoiled_returned=1, box=3)
    places, whole = live_figures(real).places, live_figures(real).edition
    assert {name: count for name, count in places[hall.pk].items() if count} == {
        "released": 5,
        "read": 4,
        "counted": 1,
        "waiting": 2,
        "refused": 1,
        "spoiled": 1,
        "ended_read": 1,
        "issued": 5,
        "spoiled_returned": 1,
        "box": 3,
    }
    assert (whole["pages"], whole["sides"], whole["read_again"]) == (5, 4, 1)
    # Four were read and three lay in the box: the spoiled one is the difference.
    assert unexplained(real) == ["place:zaal box 3 4", "place:zaal spoiled_read 1 0"]


def test_a_row_that_was_deleted_is_missed(
    real: Edition, hall: Venue, pair: tuple[User, User]
) -> None:
    batch = in_the_hall(real, hall)
    one = desk.read(real, batch.sheets[0].serial_text, "1")
    more = desk.read(real, batch.sheets[1].serial_text, "2")
    counted(real, hall, pair, issued=2, left_over=3, box=2)
    assert unexplained(real) == []
    Scan.objects.filter(pk=more.pk).update(batch=one.batch, position=3)
    assert unexplained(real) == ["edition pages 3 2+0+0+0"]
    Scan.objects.filter(pk=more.pk).delete()
    assert unexplained(real) == ["place:zaal box 2 1", "place:zaal read 1 2+0+0+0+0+0+0"]
    Sheet.objects.filter(scans=None).first().delete()  # type: ignore[union-attr]
    assert "batch:1 printed 5 0+4+0" in points_of(real)


def test_sheets_for_no_place_count_where_somebody_took_them(
    real: Edition, hall: Venue, pair: tuple[User, User]
) -> None:
    batch = in_the_hall(real, None).batch
    slip = Slip(Way.OUT, 2, "Farid", "Fien", batch, hall)
    noted = note_hand_over(real, slip, by=pair[0], clock=desk.CLOCK)
    assert {pk: of["released"] for pk, of in live_figures(real).places.items()} == {None: 5}
    confirm_hand_over(noted, by=pair[1], clock=desk.CLOCK)
    released = {pk: of["released"] for pk, of in live_figures(real).places.items()}
    assert released == {None: 3, hall.pk: 2}


def test_the_figures_are_kept_at_the_opening_and_outlive_the_links(
    real: Edition, hall: Venue, pair: tuple[User, User]
) -> None:
    batch = in_the_hall(real, hall)
    desk.read(real, batch.sheets[0].serial_text, "1")
    counted(real, hall, pair, issued=1, left_over=4, box=1)
    before = live_figures(closed(real)).as_json()
    box = open_box(export_envelopes(real), server_key(real), shuffle=SystemRandom().shuffle)
    opening = import_ballots(real, box, clock=LATER)
    destroy_links(real, copied_digest=opening.ballots_digest, clock=LATER)
    assert figures_of(real).as_json() == before
    assert points_of(real) == []
    assert Record.objects.get(event="paper_reconciled").data["differences"] == 0
    Reconciliation.objects.all().delete()
    assert [account.scope for account in accounts(real)] == ["batch"]


def test_a_sheet_that_comes_after_the_opening_is_told_and_not_counted(
    real: Edition, hall: Venue, pair: tuple[User, User]
) -> None:
    batch = in_the_hall(real, hall)
    desk.read(real, batch.sheets[0].serial_text, "1")
    counted(real, hall, pair, issued=2, left_over=3, box=1)
    closed(real)
    box = open_box(export_envelopes(real), server_key(real), shuffle=SystemRandom().shuffle)
    opening = import_ballots(real, box, clock=LATER)
    destroy_links(real, copied_digest=opening.ballots_digest, clock=LATER)
    late = desk.read(real, batch.sheets[1].serial_text, "1", clock=LATER)
    assert desk.states(late) == [("rejected", "intake_closed")]
    report = report_of(real)
    assert (report.late, report.points) == (1, [])
    assert figures_of(real).edition["counted"] == 1


def test_machine_counts_of_a_place_show_once_its_hand_counts_are_closed(
    real: Edition, hall: Venue, pair: tuple[User, User]
) -> None:
    in_the_hall(real, hall)
    assert not may_show(real, hall.pk)
    counted(real, hall, pair, left_over=5)
    assert may_show(real, hall.pk)
    Opening.objects.create(edition=real, opened_at=build.NOW, ballots_digest="", ballot_count=0)
    assert may_show(real, None)
