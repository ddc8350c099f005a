"""Scanning: from a file to one row a page, whatever is on it.

Nothing is lost and nothing is silent: a page that cannot be used is rejected with its reason and
its picture kept. Clean pages count at once where a scanner's operator runs the command; pages
uploaded on screen wait for a person (`confirm`).
"""

import hashlib
import logging
from collections import Counter
from collections.abc import Iterator

from django.db import DatabaseError

from budgeting.clock import DATABASE_CLOCK, Clock
from budgeting.models import Edition, User, Venue
from budgeting.services.recording import record
from voting.models import Scan, ScanBatch
from voting.paper.errors import PaperError
from voting.paper.qr import Gray, find_codes
from voting.services.machine import READER_VERSION, pages_of, png_of, reading_of
from voting.services.scan_rows import ScanResult, new_batch, new_scan, reject, settle_reading
from voting.services.sheets import Intake, find_sheet, intake_for, standing_refusal

logger = logging.getLogger(__name__)


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
    results = [
        _scan_page(intake, page, new_scan(intake, name, number))
        for number, page in enumerate(_pages(data), start=1)
    ]
    counts = Counter(result.state for result in results)
    noted = {"batch": batch.number, "pages": len(results), **counts}
    record("pages_scanned", edition=edition, by=by, data=noted, clock=clock)
    return results


def _pages(data: bytes) -> Iterator[Gray | PaperError]:
    """The pages of a file and, where it breaks, last of all the reason."""
    try:
        yield from pages_of(data)
    except Exception as error:
        yield _as_paper_error(error)


def _as_paper_error(error: Exception) -> PaperError:
    """What went wrong while a page was read; a fault of the database is raised again.

    Files come from outside and libraries stumble over them: the next page is read all the same.
    """
    if isinstance(error, PaperError):
        return error
    if isinstance(error, DatabaseError):
        raise error
    logger.exception("A page could not be read", exc_info=error)
    return PaperError("broken_file")


def _scan_page(intake: Intake, gray: Gray | PaperError, scan: Scan) -> ScanResult:
    image, found = None, None
    try:
        if isinstance(gray, PaperError):
            raise gray
        image = png_of(gray)
        scan.image_digest = "sha256:" + hashlib.sha256(image).hexdigest()
        scan.reader_version = READER_VERSION
        found = find_sheet(intake, find_codes(gray))
        scan.sheet, scan.side = found.sheet, found.side
        if reason := standing_refusal(found.sheet, found.sheet.credential):
            raise PaperError(reason)
        reading = reading_of(gray, found)
    except Exception as caught:
        error = _as_paper_error(caught)
        serial = found.serial if found else error.params.get("serial")
        scan = reject(intake, scan, error.code, image)
        return ScanResult(scan, str(serial) if serial else None)
    sides = len(found.layout.sides)
    scan = settle_reading(intake, scan, reading, sides=sides, image=image)
    return ScanResult(scan, found.serial, reading.marks, reading.doubts)
