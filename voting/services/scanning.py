"""Scanning: from a file to one row a page, whatever is on it.

Nothing is lost and nothing is silent: a page that cannot be used is rejected with its reason and
its picture kept. Clean pages count at once where the rules of the edition say so, else they wait
for a person. The file is stored before it is read (`uploads`), each page is a transaction of its
own, and whoever goes on after somebody else's end begins behind the last page that is stored.
"""

import hashlib
import logging
from collections.abc import Generator, Iterable, Iterator
from dataclasses import replace
from uuid import UUID

from django.db import DatabaseError, IntegrityError
from django.db.models import Max

from budgeting.clock import DATABASE_CLOCK, Clock
from budgeting.models import Edition, User, Venue
from voting.models import PaperRules, Scan, ScanBatch, Upload
from voting.paper.blank import is_blank
from voting.paper.errors import PaperError
from voting.paper.qr import Gray, find_codes
from voting.services.machine import READER_VERSION, pages_of, picture_of, reading_of
from voting.services.scan_rows import ScanResult, new_batch, new_scan, reject, settle_reading
from voting.services.sheets import Intake, find_sheet, intake_for, standing_refusal
from voting.services.uploads import (
    Sealing,
    claim,
    finish,
    intake_key,
    next_of,
    parts_of,
    store_upload,
    tell,
)

logger = logging.getLogger(__name__)

MOST_TRIES = 5  # to read a page: one that ends its worker each time is refused in the end
MOST_BROKEN = 10  # pages of a file that are stepped over; behind them nothing is opened any more

Page = Gray | PaperError


def scan_file(
    edition: Edition,
    data: bytes,
    name: str,
    *,
    by: User | None = None,
    clock: Clock = DATABASE_CLOCK,
    venue: Venue | None = None,
    batch: ScanBatch | None = None,
) -> list[ScanResult]:
    """Store and read a PDF or picture; one result a page, in order."""
    batch = batch or new_batch(edition, venue=venue, by=by, clock=clock)
    upload = store_file(batch, name, [data], clock=clock)
    return list(read_pages(upload.pk, clock=clock))


def store_file(
    batch: ScanBatch, name: str, chunks: Iterable[bytes], *, clock: Clock = DATABASE_CLOCK
) -> Upload:
    """Store a file that comes in chunks of any size; nothing is read of it yet."""
    seal = Sealing(intake_key(batch.edition))
    return store_upload(batch, name, seal.through(chunks), seal, at=clock.now())


def read_to_the_end(upload_id: UUID, *, clock: Clock = DATABASE_CLOCK) -> UUID | None:
    """Read a file as far as nobody else does; the next file of its batch, once it has been read."""
    for _result in read_pages(upload_id, clock=clock):
        pass
    return next_of(Upload.objects.values_list("batch", flat=True).get(pk=upload_id))


def read_pages(
    upload_id: UUID, *, clock: Clock = DATABASE_CLOCK
) -> Generator[ScanResult, None, None]:
    """The pages of a stored file that are in no table yet, each stored when it is given.

    Nothing comes from a file that is finished or that somebody else reads. A broken file is one
    rejected page.
    """
    upload = Upload.objects.select_related("batch__edition__council", "batch__by").get(pk=upload_id)
    intake = _intake_of(upload, clock)
    if not claim(upload, clock=clock):
        return
    last = Scan.objects.filter(upload=upload).aggregate(last=Max("page"))["last"] or 0
    for number, page in _pages(upload, intake, last + 1):
        result = _store(intake, page, upload, number)
        if result is not None:
            yield result
        if not tell(upload, clock=clock, tries=0):
            return
    finish(upload, upload.code, clock=clock)


def _intake_of(upload: Upload, clock: Clock) -> Intake:
    batch = upload.batch
    confirm = not PaperRules.of(batch.edition).clean_counts
    intake = intake_for(batch, clock=clock, by=batch.by, confirm=confirm)
    return replace(intake, received=upload.at)


def _pages(upload: Upload, intake: Intake, first: int) -> Iterator[tuple[int, Page]]:
    """The pages from the `first` one on, each behind its number; an unreadable one is its error.

    Behind such a page a new process opens the file and goes on. A file of which not even the
    number of pages is known gives one error, and keeps the code.
    """
    number, error = first, None
    if upload.tries > MOST_TRIES:
        error = PaperError("broken_file")
    for _broken in range(MOST_BROKEN):
        if error is None:
            for gray in (opened := _Opened(upload, intake, number)):
                yield number, gray
                number += 1
            error = opened.error
        if error is None:
            return
        if not upload.pages:
            upload.code = error.code
            if number == 1 or number > first:
                yield number, error
            return
        yield number, error
        number, error = number + 1, None
        if number > upload.pages:
            return
    for rest in range(number, upload.pages + 1):
        yield rest, PaperError("broken_file")


class _Opened:
    """A file opened from a page on; `error` says afterwards why it broke off."""

    def __init__(self, upload: Upload, intake: Intake, first: int) -> None:
        self.error: PaperError | None = None
        self._upload, self._intake, self._first = upload, intake, first

    def __iter__(self) -> Iterator[Gray]:
        parts = parts_of(self._upload, self._intake.keys.intake_private)
        try:
            yield from pages_of(parts, first=self._first, counted=self._counted)
        except Exception as error:
            self.error = _as_paper_error(error)

    def _counted(self, pages: int) -> None:
        self._upload.pages = pages
        tell(self._upload, clock=self._intake.clock, pages=pages)


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


def _store(intake: Intake, page: Page, upload: Upload, number: int) -> ScanResult | None:
    """The one row of a page; None when another worker has just written it."""
    scan = new_scan(intake, upload.file_name, number)
    scan.upload = upload
    try:
        return _scan_page(intake, page, scan)
    except IntegrityError:
        if Scan.objects.filter(upload=upload, page=number).exists():
            return None
        raise


def _scan_page(intake: Intake, gray: Page, scan: Scan) -> ScanResult:
    image, found = None, None
    try:
        if isinstance(gray, PaperError):
            raise gray
        image = picture_of(gray)
        scan.image_digest = "sha256:" + hashlib.sha256(image).hexdigest()
        scan.reader_version = READER_VERSION
        hits = find_codes(gray)
        if not hits and is_blank(gray):
            image, scan.image_digest = None, ""
            raise PaperError("blank_back")
        found = find_sheet(intake, hits)
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
