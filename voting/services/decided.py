"""Decided sheets: once it is known what becomes of one, nobody here can read it any more."""

from voting.models import Scan, Sheet, SheetState
from voting.services.sheets import Intake

READ_NO_MORE = ("already_counted", "already_decided", "already_queued", "void", "spoiled")
DECIDED = (SheetState.COUNTED, SheetState.BLANK, SheetState.VOID, SheetState.SPOILED)
REJECTED_FOR_GOOD = ("declared_void", "declared_blank", "voted_online_first")


def is_decided(sheet: Sheet) -> bool:
    """Whether nothing that is read from now on can change what became of the sheet."""
    if sheet.state != SheetState.REJECTED:
        return sheet.state in DECIDED
    return Scan.objects.filter(sheet=sheet, code__in=REJECTED_FOR_GOOD).exists()


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
