"""The table of a page: a sheet counts once, and everything else waits or is refused with a code."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection, connections

from budgeting.clock import SetClock
from budgeting.errors import Refused
from budgeting.models import Edition
from tests import build
from tests.voting import desk
from tests.voting.desk import serial_of, states
from tests.voting.test_casting import choice_in
from voting.models import (
    Adjudication,
    Channel,
    Credential,
    Envelope,
    Scan,
    Sheet,
    SupersededEnvelope,
)
from voting.sealing import SealingError, open_intake
from voting.services.casting import cast_online
from voting.services.keys import edition_keys
from voting.services.opening import problems
from voting.services.scan_rows import new_batch, new_scan, reject
from voting.services.sheets import intake_for


@pytest.mark.django_db
def test_a_clean_page_counts_and_nobody_here_can_read_it_any_more() -> None:
    edition = build.voting()
    scan = desk.read(edition, serial_of(edition), "3", "1")
    assert states(scan) == [("accepted", "ok")]
    envelope = Envelope.objects.get()
    assert (envelope.channel, envelope.imprint) == (Channel.PAPER, "1-1")
    assert choice_in(envelope) == ["1", "3"]
    assert Sheet.objects.get().state == "counted"
    assert Credential.objects.get().state == "used"
    for sealed in (scan.image, scan.reading):
        with pytest.raises(SealingError):
            open_intake(edition_keys(edition).intake_private, bytes(sealed or b""))


def kept_openly(edition: Edition) -> list[str]:
    """What the key directory and the database together still tell of filled-in sheets."""
    private, told = edition_keys(edition).intake_private, []
    rows: list[Scan | Adjudication] = [*Scan.objects.all(), *Adjudication.objects.all()]
    for row in rows:
        told += ["fingerprint"] * bool(row.fingerprint)
        for name in ("image", "reading"):
            try:
                open_intake(private, bytes(getattr(row, name, None) or b""))
            except SealingError:
                continue
            told.append(name)
    return told


@pytest.mark.django_db
def test_a_stolen_key_directory_and_database_do_not_tell_what_a_decided_sheet_says() -> None:
    edition = build.voting()
    serial = serial_of(edition)
    desk.read(edition, serial, "1", "2", doubt="faint")
    assert sorted(kept_openly(edition)) == ["fingerprint", "image", "reading"]
    Scan.objects.all().update(state="rejected", code="corner_missing")
    desk.read(edition, serial, "1", "2")
    assert kept_openly(edition) == []
    desk.read(edition, serial, "1", picture="copy")
    assert kept_openly(edition) == []


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["counted", "blank", "void", "spoiled"])
def test_a_page_that_cannot_be_read_of_a_decided_sheet_is_sealed_to_the_box(state: str) -> None:
    edition = build.voting()
    sheet = desk.sheet_of(edition, serial_of(edition))
    Sheet.objects.update(state=state)
    intake = intake_for(new_batch(edition, clock=desk.CLOCK), clock=desk.CLOCK)
    scan = new_scan(intake, "stack.pdf", 1)
    scan.sheet = sheet
    reject(intake, scan, "corner_missing", b"picture")
    assert kept_openly(edition) == []


@pytest.mark.django_db
@pytest.mark.parametrize("doubt", ["faint", "corrected", "outside_mark"])
def test_a_doubt_waits_for_a_person(doubt: str) -> None:
    edition = build.voting()
    scan = desk.read(edition, serial_of(edition), "1", doubt=doubt)
    assert states(scan) == [("queued", doubt)]
    assert not Envelope.objects.exists()
    assert Sheet.objects.get().state == "adjudicating"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("marks", "spec", "code"),
    [
        ((), {"type": "approval"}, "blank"),
        (("1", "2", "3"), {"type": "approval", "max": 2}, "over_limit"),
        (("1",), {"type": "approval", "min": 2}, "under_limit"),
        (("3", "4"), {"type": "knapsack"}, "over_limit"),
        ((("1", 3), ("2", 3)), {"type": "points", "total": 5}, "over_limit"),
        ((("1", 3), ("1", 2)), {"type": "points", "total": 5}, "over_limit"),
        ((("1", 1), ("2", 1)), {"type": "ranking", "max": 3}, "over_limit"),
    ],
)
def test_what_is_no_ballot_waits_for_a_person(
    marks: tuple[str, ...], spec: dict[str, object], code: str
) -> None:
    edition = build.voting(ballot_format=spec)
    assert states(desk.read(edition, serial_of(edition), *marks)) == [("queued", code)]
    assert not Envelope.objects.exists()


@pytest.mark.django_db
def test_numbered_columns_are_counted_as_numbers() -> None:
    edition = build.voting(ballot_format={"type": "ranking", "max": 3})
    desk.read(edition, serial_of(edition), ("4", 1), ("2", 3))
    assert choice_in(Envelope.objects.get()) == ["4", "2"]


@pytest.mark.django_db
def test_a_photocopy_of_a_counted_sheet_is_a_duplicate_and_replaces_nothing() -> None:
    edition = build.voting()
    serial = serial_of(edition)
    desk.read(edition, serial, "1")
    receipt = Envelope.objects.get().receipt
    again = desk.read(edition, serial, "1", picture="rescan")
    other = desk.read(edition, serial, "2", picture="copy")
    assert states(again, other) == [("duplicate", "already_counted")] * 2
    assert Envelope.objects.get().receipt == receipt


@pytest.mark.django_db
def test_two_different_readings_of_an_undecided_sheet_are_both_held() -> None:
    edition = build.voting()
    serial = serial_of(edition)
    first = desk.read(edition, serial, "1", doubt="faint")
    same = desk.read(edition, serial, "1", doubt="faint")
    second = desk.read(edition, serial, "2", picture="another")
    assert states(first, same, second) == [
        ("queued", "held_second_reading"),
        ("duplicate", "already_queued"),
        ("queued", "held_second_reading"),
    ]
    assert Sheet.objects.get().state == "held"
    assert not Envelope.objects.exists()
    assert len(problems(edition, clock=desk.CLOCK)) == 4


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sheet", "credential", "code"),
    [
        ("printed", "printed", "unreleased"),
        ("void", "released", "void"),
        ("released", "void", "void"),
        ("spoiled", "released", "spoiled"),
    ],
)
def test_a_sheet_that_was_not_issued_or_taken_back_is_refused(
    sheet: str, credential: str, code: str
) -> None:
    edition = build.voting()
    serial = serial_of(edition)
    Sheet.objects.update(state=sheet)
    Credential.objects.update(state=credential)
    assert states(desk.read(edition, serial, "1")) == [("rejected", code)]
    assert Sheet.objects.get().state == sheet


@pytest.mark.django_db
@pytest.mark.parametrize(("days", "state"), [(8, "accepted"), (9, "rejected"), (-8, "rejected")])
def test_sheets_are_read_within_the_intake_window_only(days: int, state: str) -> None:
    edition = build.voting()
    moment = SetClock(build.NOW + timedelta(days=days))
    scan = desk.read(edition, serial_of(edition), "1", clock=moment)
    assert scan.state == state
    assert scan.code in ("ok", "intake_closed")


def online_then_paper(edition: Edition, serial: str) -> Scan:
    right = Sheet.objects.get().credential
    cast_online(right.pk, ["2"], clock=desk.CLOCK)
    return desk.read(edition, serial, "1")


@pytest.mark.django_db
def test_a_counted_sheet_replaces_the_online_vote_where_the_rules_say_so() -> None:
    edition = build.voting(paper_replaces_online=True)
    assert states(online_then_paper(edition, serial_of(edition))) == [("accepted", "ok")]
    assert choice_in(Envelope.objects.get()) == ["1"]
    assert SupersededEnvelope.objects.get().channel == Channel.ONLINE
    with pytest.raises(Refused) as refusal:
        cast_online(Sheet.objects.get().credential_id, ["3"], clock=desk.CLOCK)
    assert refusal.value.code == "vote_is_on_paper"


@pytest.mark.django_db
def test_elsewhere_the_vote_that_came_first_stands() -> None:
    edition = build.voting(paper_replaces_online=False)
    serial = serial_of(edition)
    assert states(online_then_paper(edition, serial)) == [("rejected", "voted_online_first")]
    assert choice_in(Envelope.objects.get()) == ["2"]
    assert Sheet.objects.get().state == "rejected"
    assert kept_openly(edition) == []
    again = desk.read(edition, serial, "3", picture="again")
    assert states(again) == [("duplicate", "already_decided")]
    assert kept_openly(edition) == []


def eight_at_once() -> None:
    edition = build.voting()
    serial = serial_of(edition)
    barrier = Barrier(8)

    def one(number: int) -> None:
        barrier.wait()
        try:
            desk.read(edition, serial, "1", picture=f"picture {number}")
        finally:
            connections.close_all()

    connection.close()
    threads = [Thread(target=one, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = sorted(Scan.objects.values_list("state", "code"))
    assert found == [("accepted", "ok")] + [("duplicate", "already_counted")] * 7
    assert Envelope.objects.count() == 1
    assert not SupersededEnvelope.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_eight_readings_at_once_leave_one_counted_sheet() -> None:
    eight_at_once()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_eight_readings_at_once_leave_one_counted_sheet_on_postgresql() -> None:
    eight_at_once()
