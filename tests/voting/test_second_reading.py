"""A counted sheet that is read again: the same is a rescan, other marks hold it for two people."""

import pytest

from budgeting.models import Council, Edition, Record, User
from tests import build
from tests.people import SignIn
from tests.voting import desk
from tests.voting.desk import serial_of, sheet_of, states
from tests.voting.ruled import seen
from tests.voting.test_casting import choice_in
from tests.voting.test_late_pages import nothing_leads_on
from tests.voting.test_opening import LATER
from voting.models import Envelope, Scan, SheetState, SupersededEnvelope
from voting.services.adjudicating import confirm_as_read, correct, declare
from voting.services.casting import put_in_box, seal_vote
from voting.services.closing import close_voting
from voting.services.keying import type_sheet
from voting.services.keys import edition_keys
from voting.services.opening import problems
from voting.services.second_reading import key_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition(facilitator: User) -> Edition:
    return build.voting(facilitator.memberships.get().council)


def held(edition: Edition, serial: str, *copy: str, **how: str) -> Scan:
    """A sheet with a mark for the first project that was counted, and what is read later."""
    desk.read(edition, serial, "1")
    return desk.read(edition, serial, *copy, picture="copy", **how)  # type: ignore[arg-type]


def test_a_copy_with_other_marks_takes_the_sheet_out_of_the_box_until_people_have_looked(
    edition: Edition,
) -> None:
    serial = serial_of(edition)
    copy = held(edition, serial, "2")
    assert states(copy) == [("queued", "held_second_reading")]
    assert states(Scan.objects.exclude(pk=copy.pk).get()) == [("duplicate", "read_otherwise")]
    assert sheet_of(edition, serial).state == SheetState.HELD
    assert not Envelope.objects.exists()
    assert SupersededEnvelope.objects.count() == 1
    assert Record.objects.get(event="sheet_held_again").data == {"batch": 2}
    close_voting(edition, clock=LATER)
    edition.refresh_from_db()
    assert len(problems(edition, clock=LATER)) == 2  # the page, and the sheet


def test_the_page_says_that_the_sheet_was_counted_before_and_not_what(
    edition: Edition, facilitator: User
) -> None:
    copy = held(edition, serial_of(edition), "2")
    address = f"/nl/desk/{edition.address}/scanning/{copy.pk}/"
    page = SignIn(facilitator).get(address)
    assert "Dit stembiljet werd eerder geteld, met andere kruisjes" in page.content.decode()
    assert [row.marked for row in page.context["rows"]] == [False, True, False, False]


def test_two_people_choose_what_was_read_later(
    edition: Edition, facilitator: User, second_facilitator: User
) -> None:
    serial = serial_of(edition)
    copy = held(edition, serial, "2")
    assert confirm_as_read(seen(copy, facilitator)).waits
    assert not confirm_as_read(seen(copy, second_facilitator)).waits
    assert choice_in(Envelope.objects.get()) == ["2"]
    assert sheet_of(edition, serial).state == SheetState.COUNTED


def test_two_people_who_have_the_first_paper_before_them_say_what_is_on_it(
    edition: Edition, facilitator: User, second_facilitator: User
) -> None:
    serial = serial_of(edition)
    copy = held(edition, serial, "2")
    for by in (facilitator, second_facilitator):
        correct(seen(copy, by), [("1", None)], reason="clear_on_paper")
    assert choice_in(Envelope.objects.get()) == ["1"]
    again = desk.read(edition, serial, "1", picture="once more")
    assert states(again) == [("duplicate", "already_counted")]
    assert states(desk.read(edition, serial, "2")) == [("queued", "held_second_reading")]


def test_the_same_marks_are_a_rescan_also_where_one_of_them_is_hard_to_see(
    edition: Edition, facilitator: User, second_facilitator: User
) -> None:
    serial = serial_of(edition)
    faint = desk.read(edition, serial, "2", doubt="faint")  # of the first project
    for by in (facilitator, second_facilitator):
        correct(seen(faint, by), [("1", None), ("2", None)], reason="clear_on_paper")
    assert states(faint) == [("accepted", "ok")]
    for marks in (["1", "2"], ["2"]):
        again = desk.read(edition, serial, *marks, doubt="faint", picture="again")
        assert states(again) == [("duplicate", "already_counted")]
    assert Envelope.objects.count() == 1


def test_nobody_tries_out_by_typing_what_a_voter_marked(
    edition: Edition, facilitator: User
) -> None:
    serial = serial_of(edition)
    desk.read(edition, serial, "1")
    said = [
        type_sheet(edition, serial, [(project, None)], by=facilitator, clock=desk.CLOCK).code
        for project in ("1", "2")
    ]
    assert said == ["already_counted"] * 2
    assert Envelope.objects.count() == 1


def test_with_the_database_and_all_keys_nobody_guesses_what_a_counted_sheet_says(
    edition: Edition,
) -> None:
    serial = serial_of(edition)
    scan, keys = desk.read(edition, serial, "1"), edition_keys(edition)
    scan.refresh_from_db()
    assert len(scan.fingerprint) == 64
    assert scan.fingerprint not in desk.guesses(edition)
    kept = " ".join(str(value) for row in Scan.objects.values_list() for value in row)
    assert key_of(keys, serial) not in kept
    assert serial not in kept


def test_a_sheet_that_is_declared_void_after_all_leaves_the_vote_of_before(
    edition: Edition, facilitator: User, second_facilitator: User
) -> None:
    serial = serial_of(edition)
    right = sheet_of(edition, serial).credential
    online = seal_vote(edition, right.pk, ["3"], channel="online")  # type: ignore[arg-type]
    put_in_box(right, online, current=None, at=build.NOW)
    copy = held(edition, serial, "2")
    assert choice_in(Envelope.objects.get()) == ["3"]
    for by in (facilitator, second_facilitator):
        declare(seen(copy, by), "void", reason="unclear_will")
    assert sheet_of(edition, serial).state == SheetState.REJECTED
    assert choice_in(Envelope.objects.get()) == ["3"]


def test_all_sides_of_a_sheet_are_read_again(
    council: Council, facilitator: User, second_facilitator: User
) -> None:
    edition = build.voting(council, slug="lang", count=20)
    serial = serial_of(edition)
    for side in (1, 2):
        desk.read(edition, serial, *(["1"] * (side == 1)), side=side, picture=f"side {side}")
    assert choice_in(Envelope.objects.get()) == ["1"]
    copy = desk.read(edition, serial, "2", picture="copy")
    assert states(copy) == [("queued", "held_second_reading")]
    for by in (facilitator, second_facilitator):
        confirm_as_read(seen(copy, by))
    assert states(copy) == [("queued", "incomplete_set")]
    assert not Envelope.objects.exists()
    desk.read(edition, serial, side=2, picture="side 2 again")
    assert choice_in(Envelope.objects.get()) == ["2"]


def test_after_the_intake_a_copy_holds_nothing_any_more(edition: Edition) -> None:
    serial = serial_of(edition)
    desk.read(edition, serial, "1")
    late = desk.read(edition, serial, "2", picture="copy", clock=LATER)
    assert states(late) == [("duplicate", "already_counted")]
    assert not nothing_leads_on(late)  # the box has not been opened yet
    assert Envelope.objects.count() == 1
