"""Rows of a scan batch: what scanned and typed sheets have in common on their way to the table."""

from dataclasses import dataclass
from pathlib import PurePath

from django.db import IntegrityError, transaction
from django.db.models import Max

from budgeting.clock import Clock
from budgeting.models import Edition, User, Venue
from voting.errors import reason_of
from voting.models import Scan, ScanBatch, ScanState, ScanWay, Sheet, SheetState
from voting.services import locks
from voting.services.decided import READ_NO_MORE, is_decided, is_opened, unlink
from voting.services.readings import Doubt, Mark, Reading, fingerprint_of
from voting.services.settling import TRIES, next_position, settle
from voting.services.sheets import Intake

NOT_THE_PAPER = ("void", "spoiled", "unreleased")


@dataclass(frozen=True)
class ScanResult:
    """What became of one page; marks and doubts are for whoever handles the sheet.

    `sheet` is its serial as printed, None where no genuine one was found.
    """

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
    edition: Edition,
    *,
    venue: Venue | None = None,
    by: User | None = None,
    clock: Clock,
    way: ScanWay = ScanWay.FILES,
) -> ScanBatch:
    """A batch of pages that are read in one go."""
    with transaction.atomic():
        held = locks.alone(edition.pk)
        last = ScanBatch.objects.filter(edition=held).aggregate(last=Max("number"))["last"]
        return ScanBatch.objects.create(
            edition=held, number=(last or 0) + 1, venue=venue, by=by, at=clock.now(), way=way
        )


def new_scan(intake: Intake, name: str, page: int) -> Scan:
    """A page that is not stored yet."""
    name = printable(PurePath(name).name)[:200]
    return Scan(batch=intake.batch, file_name=name, page=page, at=intake.clock.now())


def printable(name: str) -> str:
    """The name of a file with a question mark for every byte that is no UTF-8."""
    return name.encode("utf-8", "replace").decode()


def settle_reading(
    intake: Intake, scan: Scan, reading: Reading, *, sides: int, image: bytes | None
) -> Scan:
    """Give the reading its fingerprint and let the table decide; returns the stored scan."""
    assert scan.sheet is not None
    scan.fingerprint = fingerprint_of(
        intake.keys, lookup=scan.sheet.lookup, side=reading.side, marks=reading.marks
    )
    return settle(intake, scan, reading, sides=sides, image=image)


def reject(intake: Intake, scan: Scan, code: str, image: bytes | None) -> Scan:
    """Keep an unusable page with its reason and its picture; after the opening its reason only."""
    scan.state, scan.code = ScanState.REJECTED, code
    for attempt in range(TRIES):
        scan.position = next_position(scan)
        try:
            with transaction.atomic():
                if is_opened(locks.shared(intake.edition.pk)):
                    unlink(scan)
                else:
                    scan.image = intake.seal(image, for_box=_note_on_sheet(scan))
                scan.save(force_insert=True)
            return scan
        except IntegrityError:
            if attempt == TRIES - 1:
                raise
    raise AssertionError("unreachable")


def _note_on_sheet(scan: Scan) -> bool:
    """A sheet of which nothing else was read is REJECTED until it is scanned again or typed.

    Returns whether it was decided already: then its picture must not be readable here.
    """
    if scan.sheet_id is None:
        return False
    sheet = Sheet.objects.select_for_update().get(pk=scan.sheet_id)
    if sheet.state == SheetState.RELEASED and scan.code not in NOT_THE_PAPER:
        sheet.state = SheetState.REJECTED
        sheet.save(update_fields=["state"])
    return is_decided(sheet) or scan.code in READ_NO_MORE
