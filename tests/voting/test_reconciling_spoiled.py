"""Spoiled sheets are reconciled: nobody ends what lies in the box without a difference."""

import pytest

from budgeting.models import Council, Edition, User, Venue
from tests import build
from tests.voting import desk
from tests.voting.custody import LATER, closed, counted, in_the_hall, signed, written
from voting.models import Way
from voting.services.handing_over import Slip, confirm_hand_over, note_hand_over
from voting.services.opening import problems
from voting.services.reconciling import accounts, unexplained
from voting.services.spoiling import agree_to_voiding, spoil_sheet, void_sheets
from voting.wording_paper_figures import shown_account, shown_points

pytestmark = pytest.mark.django_db


def test_whoever_spoils_sheets_that_lie_in_the_box_leaves_two_differences(
    real: Edition, hall: Venue, pair: tuple[User, User]
) -> None:
    serials = [sheet.serial_text for sheet in in_the_hall(real, hall, 3).sheets]
    for serial in serials[:2]:
        spoil_sheet(real, serial, by=pair[0], clock=desk.CLOCK)
    counted(real, hall, pair, issued=3, box=3)
    assert unexplained(real) == ["place:zaal box 3 0", "place:zaal spoiled 2 0+0"]
    for serial in serials:
        desk.read(real, serial, "1")
    assert unexplained(real) == ["place:zaal spoiled 2 0+0", "place:zaal spoiled_read 2 0"]
    assert len(problems(closed(real), clock=LATER)) == 1
    said = shown_points(unexplained(real), accounts(real), closed=())
    assert "2 bedorven of ongeldig verklaarde stembiljetten zijn gelezen" in said[1]
    signed(written(real, pair[0]), pair[1])
    assert problems(real, clock=LATER) == []


def test_a_void_sheet_that_was_read_is_a_difference_in_a_rehearsal_without_hand_counts(
    council: Council, hall: Venue, pair: tuple[User, User]
) -> None:
    rehearsal = build.voting(council)
    first, second, _third = (one.serial_text for one in in_the_hall(rehearsal, hall, 3).sheets)
    spoil_sheet(rehearsal, first, by=pair[0], clock=desk.CLOCK)
    assert unexplained(rehearsal) == []  # nobody has counted the spoiled ones by hand
    why = {"reason_nl": "Kwijt.", "reason_fr": "Perdu."}
    asked = void_sheets(rehearsal, [second], by=pair[0], clock=desk.CLOCK, **why)
    agree_to_voiding(asked, by=pair[1], clock=desk.CLOCK)
    desk.read(rehearsal, second, "1")
    assert unexplained(rehearsal) == ["place:zaal spoiled_read 1 0"]
    # It is told at once: it gives no hand count away, and stands in the way of the opening.
    points, listed = unexplained(rehearsal), accounts(rehearsal)
    assert len(shown_points(points, listed, closed={"place:zaal", "edition"})) == 1
    place = next(one for one in listed if one.scope == "place")
    shown = shown_account(place, open_to_see=False).equations[-1]
    assert (shown.code, shown.right, shown.holds) == ("spoiled_read", [("", 0)], False)


def test_spoiled_sheets_that_were_counted_but_not_typed_in_ask_for_their_numbers(
    real: Edition, hall: Venue, pair: tuple[User, User]
) -> None:
    serials = [sheet.serial_text for sheet in in_the_hall(real, hall).sheets]
    counted(real, hall, pair, issued=1, spoiled_before=1, spoiled_returned=1, left_over=3)
    assert unexplained(real) == ["place:zaal spoiled 0 1+1"]
    assert (
        "Tik het nummer van elk bedorven stembiljet in"
        in shown_points(unexplained(real), accounts(real), closed=())[0]
    )
    for serial in serials[:2]:
        spoil_sheet(real, serial, by=pair[0], clock=desk.CLOCK)
    assert unexplained(real) == []


def test_spoiled_sheets_printed_for_no_place_belong_where_people_counted_them(
    real: Edition, hall: Venue, pair: tuple[User, User]
) -> None:
    made = in_the_hall(real, None)
    slip = Slip(Way.OUT, 5, "Farid", "Fien", made.batch, hall)
    confirm_hand_over(note_hand_over(real, slip, by=pair[0], clock=desk.CLOCK), by=pair[1])
    serials = [sheet.serial_text for sheet in made.sheets]
    spoil_sheet(real, serials[0], by=pair[0], clock=desk.CLOCK)
    counted(real, hall, pair, issued=1, spoiled_returned=1, left_over=4)
    assert unexplained(real) == []
    spoil_sheet(real, serials[1], by=pair[0], clock=desk.CLOCK)
    assert [point.split(" ")[:2] for point in unexplained(real)] == [["place:", "missing"]]
