"""Somebody without the paper says one thing after another, to meet what another person said."""

import pytest

from budgeting.models import Council, Edition, Record, User
from tests import build
from tests.voting import desk
from tests.voting.desk import states
from tests.voting.phones import Phone
from tests.voting.ruled import seen
from tests.voting.test_adjudicating import ticked
from tests.voting.test_casting import choice_in
from tests.voting.test_sides_and_typing import typed
from voting.models import Adjudication, Envelope, Scan
from voting.services.adjudicating import Decision, declare
from voting.services.keying import say_marks

pytestmark = pytest.mark.django_db
DIFFERS = {"event": "page_differs"}


@pytest.fixture
def edition(council: Council) -> Edition:
    return build.voting(council)


@pytest.fixture
def serial(edition: Edition) -> str:
    return desk.serial_of(edition)


def says(page: Scan, by: User, *projects: str) -> Decision:
    return say_marks(seen(page, by), [(project, None) for project in projects])


def test_fien_does_not_find_out_by_typing_what_farid_typed(
    edition: Edition, serial: str, facilitator: User, second_facilitator: User, officer: User
) -> None:
    typed(edition, serial, facilitator, "2")
    codes = [typed(edition, serial, second_facilitator, one).code for one in "1324"]
    assert codes == ["held_second_reading"] * 4
    assert not Envelope.objects.exists()
    lines = Record.objects.filter(**DIFFERS)
    assert [(line.actor, line.data) for line in lines] == [
        (f"user:{second_facilitator.pk}", {"batch": 2})
    ] * 4
    assert typed(edition, serial, officer, "2").code == "ok"
    assert choice_in(Envelope.objects.get()) == ["2"]


def test_nor_on_the_page_of_what_he_typed(
    edition: Edition, serial: str, facilitator: User, second_facilitator: User, officer: User
) -> None:
    page = typed(edition, serial, facilitator, "2").scan
    for guess in "132":
        assert says(page, second_facilitator, guess).waits
    assert not Envelope.objects.exists()
    assert set(Adjudication.objects.values_list("verdict", flat=True)) == {"corrected"}
    assert Record.objects.filter(**DIFFERS).count() == 3
    assert not says(page, officer, "2").waits
    assert choice_in(Envelope.objects.get()) == ["2"]


def test_nor_by_noting_one_correction_after_another(
    edition: Edition, serial: str, facilitator: User, second_facilitator: User, officer: User
) -> None:
    scan = desk.read(edition, serial, "1", doubt="corrected")
    for by, project in ((facilitator, "2"), *((second_facilitator, one) for one in "342")):
        assert ticked(scan, by, project).waits
    assert not Envelope.objects.exists()
    assert Record.objects.filter(**DIFFERS).count() == 3
    assert not ticked(scan, officer, "2").waits


def test_whoever_noted_everything_beforehand_has_said_only_the_last_of_it(
    edition: Edition, serial: str, facilitator: User, second_facilitator: User
) -> None:
    scan = desk.read(edition, serial, "1", doubt="corrected")
    for project in "234":
        assert ticked(scan, facilitator, project).waits
    assert ticked(scan, second_facilitator, "2").waits
    assert not Envelope.objects.exists()


def test_nor_by_declaring_one_thing_and_the_other(
    edition: Edition, serial: str, facilitator: User, second_facilitator: User
) -> None:
    scan = desk.read(edition, serial, "1", doubt="corrected")
    assert declare(seen(scan, facilitator), "void", reason="unclear_will").waits
    assert declare(seen(scan, second_facilitator), "blank", reason="no_mark").waits
    assert declare(seen(scan, second_facilitator), "void", reason="unclear_will").waits


def test_a_slip_is_mended_before_anybody_else_typed(
    edition: Edition, serial: str, facilitator: User, second_facilitator: User
) -> None:
    for project in "32":
        assert typed(edition, serial, facilitator, project).code == "typed_once"
    assert typed(edition, serial, second_facilitator, "2").code == "ok"
    assert not Record.objects.filter(**DIFFERS).exists()


def test_whoever_made_a_slip_types_again_and_the_other_one_says_it_once_more(
    edition: Edition, serial: str, facilitator: User, second_facilitator: User
) -> None:
    first = typed(edition, serial, facilitator, "2")
    second = typed(edition, serial, second_facilitator, "3")
    again = typed(edition, serial, facilitator, "3")
    assert again.code == "held_second_reading"
    assert typed(edition, serial, second_facilitator, "3").code == "ok"
    assert states(first.scan, second.scan, again.scan) == [
        ("duplicate", "not_chosen"),
        ("duplicate", "not_chosen"),
        ("accepted", "ok"),
    ]
    assert choice_in(Envelope.objects.get()) == ["3"]


def test_two_people_who_typed_the_same_may_both_declare_it_void(
    council: Council, facilitator: User, second_facilitator: User
) -> None:
    edition = build.voting(council, ballot_format={"type": "approval", "max": 2})
    serial = desk.serial_of(edition)
    page = typed(edition, serial, facilitator, "1", "2", "3").scan
    assert typed(edition, serial, second_facilitator, "1", "2", "3").code == "over_limit"
    for by, waits in ((facilitator, True), (second_facilitator, False)):
        assert declare(seen(page, by), "void", reason="name_or_sign").waits is waits


def test_what_two_people_tap_differently_on_one_phone_both_stands(
    edition: Edition, serial: str, facilitator: User, second_facilitator: User, officer: User
) -> None:
    phone = Phone(edition, facilitator)
    for by, project in ((facilitator, "1"), (second_facilitator, "2")):
        phone.send(phone.scan("", [project], serial=serial), by=by)
    first, second = Scan.objects.order_by("position")
    assert states(first, second) == [("queued", "held_second_reading")] * 2
    for guess in "13":
        answer = phone.send(phone.scan("", [guess], serial=serial), by=second_facilitator)
        assert answer.code == "held_second_reading"
    assert states(first) == [("queued", "held_second_reading")]
    assert says(first, second_facilitator, "1").waits
    assert not says(first, officer, "1").waits
    assert choice_in(Envelope.objects.get()) == ["1"]
