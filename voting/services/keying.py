"""Typing a sheet by hand: the same table and the same uniqueness as for a scanned one."""

from collections.abc import Iterable
from dataclasses import replace

from budgeting.clock import DATABASE_CLOCK, Clock
from budgeting.models import Edition, User, Venue
from budgeting.services.recording import record
from voting.errors import refuse
from voting.models import ScanBatch
from voting.services.readings import Mark, Reading, sorted_marks
from voting.services.scan_rows import ScanResult, new_batch, new_scan, settle_reading
from voting.services.sheets import find_typed, intake_for


def type_sheet(
    edition: Edition,
    serial: str,
    marks: Iterable[Mark],
    *,
    by: User,
    clock: Clock = DATABASE_CLOCK,
    venue: Venue | None = None,
) -> ScanResult:
    """A sheet read by a person, all its sides at once; the result is that of the last side.

    Refuses a serial that leads to no readable sheet (`serial_malformed`, `serial_mistyped`,
    `unknown_sheet`, `unreleased`, `void`, `spoiled`); everything else is stored like a scan.
    """
    probe = intake_for(ScanBatch(edition=edition), clock=clock, by=by)
    found, typed = find_typed(probe, serial), sorted_marks(marks)
    known = {(box.project, box.value) for side in found.layout.sides for box in side.boxes}
    if not known.issuperset(typed):
        raise refuse("malformed")
    batch = _todays(edition, by, clock) or new_batch(edition, venue=venue, by=by, clock=clock)
    intake = replace(probe, batch=batch)
    for side in found.layout.sides:
        here = {box.project for box in side.boxes}
        reading = Reading(side.number, tuple(mark for mark in typed if mark[0] in here))
        scan = new_scan(intake, "", side.number)
        scan.by_hand, scan.sheet, scan.side = True, found.sheet, side.number
        settled = settle_reading(intake, scan, reading, sides=len(found.layout.sides), image=None)
    data = {"batch": batch.number, "pages": len(found.layout.sides)}
    record("sheet_typed", edition=edition, by=by, data=data, clock=clock)
    return ScanResult(settled, found.serial, typed)


def _todays(edition: Edition, by: User, clock: Clock) -> ScanBatch | None:
    """The batch of sheets that this person is typing today."""
    mine = ScanBatch.objects.filter(edition=edition, by=by, at__date=clock.now().date())
    typed = mine.filter(scans__by_hand=True).exclude(scans__by_hand=False)
    return typed.order_by("-number").first()
