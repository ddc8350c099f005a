"""Decided sheets: once it is known what becomes of one, nobody here can read it any more.

Once the box has been opened, a page does not even lead to its sheet.
"""

from datetime import datetime
from typing import Any

from django.utils import timezone

from budgeting.models import Edition
from voting.models import Opening, Scan, ScanState, Sheet, SheetState
from voting.services.sheets import Intake

READ_NO_MORE = ("already_counted", "already_decided", "already_queued", "void", "spoiled")
DECIDED = (SheetState.COUNTED, SheetState.BLANK, SheetState.VOID, SheetState.SPOILED)
REJECTED_FOR_GOOD = ("declared_void", "declared_blank", "voted_online_first")
NEVER_COUNTS = (*REJECTED_FOR_GOOD, "void", "spoiled", "other_edition", "other_council", "forged")
"""What is said of a sheet that is refused whenever it comes again."""

GONE: dict[str, Any] = {
    "sheet": None,
    "reading": None,
    "image": None,
    "image_digest": "",
    "fingerprint": "",
    "file_name": "",
}
"""What no page has after the opening: it keeps that it was there, and what became of it."""


def is_opened(edition: Edition) -> bool:
    """Whether the box has been opened; ask behind a lock on the edition."""
    return Opening.objects.filter(edition=edition).exists()


def unlink(scan: Scan) -> None:
    """Leave of a page that comes after the opening what the others have kept; not stored here."""
    for name, nothing in GONE.items():
        setattr(scan, name, nothing)
    scan.at = day_of(scan.at)


def day_of(moment: datetime) -> datetime:
    """The beginning of the day."""
    return timezone.localtime(moment).replace(hour=0, minute=0, second=0, microsecond=0)


def is_decided(sheet: Sheet) -> bool:
    """Whether nothing that is read from now on can change what became of the sheet."""
    if sheet.state != SheetState.REJECTED:
        return sheet.state in DECIDED
    return Scan.objects.filter(sheet=sheet, code__in=REJECTED_FOR_GOOD).exists()


def comes_again(scan: Scan, *, at: datetime) -> bool:
    """Whether scanning or typing the sheet of a refused page once more can make it count."""
    refused = scan.state == ScanState.REJECTED and scan.code not in NEVER_COUNTS
    return refused and scan.batch.edition.takes_paper(at)


def put_away(intake: Intake, sheet: Sheet) -> None:
    """Seal every picture and reading of a decided sheet to the box: no more reading here.

    Fingerprints go too: there are few possible marks, so they could be guessed with the keys.
    """
    for scan in Scan.objects.filter(sheet=sheet):
        scan.image, scan.reading = intake.reseal(scan.image), intake.reseal(scan.reading)
        scan.fingerprint = ""
        scan.save(update_fields=["image", "reading", "fingerprint"])
        for decision in scan.adjudications.all():
            decision.reading, decision.fingerprint = intake.reseal(decision.reading), ""
            decision.save(update_fields=["reading", "fingerprint"])
