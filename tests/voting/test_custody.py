"""Custody: sheets change hands, are counted by two people, spoiled or void, and accounted for."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from budgeting.clock import SetClock
from budgeting.errors import Refused
from budgeting.models import Council, Edition, Record, User, Venue
from tests import build
from tests.voting import desk
from voting.models import (
    CountKind,
    CountState,
    CredentialState,
    HandCount,
    Opening,
    SheetState,
    Voiding,
    Way,
)
from voting.services.hand_counts import correct_count, count_by_hand
from voting.services.handing_over import Slip, confirm_hand_over, note_hand_over
from voting.services.printing import PrintedBatch, release_batch
from voting.services.spoiling import (
    agree_to_voiding,
    drop_voiding,
    spoil_sheet,
    void_batch,
    void_sheets,
)

pytestmark = pytest.mark.django_db
TODAY = build.NOW.date()
WHY: dict[str, Any] = {"reason_nl": "De doos is kwijt.", "reason_fr": "La caisse est perdue."}
WITH: dict[str, Any] = {"clock": desk.CLOCK}


@pytest.fixture
def edition(council: Council) -> Edition:
    return build.voting(council)


@pytest.fixture
def hall(council: Council) -> Venue:
    return Venue.objects.create(council=council, slug="zaal", name_nl="Zaal", name_fr="Salle")


def code_of(act: Callable[[], object]) -> str:
    with pytest.raises(Refused) as refusal:
        act()
    return refusal.value.code


def batch_of(edition: Edition, count: int = 3) -> PrintedBatch:
    return desk.printed(edition, count)


@pytest.fixture
def unreleased(council: Council) -> PrintedBatch:
    """A batch of a real vote: its sheets wait until somebody else releases them."""
    return desk.printed(build.voting(council, slug="echt", is_test=False), 3, release=False)


# Hand-overs


def test_a_hand_over_is_noted_by_one_and_confirmed_by_the_other(
    edition: Edition, hall: Venue, facilitator: User, second_facilitator: User
) -> None:
    batch = batch_of(edition).batch
    slip = Slip(Way.OUT, 3, "Farid Benali", "Fien Maes", batch, hall)
    noted = note_hand_over(edition, slip, by=facilitator, **WITH)
    assert code_of(lambda: confirm_hand_over(noted, by=facilitator, **WITH)) == "handed_over_by_you"
    confirmed = confirm_hand_over(noted, by=second_facilitator, on_slip=True, **WITH)
    assert (confirmed.venue, confirmed.on_slip) == (hall, True)
    again = code_of(lambda: confirm_hand_over(noted, by=second_facilitator, **WITH))
    assert again == "hand_over_confirmed"


def test_the_audit_trail_tells_a_hand_over_without_a_name(
    edition: Edition, facilitator: User
) -> None:
    slip = Slip(Way.OUT, 2, "Farid Benali", "Fien Maes", batch_of(edition).batch)
    note_hand_over(edition, slip, by=facilitator, **WITH)
    line = Record.objects.get(event="sheets_handed_over")
    assert line.data == {"batch": 1, "sheets": 2, "way": "out"}


@pytest.mark.parametrize(
    ("way", "sheets", "receiver", "with_batch", "code"),
    [
        (Way.OUT, 4, "Fien", True, "bad_count"),
        (Way.OUT, 0, "Fien", True, "bad_count"),
        (Way.OUT, 3, " farid ", True, "same_person"),
        (Way.OUT, 3, "Fien", False, "batch_missing"),
    ],
)
def test_a_slip_that_cannot_be_right_is_not_noted(
    edition: Edition,
    facilitator: User,
    way: Way,
    sheets: int,
    receiver: str,
    with_batch: bool,
    code: str,
) -> None:
    batch = batch_of(edition).batch if with_batch else None
    slip = Slip(way, sheets, "Farid", receiver, batch)
    assert code_of(lambda: note_hand_over(edition, slip, by=facilitator, **WITH)) == code


# Counting by hand


def count(edition: Edition, venue: Venue | None, value: int, by: User) -> HandCount:
    return count_by_hand(
        edition, venue=venue, day=TODAY, kind=CountKind.ISSUED, value=value, by=by, **WITH
    )


def test_two_people_who_count_the_same_close_a_count(
    edition: Edition, hall: Venue, facilitator: User, second_facilitator: User
) -> None:
    assert count(edition, hall, 60, facilitator).state == CountState.OPEN
    assert count(edition, hall, 61, facilitator).state == CountState.OPEN  # counted anew
    closed = count(edition, hall, 61, second_facilitator)
    assert (closed.state, closed.by, closed.second_by) == (
        CountState.CLOSED,
        facilitator,
        second_facilitator,
    )
    assert code_of(lambda: count(edition, hall, 61, facilitator)) == "count_closed"
    line = Record.objects.get(event="hand_count_closed")
    assert line.data == {"kind": "issued", "day": TODAY.isoformat(), "venue": "zaal"}


def test_numbers_that_differ_both_stay_and_are_asked_again(
    edition: Edition, hall: Venue, facilitator: User, second_facilitator: User
) -> None:
    count(edition, hall, 60, facilitator)
    differs = count(edition, hall, 61, second_facilitator)
    assert (differs.state, differs.value, differs.second_value) == (CountState.DIFFERS, 60, 61)
    count(edition, hall, 61, facilitator)
    assert count(edition, hall, 61, second_facilitator).state == CountState.CLOSED
    assert HandCount.objects.count() == 2


def test_a_closed_count_is_corrected_by_a_line_with_a_reason_that_two_people_say(
    edition: Edition, hall: Venue, facilitator: User, second_facilitator: User
) -> None:
    count(edition, hall, 60, facilitator)
    closed = count(edition, hall, 60, second_facilitator)
    act = lambda: correct_count(closed, value=62, reason=" ", by=facilitator, **WITH)  # noqa: E731
    assert code_of(act) == "count_reason_missing"
    correct_count(closed, value=62, reason="Twee strepen vergeten", by=facilitator, **WITH)
    closed.refresh_from_db()
    assert closed.state == CountState.CLOSED  # until somebody else says the same
    new = count(edition, hall, 62, second_facilitator)
    closed.refresh_from_db()
    assert (new.state, closed.state) == (CountState.CLOSED, CountState.REPLACED)
    assert code_of(lambda: correct_count(closed, value=63, reason="x", by=facilitator, **WITH)) == (
        "count_not_closed"
    )


@pytest.mark.parametrize("day", [TODAY + timedelta(days=1), TODAY - timedelta(days=30)])
def test_nobody_counts_a_day_on_which_there_was_no_vote(
    edition: Edition, hall: Venue, facilitator: User, day: date
) -> None:
    act = lambda: count_by_hand(  # noqa: E731
        edition, venue=hall, day=day, kind=CountKind.BOX, value=1, by=facilitator, **WITH
    )
    assert code_of(act) == "day_outside"


def test_a_place_of_another_council_is_not_counted_here(
    edition: Edition, facilitator: User
) -> None:
    elsewhere = Venue.objects.create(
        council=build.council("elsewhere"), slug="zaal", name_nl="Zaal", name_fr="Salle"
    )
    assert code_of(lambda: count(edition, elsewhere, 1, facilitator)) == "other_venue"


@pytest.mark.parametrize("at_a_place", [True, False])
def test_the_database_keeps_one_closed_count_and_another_second_person(
    edition: Edition, hall: Venue, facilitator: User, second_facilitator: User, at_a_place: bool
) -> None:
    place = hall if at_a_place else None
    about = {"edition": edition, "venue": place, "day": TODAY, "kind": CountKind.BOX}
    said = {"value": 5, "by": facilitator, "at": build.NOW, "state": CountState.CLOSED}
    another = {"second_by": second_facilitator, "second_value": 5}
    HandCount.objects.create(**about, **said, **another)
    for second in (
        another,  # a second closed one
        {"second_by": facilitator, "second_value": 5},  # the same person
        {"second_by": second_facilitator, "second_value": 6},  # another number
        {"second_by": second_facilitator, "second_value": None},
        {"second_by": None, "second_value": None},
    ):
        other_day = {"day": TODAY - timedelta(days=1)} if second is not another else {}
        with pytest.raises(IntegrityError), transaction.atomic():
            HandCount.objects.create(**(about | other_day), **said, **second)


# Spoiled and void


def test_a_sheet_that_is_handed_back_and_its_right_to_vote_are_spoiled(
    edition: Edition, facilitator: User
) -> None:
    serial = desk.serial_of(edition)
    sheet = spoil_sheet(edition, serial, by=facilitator, **WITH)
    sheet.credential.refresh_from_db()
    assert (sheet.state, sheet.credential.state) == (SheetState.SPOILED, CredentialState.SPOILED)
    assert Record.objects.get(event="sheet_spoiled").data == {"batch": 1}
    assert desk.states(desk.read(edition, serial, "1")) == [("rejected", "spoiled")]
    assert code_of(lambda: spoil_sheet(edition, serial, by=facilitator, **WITH)) == "spoiled"


def test_what_was_counted_or_waits_cannot_be_spoiled_any_more(
    edition: Edition, facilitator: User
) -> None:
    counted, waiting = (one.serial_text for one in batch_of(edition, 2).sheets)
    desk.read(edition, counted, "1")
    desk.read(edition, waiting, "1", doubt="faint")
    assert code_of(lambda: spoil_sheet(edition, counted, by=facilitator)) == "already_counted"
    assert code_of(lambda: spoil_sheet(edition, waiting, by=facilitator)) == "sheet_waits"
    assert code_of(lambda: spoil_sheet(edition, "abc", by=facilitator)) == "serial_malformed"


def test_single_sheets_become_void_all_or_none_with_a_public_reason(
    edition: Edition, facilitator: User
) -> None:
    first, second, third = (one.serial_text for one in batch_of(edition).sheets)
    desk.read(edition, third, "1")
    no = code_of(lambda: void_sheets(edition, [first, third], by=facilitator, **WHY))
    assert no == "already_counted"
    assert desk.sheet_of(edition, first).state == SheetState.RELEASED
    silent: dict[str, Any] = {"reason_nl": "Kwijt", "reason_fr": " "}
    assert code_of(lambda: void_sheets(edition, [first], by=facilitator, **silent)) == (
        "reason_missing"
    )
    assert void_sheets(edition, [first, second], by=facilitator, **WHY, **WITH).sheets == 2
    assert desk.states(desk.read(edition, first, "1")) == [("rejected", "void")]


def test_a_batch_that_was_never_released_becomes_void_at_once(
    unreleased: PrintedBatch, facilitator: User
) -> None:
    done = void_batch(unreleased.batch, by=facilitator, **WHY, **WITH)
    assert (done.sheets, done.second_by) == (3, None)
    assert done.done_at is not None


def test_a_released_batch_becomes_void_when_two_people_want_it(
    unreleased: PrintedBatch, facilitator: User, second_facilitator: User
) -> None:
    made, edition = unreleased, unreleased.batch.edition
    release_batch(made.batch, by=second_facilitator, clock=desk.CLOCK)
    counted = made.sheets[0].serial_text
    desk.read(edition, counted, "1")
    asked = void_batch(made.batch, by=facilitator, **WHY, **WITH)
    assert asked.done_at is None
    assert code_of(lambda: void_batch(made.batch, by=second_facilitator, **WHY)) == "voiding_waits"
    assert code_of(lambda: agree_to_voiding(asked, by=facilitator)) == "voided_by_you"
    assert agree_to_voiding(asked, by=second_facilitator, **WITH).sheets == 2
    assert code_of(lambda: agree_to_voiding(asked, by=second_facilitator)) == "voiding_done"
    assert code_of(lambda: drop_voiding(asked)) == "voiding_done"
    assert desk.sheet_of(edition, counted).state == SheetState.COUNTED
    assert code_of(lambda: void_batch(made.batch, by=facilitator, **WHY)) == "nothing_to_void"


def test_a_voiding_that_nobody_wants_is_dropped(
    unreleased: PrintedBatch, facilitator: User, second_facilitator: User
) -> None:
    made, edition = unreleased, unreleased.batch.edition
    release_batch(made.batch, by=second_facilitator, clock=desk.CLOCK)
    drop_voiding(void_batch(made.batch, by=facilitator, **WHY, **WITH))
    assert not Voiding.objects.exists()
    assert desk.sheet_of(edition, made.sheets[0].serial_text).state == SheetState.RELEASED


def test_after_the_opening_no_sheet_changes(edition: Edition, facilitator: User) -> None:
    serial = desk.serial_of(edition)
    Opening.objects.create(edition=edition, opened_at=build.NOW, ballots_digest="", ballot_count=0)
    assert code_of(lambda: spoil_sheet(edition, serial, by=facilitator)) == "paper_is_closed"
    late = SetClock(build.NOW + timedelta(days=1))
    act = lambda: count_by_hand(  # noqa: E731
        edition, venue=None, day=TODAY, kind=CountKind.BOX, value=1, by=facilitator, clock=late
    )
    assert code_of(act) == "too_late_to_count"
