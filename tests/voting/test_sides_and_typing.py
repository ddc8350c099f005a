"""Ballots of several sides count as one whole; a typed sheet counts when two people type it."""

from typing import Any

import pytest

from budgeting.errors import Refused
from budgeting.models import Edition, Record, User
from tests import build
from tests.people import SignIn
from tests.voting import booth, desk
from tests.voting.desk import serial_of, states
from tests.voting.test_casting import choice_in
from voting.models import Adjudication, Envelope, Scan, Sheet
from voting.services.adjudicating import confirm_as_read, correct, declare
from voting.services.keying import type_sheet
from voting.services.looking import Looked, look_at
from voting.services.scan_rows import ScanResult


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
def test_a_slip_of_the_hand_in_a_serial_is_found(facilitator: User) -> None:
    edition = build.voting(facilitator.memberships.get().council)
    serial = serial_of(edition)
    wrong = ("3" if serial[0] == "2" else "2") + serial[1:]
    for typed, code in ((wrong, "serial_mistyped"), ("abc", "serial_malformed")):
        with pytest.raises(Refused) as refusal:
            type_sheet(edition, typed, [], by=facilitator, clock=desk.CLOCK)
        assert refusal.value.code == code
    assert not Scan.objects.exists()


# Two people type ------------------------------------------------------------------------------


@pytest.fixture
def edition(facilitator: User) -> Edition:
    return build.voting(facilitator.memberships.get().council)


@pytest.fixture
def serial(edition: Edition) -> str:
    return serial_of(edition)


def typed(edition: Edition, serial: str, by: User, *projects: str) -> ScanResult:
    marks = [(project, None) for project in projects]
    return type_sheet(edition, serial, marks, by=by, clock=desk.CLOCK)


def seen(scan: Scan, by: User) -> Looked:
    fresh = Scan.objects.select_related("batch__edition", "sheet__layout").get(pk=scan.pk)
    return look_at(fresh, by=by, clock=desk.CLOCK)


def test_a_typed_sheet_counts_once_when_a_second_person_types_the_same(
    edition: Edition, serial: str, facilitator: User, second_facilitator: User
) -> None:
    first = typed(edition, serial.upper(), facilitator, "2")
    assert (first.state, first.code, first.scan.by_hand) == ("queued", "typed_once", True)
    assert Sheet.objects.get().state == "adjudicating"
    second = typed(edition, serial, second_facilitator, "2")
    assert (second.state, second.code) == ("accepted", "ok")
    assert choice_in(Envelope.objects.get()) == ["2"]
    noted = Adjudication.objects.get()
    assert (noted.scan, noted.by) == (first.scan, second_facilitator)
    third = typed(edition, serial, second_facilitator, "3")
    assert (third.state, third.code) == ("duplicate", "already_counted")
    assert not Scan.objects.exclude(fingerprint="").exists()


def test_one_person_alone_counts_no_typed_sheet_however_often(
    edition: Edition, serial: str, facilitator: User
) -> None:
    first = typed(edition, serial, facilitator, "2")
    for projects in (("2",), ("3",), ("2",)):
        assert typed(edition, serial, facilitator, *projects).code == "typed_once"
    assert states(first.scan) == [("duplicate", "not_chosen")]
    (waits,) = Scan.objects.filter(state="queued")
    with pytest.raises(Refused) as refusal:
        confirm_as_read(seen(waits, facilitator))
    assert refusal.value.code == "typed_once"
    with pytest.raises(Refused) as refusal:
        correct(seen(waits, facilitator), [("2", None)], reason="clear_on_paper")
    assert refusal.value.code == "typed_by_you"
    assert declare(seen(waits, facilitator), "void", reason="unclear_will").waits
    assert not Envelope.objects.exists()


def test_two_people_who_type_different_marks_are_both_held(
    edition: Edition, serial: str, facilitator: User, second_facilitator: User, officer: User
) -> None:
    first = typed(edition, serial, facilitator, "2")
    second = typed(edition, serial, second_facilitator, "3")
    assert states(first.scan, second.scan) == [("queued", "held_second_reading")] * 2
    with pytest.raises(Refused) as refusal:
        confirm_as_read(seen(first.scan, facilitator))
    assert refusal.value.code == "typed_by_you"
    confirm_as_read(seen(second.scan, officer))
    assert states(first.scan, second.scan) == [("duplicate", "not_chosen"), ("accepted", "ok")]
    assert choice_in(Envelope.objects.get()) == ["3"]


def test_a_sheet_typed_blank_twice_waits_to_be_declared(
    edition: Edition, serial: str, facilitator: User, second_facilitator: User
) -> None:
    typed(edition, serial, facilitator)
    assert typed(edition, serial, second_facilitator).code == "blank"
    (waits,) = Scan.objects.filter(state="queued")
    assert declare(seen(waits, facilitator), "blank", reason="no_mark").scan.state == "rejected"


def test_every_side_of_a_typed_sheet_needs_two_people(
    facilitator: User, second_facilitator: User
) -> None:
    edition = build.voting(facilitator.memberships.get().council, count=20)
    serial = serial_of(edition)
    typed(edition, serial, facilitator, "1", "20")
    assert typed(edition, serial, second_facilitator, "1", "19").code == "held_second_reading"
    assert not Envelope.objects.exists()
    assert typed(edition, serial, second_facilitator, "1", "20").code == "held_second_reading"
    assert not Envelope.objects.exists()
    assert typed(edition, serial, facilitator, "1", "20").code == "ok"
    assert choice_in(Envelope.objects.get()) == ["1", "20"]


def test_a_sheet_that_was_typed_and_scanned_is_held(
    edition: Edition, serial: str, facilitator: User
) -> None:
    first = typed(edition, serial, facilitator, "2")
    scan = desk.read(edition, serial, "2")
    assert states(first.scan, scan) == [("queued", "held_second_reading")] * 2


def test_the_trail_knows_no_sheet_and_no_mark(
    edition: Edition, serial: str, facilitator: User, second_facilitator: User
) -> None:
    for by in (facilitator, second_facilitator):
        typed(edition, serial, by, "2")
    lines = Record.objects.filter(event="sheet_typed")
    assert [line.data for line in lines] == [{"batch": 1, "pages": 1}, {"batch": 2, "pages": 1}]
    decided = Record.objects.get(event="page_decided")
    assert decided.data == {"batch": 1}


# On screen: numbers in rows, mistakes that lose nothing ------------------------------------------


POINTS = {"type": "points", "total": 6}


def numbered(facilitator: User, spec: dict[str, Any]) -> tuple[Edition, str, str]:
    council = facilitator.memberships.get().council
    edition = booth.open_now(of=council, ballot_format=spec)
    return edition, serial_of(edition), f"/nl/desk/{edition.address}/scanning/type/"


@pytest.mark.parametrize(
    ("spec", "typed_in", "choices"),
    [
        (POINTS, {"value_0": "3", "value_2": " 2 "}, {"1": 3, "3": 2}),
        ({"type": "ranking", "max": 3}, {"value_3": "1", "value_0": "2"}, ["4", "1"]),
        ({"type": "score", "max": 5}, {"value_1": "5"}, {"2": 5}),
    ],
)
def test_numbers_are_typed_into_their_rows(
    facilitator: User,
    second_facilitator: User,
    spec: dict[str, Any],
    typed_in: dict[str, str],
    choices: object,
) -> None:
    _edition, serial, address = numbered(facilitator, spec)
    for by in (facilitator, second_facilitator):
        assert SignIn(by).post(address, {"serial": serial, **typed_in}).status_code == 302
    assert choice_in(Envelope.objects.get()) == choices


def test_two_marks_in_one_row_are_typed_as_they_stand(
    facilitator: User, second_facilitator: User
) -> None:
    edition, serial, address = numbered(facilitator, POINTS)
    for by, row in ((facilitator, "2 3"), (second_facilitator, "3, 2")):
        SignIn(by).post(address, {"serial": serial, "value_0": row})
    (waits,) = Scan.objects.filter(state="queued")
    assert waits.code == "over_limit"
    page = SignIn(facilitator).get(f"/nl/desk/{edition.address}/scanning/{waits.pk}/")
    assert 'value="2 3"' in page.content.decode()


@pytest.mark.parametrize("number", ["7", "x", "1 99"])
def test_a_mistake_loses_nothing_of_what_was_typed(facilitator: User, number: str) -> None:
    _edition, serial, address = numbered(facilitator, POINTS)
    client = SignIn(facilitator)
    page = client.post(address, {"serial": serial, "value_0": "4", "value_1": number})
    text = page.content.decode()
    for kept in (serial, "4", number):
        assert f'value="{kept}"' in text
    assert list(page.context["form"].errors) == ["value_1"]
    assert not Scan.objects.exists()
    slip = ("3" if serial[0] == "2" else "2") + serial[1:]
    text = client.post(address, {"serial": slip, "value_0": "4"}).content.decode()
    assert f'value="{slip}"' in text
    assert 'value="4"' in text
    assert "typfout" in text


def test_the_second_person_may_say_it_on_the_page_that_waits(
    facilitator: User, second_facilitator: User
) -> None:
    edition, serial, address = numbered(facilitator, POINTS)
    SignIn(facilitator).post(address, {"serial": serial, "value_0": "4"})
    waits = Scan.objects.get()
    here = f"/nl/desk/{edition.address}/scanning/{waits.pk}/"
    mine = SignIn(facilitator).get(here).content.decode()
    assert "data-marks-form" not in mine
    theirs = SignIn(second_facilitator)
    assert 'value="4"' not in theirs.get(here).content.decode()
    theirs.post(here, {"verdict": "corrected", "value_0": "4"})
    assert choice_in(Envelope.objects.get()) == {"1": 4}
