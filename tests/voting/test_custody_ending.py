"""Custody: sheets that are spoiled or void count no more, and nothing that was counted is lost."""

from datetime import timedelta
from typing import Any

import pytest

from budgeting.clock import SetClock
from budgeting.models import Council, Edition, Record, User
from tests import build
from tests.voting import desk
from tests.voting.custody import WHY, WITH, code_of
from voting.models import (
    CountKind,
    CredentialState,
    Opening,
    SheetState,
    Voiding,
)
from voting.services.hand_counts import count_by_hand
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


@pytest.fixture
def edition(council: Council) -> Edition:
    return build.voting(council)


def batch_of(edition: Edition, count: int = 3) -> PrintedBatch:
    return desk.printed(edition, count)


@pytest.fixture
def unreleased(council: Council) -> PrintedBatch:
    """A batch of a real vote: its sheets wait until somebody else releases them."""
    return desk.printed(build.voting(council, slug="echt", is_test=False), 3, release=False)


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
    edition: Edition, facilitator: User, second_facilitator: User
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
    spelt_twice = [first, second, first.upper()]
    asked = void_sheets(edition, spelt_twice, by=facilitator, **WHY, **WITH)
    assert agree_to_voiding(asked, by=second_facilitator, **WITH).sheets == 2
    assert not asked.listed.exists()
    assert desk.states(desk.read(edition, first, "1")) == [("rejected", "void")]


def test_nobody_alone_makes_sheets_void_that_may_lie_in_the_box(
    edition: Edition, facilitator: User, second_facilitator: User
) -> None:
    first, second = (one.serial_text for one in batch_of(edition, 2).sheets)
    asked = void_sheets(edition, [first, second], by=facilitator, **WHY, **WITH)
    assert (asked.done_at, asked.sheets) == (None, 0)
    line = Record.objects.get(event="sheets_voiding_asked")
    assert (line.actor, line.data) == (f"user:{facilitator.pk}", {"sheets": 2})
    assert code_of(lambda: agree_to_voiding(asked, by=facilitator)) == "voided_by_you"
    desk.read(edition, first, "1")  # it counts: nobody has agreed
    assert agree_to_voiding(asked, by=second_facilitator, **WITH).sheets == 1
    found = [desk.sheet_of(edition, serial).state for serial in (first, second)]
    assert found == [SheetState.COUNTED, SheetState.VOID]
    assert Record.objects.get(event="sheets_voided").data == {"sheets": 1}


def test_single_sheets_that_were_never_released_become_void_at_once(
    unreleased: PrintedBatch, facilitator: User
) -> None:
    serial = unreleased.sheets[0].serial_text
    done = void_sheets(unreleased.batch.edition, [serial], by=facilitator, **WHY, **WITH)
    assert (done.sheets, done.second_by, done.done_at is None) == (1, None, False)
    assert not Record.objects.filter(event="sheets_voiding_asked").exists()


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
    assert code_of(lambda: drop_voiding(asked, by=facilitator)) == "voiding_done"
    assert desk.sheet_of(edition, counted).state == SheetState.COUNTED
    assert code_of(lambda: void_batch(made.batch, by=facilitator, **WHY)) == "nothing_to_void"


def test_a_voiding_that_nobody_wants_is_dropped(
    unreleased: PrintedBatch, facilitator: User, second_facilitator: User
) -> None:
    made, edition = unreleased, unreleased.batch.edition
    release_batch(made.batch, by=second_facilitator, clock=desk.CLOCK)
    asked = void_batch(made.batch, by=facilitator, **WHY, **WITH)
    drop_voiding(asked, by=second_facilitator, **WITH)
    assert not Voiding.objects.exists()
    lines = Record.objects.filter(event__startswith="sheets_voiding").order_by("pk")
    batch = {"sheets": 3, "batch": made.batch.number}
    assert [(line.event, line.actor, line.data) for line in lines] == [
        ("sheets_voiding_asked", f"user:{facilitator.pk}", batch),
        ("sheets_voiding_dropped", f"user:{second_facilitator.pk}", batch),
    ]
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
