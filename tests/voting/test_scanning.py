"""Scanning real pages: every page ends counted, waiting or refused with its reason, never lost."""

from typing import Any

import numpy as np
import pytest

from budgeting.models import Edition, Record, User
from tests import build
from tests.people import SignIn
from tests.voting import booth, desk, stacks
from tests.voting.paper import marking
from tests.voting.test_casting import choice_in
from voting.models import Envelope, PrintBatch, Scan, Sheet, SheetLayout
from voting.sealing import open_intake
from voting.services.keys import edition_keys
from voting.services.scan_rows import ScanResult
from voting.services.scanning import scan_file

pytestmark = pytest.mark.django_db


def scanned(edition: Edition, data: bytes, **more: Any) -> list[ScanResult]:
    return scan_file(edition, data, "stack.pdf", clock=desk.CLOCK, **more)


def test_a_stack_of_sheets_becomes_one_row_a_page() -> None:
    edition = build.voting(count=9, ballot_format={"type": "approval", "max": 3})
    batch, pages = stacks.stack(edition, ["1", "3"], [], ["1", "2", "3", "4"], ["9"])
    results = scanned(edition, stacks.as_pdf(pages))
    assert [(row.scan.page, row.state, row.code) for row in results] == [
        (1, "accepted", "ok"),
        (2, "queued", "blank"),
        (3, "queued", "over_limit"),
        (4, "accepted", "ok"),
    ]
    assert [row.sheet for row in results] == [sheet.serial_text for sheet in batch.sheets]
    assert results[0].marks == (("1", None), ("3", None))
    imprints = {envelope.imprint: choice_in(envelope) for envelope in Envelope.objects.all()}
    assert imprints == {"1-1": ["1", "3"], "1-4": ["9"]}
    line = Record.objects.get(event="pages_scanned")
    assert line.data == {"batch": 1, "pages": 4}


@pytest.mark.parametrize(
    ("spec", "marks", "choices"),
    [
        ({"type": "points", "total": 5}, [("1", 2), ("3", 3)], {"1": 2, "3": 3}),
        ({"type": "ranking", "max": 3}, [("2", 1), ("4", 2)], ["2", "4"]),
        ({"type": "score", "max": 5}, [("1", 5), ("2", 1)], {"1": 5, "2": 1}),
        ({"type": "knapsack"}, ["1", "2"], ["1", "2"]),
    ],
)
def test_every_format_is_read_from_paper(
    spec: dict[str, object], marks: list[Any], choices: object
) -> None:
    edition = build.voting(ballot_format=spec)
    _batch, pages = stacks.stack(edition, marks)
    assert [row.code for row in scanned(edition, stacks.as_pdf(pages))] == ["ok"]
    assert choice_in(Envelope.objects.get()) == choices


def test_hand_drawn_marks_count_or_wait_and_are_never_lost() -> None:
    edition = build.voting(count=9)
    kinds = [*marking.FIRM, *marking.UNSURE, *marking.UNDONE]
    batch, pages = stacks.stack(edition, *[["9"]] * len(kinds))
    box, random = batch.layout.sides[0].boxes[2], np.random.default_rng(7)
    hand = [
        stacks.marked_by_hand(page, box, kind, random)
        for page, kind in zip(pages, kinds, strict=True)
    ]
    for kind, row in zip(kinds, scanned(edition, stacks.as_pdf(hand)), strict=True):
        if kind in marking.FIRM:
            assert (row.code, row.marks) == ("ok", (("3", None), ("9", None))), kind
        elif kind in marking.UNSURE:
            assert row.state == "queued" or ("3", None) in (row.marks or ()), kind
        else:
            assert (row.state, [doubt.project for doubt in row.doubts]) == ("queued", ["3"]), kind


def test_a_sheet_of_two_sides_is_read_as_one_ballot() -> None:
    edition = build.voting(count=20)
    _batch, pages = stacks.stack(edition, ["1", "20"])
    rows = scanned(edition, stacks.as_pdf(pages[::-1]))
    assert [row.code for row in rows] == ["incomplete_set", "ok"]
    assert choice_in(Envelope.objects.get()) == ["1", "20"]


def test_a_page_without_a_code_is_refused_and_its_picture_kept() -> None:
    edition = build.voting()
    batch, pages = stacks.stack(edition, ["1"])
    (row,) = scanned(edition, stacks.as_png(stacks.covered(pages[0], batch)))
    assert (row.state, row.code, row.sheet) == ("rejected", "no_code", None)
    image = open_intake(edition_keys(edition).intake_private, bytes(row.scan.image or b""))
    assert image.startswith(b"\xff\xd8")


def test_sheets_of_another_vote_are_told_apart_from_forged_ones() -> None:
    here = build.voting(build.council("here"))
    desk.printed(here)
    same_council = build.voting(here.council, slug="2027")
    elsewhere = build.voting(build.council("elsewhere"))
    forged = build.voting(build.council("forged"))
    found = {}
    for edition in (same_council, elsewhere, forged):
        _batch, pages = stacks.stack(edition, ["1"])
        if edition == forged:  # printed with a layout that the database no longer vouches for
            SheetLayout.objects.filter(edition=edition).update(digest="0" * 64)
        (row,) = scanned(here, stacks.as_png(pages[0]))
        found[edition.council.slug] = (row.state, row.code)
    assert found == {
        "here": ("rejected", "other_edition"),
        "elsewhere": ("rejected", "other_council"),
        "forged": ("rejected", "forged"),
    }


def test_a_sheet_that_was_never_stored_is_unknown() -> None:
    edition = build.voting()
    _batch, pages = stacks.stack(edition, ["1"])
    Sheet.objects.all().delete()
    (row,) = scanned(edition, stacks.as_png(pages[0]))
    assert (row.state, row.code) == ("rejected", "unknown_sheet")


def test_a_sheet_of_a_batch_that_was_not_released_is_refused() -> None:
    edition = build.voting()
    _batch, pages = stacks.stack(edition, ["1"])
    Sheet.objects.update(state="printed")
    PrintBatch.objects.update(released_at=None)
    (row,) = scanned(edition, stacks.as_png(pages[0]))
    assert (row.state, row.code) == ("rejected", "unreleased")


def test_a_changed_stored_geometry_reads_nothing() -> None:
    edition = build.voting()
    _batch, pages = stacks.stack(edition, ["1"])
    stored = SheetLayout.objects.get()
    stored.document["sides"][0]["boxes"][0]["x_mm"] += 40
    stored.save()
    (row,) = scanned(edition, stacks.as_png(pages[0]))
    assert (row.state, row.code) == ("rejected", "layout_changed")


def test_on_screen_a_sheet_is_typed_by_two_people(
    facilitator: User, second_facilitator: User
) -> None:
    edition = booth.open_now(of=facilitator.memberships.get().council)
    serial = desk.printed(edition).sheets[0].serial_text
    address = f"/nl/desk/{edition.address}/scanning/type/"
    client = SignIn(facilitator)
    assert client.get(address).status_code == 200
    mistyped = serial[:-1] + ("3" if serial.endswith("2") else "2")
    slip = client.post(address, {"serial": mistyped, "marks": ["1"]})
    assert slip.status_code == 200
    assert client.post(address, {"serial": serial, "marks": ["2"]}).status_code == 302
    assert not Envelope.objects.exists()
    other = SignIn(second_facilitator)
    waits = other.get(f"/nl/desk/{edition.address}/scanning/{Scan.objects.get().pk}/")
    assert b"as_read" not in waits.content
    assert b"checked" not in waits.content
    assert other.post(address, {"serial": serial, "marks": ["2"]}).status_code == 302
    assert choice_in(Envelope.objects.get()) == ["2"]


def test_a_council_member_scans_nothing(council_member: User) -> None:
    edition = booth.open_now(of=council_member.memberships.get().council)
    for address in ("scanning/", "scanning/type/", "printing/"):
        page = f"/nl/desk/{edition.address}/{address}"
        assert SignIn(council_member).get(page).status_code == 403
