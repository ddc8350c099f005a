"""A page whose code no machine could read: a person reads the number, two people the marks."""

import pytest
from django.test import Client

from budgeting.errors import Refused
from budgeting.models import Edition, Record, User
from tests import build
from tests.people import SignIn
from tests.voting import booth, desk, stacks
from tests.voting.desk import serial_of, states
from tests.voting.ruled import seen
from tests.voting.test_casting import choice_in
from voting.models import Adjudication, Envelope, Scan, Sheet
from voting.services.adjudicating import Decision, confirm_as_read, declare
from voting.services.keying import say_marks, type_sheet
from voting.services.looking import deal_with
from voting.services.matching import match_page
from voting.services.scan_rows import new_batch, new_scan, reject
from voting.services.scanning import scan_file
from voting.services.sheets import intake_for


@pytest.fixture
def edition(facilitator: User) -> Edition:
    return build.voting(facilitator.memberships.get().council)


@pytest.fixture
def serial(edition: Edition) -> str:
    return serial_of(edition)


def unread(edition: Edition, code: str = "no_code", picture: str = "picture") -> Scan:
    """A page that a machine gave back."""
    clock = desk.CLOCK
    intake = intake_for(new_batch(edition, clock=clock), clock=clock)
    scan = new_scan(intake, "stack.pdf", 1)
    scan.image_digest = f"sha256:{picture}"
    return reject(intake, scan, code, picture.encode())


def matched(scan: Scan, serial: str, by: User, side: int = 1) -> Scan:
    fresh = Scan.objects.select_related("batch__edition").get(pk=scan.pk)
    return match_page(fresh, serial, side=side, by=by, clock=desk.CLOCK)


def refusal_to_match(scan: Scan, serial: str, by: User, side: int = 1) -> str:
    with pytest.raises(Refused) as refusal:
        matched(scan, serial, by, side)
    return refusal.value.code


def said(scan: Scan, by: User, *projects: str) -> Decision:
    return say_marks(seen(scan, by), [(project, None) for project in projects])


def test_a_number_read_by_a_person_and_marks_by_two_make_a_counted_sheet(
    edition: Edition, serial: str, facilitator: User, second_facilitator: User
) -> None:
    scan = unread(edition)
    found = matched(scan, serial.upper(), facilitator)
    assert (found.state, found.code, found.matched_by) == ("queued", "matched", facilitator)
    assert Sheet.objects.get().state == "adjudicating"
    with pytest.raises(Refused) as refusal:
        confirm_as_read(seen(scan, second_facilitator))
    assert refusal.value.code == "matched"
    assert said(scan, facilitator, "2").waits
    assert not said(scan, second_facilitator, "2").waits
    assert states(scan) == [("accepted", "ok")]
    assert choice_in(Envelope.objects.get()) == ["2"]


def test_after_the_decision_the_picture_and_what_people_said_are_closed(
    edition: Edition, serial: str, facilitator: User, second_facilitator: User
) -> None:
    scan = matched(unread(edition), serial, facilitator)
    for by in (facilitator, second_facilitator):
        said(scan, by, "2")
    looked, noted = seen(scan, facilitator), Adjudication.objects.get()
    assert looked.intake.unseal(looked.scan.image) is None
    assert looked.intake.unseal(noted.reading) is None
    assert noted.fingerprint == ""


def test_a_third_person_decides_where_two_read_different_marks(
    edition: Edition, serial: str, facilitator: User, second_facilitator: User, officer: User
) -> None:
    scan = matched(unread(edition), serial, facilitator)
    assert said(scan, facilitator, "2").waits
    assert said(scan, second_facilitator, "3").waits
    assert not Envelope.objects.exists()
    assert said(scan, officer, "3").scan.code == "ok"
    assert choice_in(Envelope.objects.get()) == ["3"]


def test_a_page_is_matched_once(
    edition: Edition, serial: str, facilitator: User, second_facilitator: User
) -> None:
    scan = unread(edition)
    matched(scan, serial, facilitator)
    assert refusal_to_match(scan, serial, second_facilitator) == "not_to_match"
    assert Scan.objects.get().matched_by == facilitator


def test_only_a_page_that_was_given_back_unread_is_matched(
    edition: Edition, serial: str, facilitator: User
) -> None:
    for code in ("forged", "other_council", "intake_closed", "blank_back"):
        assert refusal_to_match(unread(edition, code), serial, facilitator) == "not_to_match"
    waits = desk.read(edition, serial, "1", doubt="faint")
    assert refusal_to_match(waits, serial, facilitator) == "not_to_match"


def test_a_slip_in_the_number_changes_nothing(
    edition: Edition, serial: str, facilitator: User
) -> None:
    scan = unread(edition)
    wrong = ("3" if serial[0] == "2" else "2") + serial[1:]
    for typed, side, code in (
        (wrong, 1, "serial_mistyped"),
        ("abc", 1, "serial_malformed"),
        (serial, 2, "no_such_side"),
    ):
        assert refusal_to_match(scan, typed, facilitator, side) == code
    assert states(scan) == [("rejected", "no_code")]
    assert not Record.objects.filter(event="page_matched").exists()


@pytest.mark.parametrize("state", ["printed", "void", "spoiled"])
def test_a_sheet_that_is_not_read_is_not_matched_either(
    edition: Edition, serial: str, facilitator: User, state: str
) -> None:
    scan = unread(edition)
    Sheet.objects.update(state=state)
    code = "unreleased" if state == "printed" else state
    assert refusal_to_match(scan, serial, facilitator) == code
    assert states(scan) == [("rejected", "no_code")]


def test_a_sealed_picture_is_not_matched(edition: Edition, serial: str, facilitator: User) -> None:
    scan = unread(edition)
    deal_with(scan, by=facilitator, clock=desk.CLOCK)
    assert refusal_to_match(scan, serial, facilitator) == "picture_sealed"


def test_a_page_whose_own_symbol_was_read_is_no_other_sheet(
    edition: Edition, facilitator: User
) -> None:
    first, second = (one.serial_text for one in desk.printed(edition, 2).sheets)
    scan = unread(edition, "corner_missing")
    Scan.objects.update(sheet=desk.sheet_of(edition, first))
    assert refusal_to_match(scan, second, facilitator) == "other_sheet"
    assert matched(scan, first, facilitator).code == "matched"


def test_a_page_of_a_counted_sheet_is_a_duplicate_and_closed(
    edition: Edition, serial: str, facilitator: User
) -> None:
    scan = unread(edition)
    desk.read(edition, serial, "1")
    found = matched(scan, serial, facilitator)
    assert (found.state, found.code) == ("duplicate", "already_counted")
    assert seen(scan, facilitator).intake.unseal(found.image) is None
    assert Envelope.objects.count() == 1


def test_beside_another_reading_both_are_held(
    edition: Edition, serial: str, facilitator: User, second_facilitator: User
) -> None:
    other = desk.read(edition, serial, "1", doubt="faint", picture="another")
    scan = matched(unread(edition), serial, facilitator)
    assert states(other, scan) == [("queued", "held_second_reading")] * 2
    assert Sheet.objects.get().state == "held"
    for by in (facilitator, second_facilitator):
        said(scan, by, "3")
    assert states(other, scan) == [("duplicate", "not_chosen"), ("accepted", "ok")]
    assert choice_in(Envelope.objects.get()) == ["3"]


def test_the_very_picture_that_waits_already_is_a_rescan(
    edition: Edition, serial: str, facilitator: User
) -> None:
    desk.read(edition, serial, "1", doubt="faint", picture="picture")
    found = matched(unread(edition, picture="picture"), serial, facilitator)
    assert (found.state, found.code) == ("duplicate", "already_queued")


def test_what_comes_after_a_matched_page_is_held_with_it(
    edition: Edition, serial: str, facilitator: User, second_facilitator: User
) -> None:
    scan = matched(unread(edition), serial, facilitator)
    typed = type_sheet(edition, serial, [("2", None)], by=second_facilitator, clock=desk.CLOCK)
    assert states(scan, typed.scan) == [("queued", "held_second_reading")] * 2


def test_a_matched_page_without_marks_becomes_a_blank_sheet(
    edition: Edition, serial: str, facilitator: User, second_facilitator: User
) -> None:
    scan = matched(unread(edition), serial, facilitator)
    for by in (facilitator, second_facilitator):
        said(scan, by)
    assert states(scan) == [("queued", "blank")]
    assert not declare(seen(scan, facilitator), "blank", reason="no_mark").waits
    assert Sheet.objects.get().state == "blank"


def test_a_matched_side_joins_the_side_that_was_read(
    facilitator: User, second_facilitator: User
) -> None:
    edition = build.voting(facilitator.memberships.get().council, count=20)
    serial = serial_of(edition)
    first = desk.read(edition, serial, "1")
    scan = matched(unread(edition), serial, facilitator, side=2)
    for by in (facilitator, second_facilitator):
        said(scan, by, "20")
    assert states(first, scan) == [("accepted", "ok")] * 2
    assert choice_in(Envelope.objects.get()) == ["1", "20"]


def test_the_trail_says_that_a_page_was_matched_and_not_with_what(
    edition: Edition, serial: str, facilitator: User
) -> None:
    matched(unread(edition), serial, facilitator)
    line = Record.objects.get(event="page_matched")
    assert (line.data, line.actor) == ({"batch": 1, "code": "no_code"}, f"user:{facilitator.pk}")


# On screen, with real paper ----------------------------------------------------------------------


def sent(client: Client, edition: Edition, scan: Scan, tail: str, **data: object) -> int:
    return client.post(f"/nl/desk/{edition.address}/scanning/{scan.pk}/{tail}", data).status_code


def test_a_torn_symbol_is_matched_on_screen(facilitator: User, second_facilitator: User) -> None:
    edition = booth.open_now(of=facilitator.memberships.get().council)
    batch, pages = stacks.stack(edition, ["2"])
    torn = stacks.as_png(stacks.covered(pages[0], batch))
    (result,) = scan_file(edition, torn, "torn.png")
    scan, client = result.scan, SignIn(facilitator)
    assert result.code == "no_code"
    serial = batch.sheets[0].serial_text
    assert sent(client, edition, scan, "match/", serial="abc") == 200
    assert sent(client, edition, scan, "match/", serial=serial) == 302
    for by in (facilitator, second_facilitator):
        page = SignIn(by).get(f"/nl/desk/{edition.address}/scanning/{scan.pk}/").content.decode()
        assert "checked" not in page
        assert sent(SignIn(by), edition, scan, "", verdict="corrected", marks=["2"]) == 302
    assert choice_in(Envelope.objects.get()) == ["2"]
