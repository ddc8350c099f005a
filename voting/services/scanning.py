"""Scanning: from a file to one row a page, whatever is on it.

Nothing is lost and nothing is silent: a page that cannot be used is rejected with its reason and
its picture kept. Clean pages count at once where a scanner's operator runs the command; pages
uploaded on screen wait for a person (`confirm`).
"""

import hashlib
from collections import Counter
from pathlib import PurePath

from budgeting.clock import DATABASE_CLOCK, Clock
from budgeting.models import Edition, User, Venue
from budgeting.services.recording import record
from voting.models import ScanBatch
from voting.paper.errors import PaperError
from voting.paper.qr import Gray, find_codes
from voting.services.machine import READER_VERSION, pages_of, png_of, reading_of
from voting.services.scan_rows import ScanResult, new_batch, new_scan, reject, settle_reading
from voting.services.sheets import FoundSheet, Intake, find_sheet, intake_for, standing_refusal


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
        for gray in pages_of(data):
            results.append(_scan_page(intake, gray, name, len(results) + 1))
    except PaperError as error:
        scan = new_scan(intake, name, len(results) + 1)
        results.append(ScanResult(reject(intake, scan, error.code, None), None))
    counts = Counter(result.state for result in results)
    noted = {"batch": batch.number, "pages": len(results), **counts}
    record("pages_scanned", edition=edition, by=by, data=noted, clock=clock)
    return results


def _scan_page(intake: Intake, gray: Gray, name: str, page: int) -> ScanResult:
    scan = new_scan(intake, name, page)
    image = png_of(gray)
    scan.image_digest = "sha256:" + hashlib.sha256(image).hexdigest()
    scan.reader_version = READER_VERSION
    found: FoundSheet | None = None
    try:
        found = find_sheet(intake, find_codes(gray))
        scan.sheet, scan.side = found.sheet, found.side
        if reason := standing_refusal(found.sheet, found.sheet.credential):
            raise PaperError(reason)
        reading = reading_of(gray, found)
    except PaperError as error:
        serial = found.serial if found else error.params.get("serial")
        scan = reject(intake, scan, error.code, image)
        return ScanResult(scan, str(serial) if serial else None)
    sides = len(found.layout.sides)
    scan = settle_reading(intake, scan, reading, sides=sides, image=image)
    return ScanResult(scan, found.serial, reading.marks, reading.doubts)
