"""What became of scanned pages: counts by state and by code, for an edition or one batch.

Pages and files only; nothing here knows what is marked on a sheet.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from budgeting.models import Edition
from voting.models import Scan, ScanBatch, ScanState, ScanWay, Upload, UploadState
from voting.services.counted_first import may_show
from voting.services.decided import REJECTED_FOR_GOOD
from voting.services.uploads import BUSY, SILENT, seen_before

BLANK_BACK = "blank_back"
LATEST = 20


BEFORE_HAND_COUNTS = (ScanState.QUEUED, ScanState.REJECTED)


@dataclass(frozen=True)
class Progress:
    """How many pages have been read, of those that were found in the files so far."""

    read: int
    found: int


@dataclass(frozen=True)
class FileProgress:
    """One file of a batch: `read` of `upload.pages` pages are in the table (0: not known yet).

    `again`: the very same file came in before. `silent`: it has waited for long.
    """

    upload: Upload
    read: int
    again: bool
    silent: bool

    @property
    def busy(self) -> bool:
        return self.upload.state in BUSY


def pages_of_edition(edition: Edition) -> QuerySet[Scan]:
    """All pages, without what lies sealed in them."""
    scans = Scan.objects.filter(batch__edition=edition).select_related("batch")
    return scans.defer("image", "reading")


def may_tell(edition: Edition, scans: QuerySet[Scan]) -> bool:
    """Whether it is told how many of these pages count: a rehearsal always tells it, a vote once
    every place whose sheets are among them has closed its counts by hand, or the box is open."""
    known = scans.filter(Q(sheet__isnull=False) | Q(batch__venue__isnull=False)).order_by()
    pairs = known.values_list("batch__venue", "sheet__batch__venue").distinct()
    places = {printed_for if pile is None else pile for pile, printed_for in pairs}
    return edition.is_test or all(may_show(edition, place) for place in places or [None])


def to_act_on(scans: QuerySet[Scan]) -> QuerySet[Scan]:
    """Without the pages that tell what is marked or counted: decided ones and second readings."""
    return scans.exclude(state=ScanState.DUPLICATE).exclude(
        state=ScanState.REJECTED, code__in=REJECTED_FOR_GOOD
    )


def progress_of(scans: QuerySet[Scan], uploads: QuerySet[Upload]) -> Progress:
    """Pages read of pages found; those typed by hand or sent by a phone are both at once."""
    read = scans.count()
    files = uploads.annotate(read=Count("scans")).values_list("pages", "read")
    return Progress(read, read + sum(max(pages - known, 0) for pages, known in files))


def by_state(
    scans: QuerySet[Scan], states: Iterable[ScanState] = ScanState
) -> list[tuple[str, int]]:
    """How many pages are in each of these states, in their order; empty backs apart."""
    pages = scans.exclude(code=BLANK_BACK).order_by().values_list("state")
    counts = dict(pages.annotate(pages=Count("pk")))
    return [(state.value, counts.get(state.value, 0)) for state in states]


def blank_backs(scans: QuerySet[Scan]) -> int:
    return scans.filter(code=BLANK_BACK).count()


def not_counted(scans: QuerySet[Scan]) -> QuerySet[Scan]:
    """Pages that no ballot came from and that wait for nobody, the latest batch first.

    What a second person typed just as the first one did is no page of its own.
    """
    away = Q(state=ScanState.REJECTED) | Q(state=ScanState.DUPLICATE)
    scans = scans.exclude(by_hand=True, code="already_queued")
    return scans.filter(away).exclude(code=BLANK_BACK).order_by("-batch__number", "position")


def by_code(scans: QuerySet[Scan]) -> list[tuple[str, int]]:
    """The codes of these pages with how many have each, the most frequent first."""
    counted = scans.order_by().values_list("code").annotate(pages=Count("pk"))
    return list(counted.order_by("-pages", "code"))


def latest_batches(edition: Edition) -> list[ScanBatch]:
    """The batches of files handed in last, with how many of their pages are in the table."""
    batches = ScanBatch.objects.filter(edition=edition, way=ScanWay.FILES, uploads__isnull=False)
    found = batches.select_related("venue").distinct().order_by("-number")
    return list(found.annotate(pages=Count("scans", distinct=True))[:LATEST])


def busy_batches(batches: Iterable[ScanBatch]) -> set[int]:
    """Which of these batches have a file that is not read to its end, by primary key."""
    waiting = Upload.objects.filter(batch__in=list(batches), state__in=BUSY)
    return set(waiting.values_list("batch", flat=True))


def files_of(batch: ScanBatch, *, now: datetime) -> list[FileProgress]:
    """The files of a batch in the order in which they are read."""
    uploads = batch.uploads.order_by("at", "pk").annotate(read=Count("scans"))
    return [
        FileProgress(
            upload=upload,
            read=upload.read,
            again=seen_before(upload),
            silent=upload.state == UploadState.WAITING and now - upload.at > SILENT,
        )
        for upload in uploads
    ]
