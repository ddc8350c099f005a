"""Custody: sheets change hands, are counted by two people, spoiled or void, and accounted for."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from budgeting.clock import SetClock
from budgeting.models import Council, Edition, Record, User, Venue
from tests import build
from tests.people import SignIn
from tests.voting import desk
from tests.voting.custody import WITH, code_of
from voting.models import (
    CountKind,
    CountState,
    HandCount,
    Way,
)
from voting.services.hand_counts import correct_count, count_by_hand
from voting.services.handing_over import Slip, confirm_hand_over, erase_names, note_hand_over
from voting.services.printing import PrintedBatch

pytestmark = pytest.mark.django_db
TODAY = build.NOW.date()


@pytest.fixture
def edition(council: Council) -> Edition:
    return build.voting(council)


def batch_of(edition: Edition, count: int = 3) -> PrintedBatch:
    return desk.printed(edition, count)


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


def test_the_names_on_slips_are_erased_on_the_day_of_destruction_and_no_sooner(
    edition: Edition, council: Council, facilitator: User, second_facilitator: User
) -> None:
    other = build.voting(council, slug="later", destruction_on=TODAY + timedelta(days=60))
    for one in (edition, other):  # the first one has no such day yet
        slip = Slip(Way.OUT, 2, "Farid Benali", "Fien Maes", batch_of(one).batch)
        noted = note_hand_over(one, slip, by=facilitator, **WITH)
    assert erase_names(clock=SetClock(build.NOW + timedelta(days=59))) == 0
    page, client = f"/nl/desk/{other.address}/paper/hand-overs/", SignIn(second_facilitator)
    assert "Van Farid Benali aan Fien Maes" in client.get(page).content.decode()
    the_day = SetClock(build.NOW + timedelta(days=60))
    assert [erase_names(clock=the_day) for _ in range(2)] == [1, 0]
    noted.refresh_from_db()
    assert (noted.giver, noted.receiver, noted.sheets) == ("", "", 2)
    shown = client.get(page).content.decode()
    assert "De namen zijn gewist op de dag van de vernietiging" in shown
    assert "Farid" not in shown
    line = Record.objects.get(event="hand_over_names_erased")
    assert (line.edition, line.data) == (other, {})


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


def test_a_batch_is_not_handed_to_another_place_than_it_was_printed_for(
    edition: Edition, council: Council, hall: Venue, facilitator: User
) -> None:
    batch = batch_of(edition).batch
    batch.venue = hall
    elsewhere = Venue.objects.create(council=council, slug="elders", name_nl="Elders")
    slip = Slip(Way.OUT, 3, "Farid", "Fien", batch, elsewhere)
    noted = code_of(lambda: note_hand_over(edition, slip, by=facilitator, **WITH))
    assert noted == "batch_of_other_venue"


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
