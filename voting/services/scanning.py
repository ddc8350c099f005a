"""Scanning and typing: from a file or a typed serial to one row a page, whatever is on it.

Nothing is lost and nothing is silent: a page that cannot be used is rejected with its reason and
its picture kept. Clean pages count at once where a scanner's operator runs the command; pages
uploaded on screen wait for a person (`confirm`).
"""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import PurePath

import cv2
from django.db import IntegrityError, transaction
from django.db.models import Max

from budgeting.clock import DATABASE_CLOCK, Clock
from budgeting.models import Edition, User, Venue
from budgeting.services.recording import record
from voting.errors import reason_of, refuse
from voting.models import Scan, ScanBatch, ScanState, Sheet, SheetState
from voting.paper.errors import PaperError
from voting.paper.pages import read_pages
from voting.paper.qr import Gray, find_codes
from voting.paper.read import READER_VERSION, read_side
from voting.services import locks
from voting.services.machine import reading_of
from voting.services.readings import Doubt, Mark, Reading, fingerprint_of, sorted_marks
from voting.services.settling import TRIES, next_position, settle
from voting.services.sheets import (
    FoundSheet,
    Intake,
    find_sheet,
    find_typed,
    intake_for,
    standing_refusal,
)

NOT_THE_PAPER = ("void", "spoiled", "unreleased")


@dataclass(frozen=True)
class ScanResult:
    """What became of one page; marks and doubts are for whoever handles the sheet."""

    scan: Scan
    sheet: str | None
    marks: tuple[Mark, ...] | None = None
    doubts: tuple[Doubt, ...] = ()

    @property
    def state(self) -> str:
        return self.scan.state

    @property
    def code(self) -> str:
        return self.scan.code

    @property
    def reason(self) -> str:
        """The code as a sentence in the active language."""
        return reason_of(self.scan.code)


def new_batch(
    edition: Edition, *, venue: Venue | None = None, by: User | None = None, clock: Clock
) -> ScanBatch:
    """A batch of pages that are read in one go."""
    with transaction.atomic():
        held = locks.alone(edition.pk)
        last = ScanBatch.objects.filter(edition=held).aggregate(last=Max("number"))["last"]
        return ScanBatch.objects.create(
            edition=held, number=(last or 0) + 1, venue=venue, by=by, at=clock.now()
        )


def scan_file(
    edition: Edition,
    data: bytes,
    name: str,
    *,
    by: User | None = None,
    clock: Clock = DATABASE_CLOCK,
    venue: Venue | None = None,
    batch: ScanBatch | None = None,
    confirm: bool = False,
) -> list[ScanResult]:
    """Read a PDF or picture; one result a page, in order. A broken file is one rejected page."""
    batch = batch or new_batch(edition, venue=venue, by=by, clock=clock)
    intake = intake_for(batch, clock=clock, by=by, confirm=confirm)
    name = PurePath(name).name[:200]
    results: list[ScanResult] = []
    try:
        for gray in read_pages(data, name=name):
            results.append(_scan_page(intake, gray, name, len(results) + 1))
    except PaperError as error:
        scan = _new_scan(intake, name, len(results) + 1)
        results.append(ScanResult(_reject(intake, scan, error.code, None), None))
    counts = Counter(result.state for result in results)
    data_of_record = {"batch": batch.number, "pages": len(results), **counts}
    record("pages_scanned", edition=edition, by=by, data=data_of_record, clock=clock)
    return results


def _scan_page(intake: Intake, gray: Gray, name: str, page: int) -> ScanResult:
    scan = _new_scan(intake, name, page)
    image = _png(gray)
    scan.image_digest = "sha256:" + hashlib.sha256(image).hexdigest()
    scan.reader_version = READER_VERSION
    found: FoundSheet | None = None
    try:
        found = find_sheet(intake, find_codes(gray))
        scan.sheet, scan.side = found.sheet, found.side
        if reason := standing_refusal(found.sheet, found.sheet.credential):
            raise PaperError(reason)
        assert found.hit is not None
        reading = reading_of(read_side(gray, found.layout, found.side, found.hit))
    except PaperError as error:
        serial = error.params.get("serial")
        sheet = found.serial if found else str(serial) if serial else None
        return ScanResult(_reject(intake, scan, error.code, image), sheet)
    settled = _settle(intake, scan, reading, len(found.layout.sides), image)
    return ScanResult(settled, found.serial, reading.marks, reading.doubts)


def _new_scan(intake: Intake, name: str, page: int) -> Scan:
    return Scan(batch=intake.batch, file_name=name, page=page, at=intake.clock.now())


def _png(gray: Gray) -> bytes:
    done, encoded = cv2.imencode(".png", gray)
    assert done
    return encoded.tobytes()


def _settle(intake: Intake, scan: Scan, reading: Reading, sides: int, image: bytes | None) -> Scan:
    assert scan.sheet is not None
    scan.fingerprint = fingerprint_of(
        intake.keys, lookup=scan.sheet.lookup, side=reading.side, marks=reading.marks
    )
    return settle(intake, scan, reading, sides=sides, image=image)


def _reject(intake: Intake, scan: Scan, code: str, image: bytes | None) -> Scan:
    """Keep an unusable page with its reason; a sheet that nobody has read so far is REJECTED
    until it is scanned again or typed."""
    scan.state, scan.code = ScanState.REJECTED, code
    for attempt in range(TRIES):
        scan.position = next_position(scan)
        try:
            with transaction.atomic():
                counted = False
                if scan.sheet_id is not None:
                    sheet = Sheet.objects.select_for_update().get(pk=scan.sheet_id)
                    counted = sheet.state == SheetState.COUNTED
                    if sheet.state == SheetState.RELEASED and code not in NOT_THE_PAPER:
                        sheet.state = SheetState.REJECTED
                        sheet.save(update_fields=["state"])
                scan.image = intake.seal(image, for_box=counted)
                scan.save(force_insert=True)
            return scan
        except IntegrityError:
            if attempt == TRIES - 1:
                raise
    raise AssertionError("unreachable")


def type_sheet(
    edition: Edition,
    serial: str,
    marks: Iterable[Mark],
    *,
    by: User,
    clock: Clock = DATABASE_CLOCK,
    venue: Venue | None = None,
) -> ScanResult:
    """A sheet read by a person: the same table, the same uniqueness.

    Refuses a serial that leads to no readable sheet; everything else is stored like a scan.
    """
    intake = intake_for(ScanBatch(edition=edition), clock=clock, by=by)
    found, typed = find_typed(intake, serial), sorted_marks(marks)
    known = {(box.project, box.value) for side in found.layout.sides for box in side.boxes}
    if not known.issuperset(typed):
        raise refuse("malformed")
    batch = _hand_batch(edition, by, clock) or new_batch(edition, venue=venue, by=by, clock=clock)
    intake = replace(intake, batch=batch)
    for side in found.layout.sides:
        here = {box.project for box in side.boxes}
        reading = Reading(side.number, tuple(mark for mark in typed if mark[0] in here))
        scan = _new_scan(intake, "", side.number)
        scan.by_hand, scan.sheet, scan.side = True, found.sheet, side.number
        settled = _settle(intake, scan, reading, len(found.layout.sides), None)
    data = {"batch": batch.number, "pages": 1, settled.state: 1}
    record("sheet_typed", edition=edition, by=by, data=data, clock=clock)
    return ScanResult(settled, found.serial, typed)


def _hand_batch(edition: Edition, by: User, clock: Clock) -> ScanBatch | None:
    """The batch of sheets that this person is typing today."""
    mine = ScanBatch.objects.filter(edition=edition, by=by, at__date=clock.now().date())
    typed = mine.filter(scans__by_hand=True).exclude(scans__by_hand=False)
    return typed.order_by("-number").first()
