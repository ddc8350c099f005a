"""Ballots of several sides count as one whole; typed sheets go by the same table."""

import pytest

from budgeting.errors import Refused
from budgeting.models import Record, User
from tests import build
from tests.voting import desk
from tests.voting.desk import serial_of, states
from tests.voting.test_casting import choice_in
from voting.models import Envelope, Scan
from voting.services.keying import type_sheet


@pytest.mark.django_db
@pytest.mark.parametrize("order", [(1, 2), (2, 1)])
def test_a_ballot_of_two_sides_counts_as_one_whole(order: tuple[int, int]) -> None:
    edition = build.voting(count=20, ballot_format={"type": "approval", "max": 3})
    serial = serial_of(edition)
    marks = {1: ("1",), 2: ("20",)}
    first = desk.read(edition, serial, *marks[order[0]], side=order[0])
    assert states(first) == [("queued", "incomplete_set")]
    second = desk.read(edition, serial, *marks[order[1]], side=order[1], picture="other side")
    assert states(first, second) == [("accepted", "ok"), ("accepted", "ok")]
    assert choice_in(Envelope.objects.get()) == ["1", "20"]


@pytest.mark.django_db
def test_the_rules_apply_to_the_sides_together() -> None:
    edition = build.voting(count=20, ballot_format={"type": "approval", "max": 2})
    serial = serial_of(edition)
    first = desk.read(edition, serial, "1", "2", side=1)
    second = desk.read(edition, serial, "20", side=2, picture="other side")
    assert states(first, second) == [("queued", "over_limit"), ("queued", "over_limit")]


@pytest.mark.django_db
def test_a_typed_sheet_goes_by_the_same_table(facilitator: User) -> None:
    edition = build.voting(facilitator.memberships.get().council)
    serial = serial_of(edition)
    typed = type_sheet(edition, serial.upper(), [("2", None)], by=facilitator, clock=desk.CLOCK)
    assert (typed.state, typed.scan.by_hand) == ("accepted", True)
    again = type_sheet(edition, serial, [("3", None)], by=facilitator, clock=desk.CLOCK)
    assert (again.state, again.code) == ("duplicate", "differs_from_counted")
    assert choice_in(Envelope.objects.get()) == ["2"]
    assert (typed.scan.batch, again.scan.position) == (again.scan.batch, 2)


@pytest.mark.django_db
def test_a_slip_of_the_hand_in_a_serial_is_found(facilitator: User) -> None:
    edition = build.voting(facilitator.memberships.get().council)
    serial = serial_of(edition)
    wrong = ("3" if serial[0] == "2" else "2") + serial[1:]
    for typed, code in ((wrong, "serial_mistyped"), ("abc", "serial_malformed")):
        with pytest.raises(Refused) as refusal:
            type_sheet(edition, typed, [], by=facilitator, clock=desk.CLOCK)
        assert refusal.value.code == code
    assert not Scan.objects.exists()


@pytest.mark.django_db
def test_the_trail_knows_no_sheet_and_no_mark(facilitator: User) -> None:
    edition = build.voting(facilitator.memberships.get().council)
    type_sheet(edition, serial_of(edition), [("2", None)], by=facilitator, clock=desk.CLOCK)
    assert Record.objects.get(event="sheet_typed").data == {"batch": 1, "pages": 1}
