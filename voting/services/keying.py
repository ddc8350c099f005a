"""Typing a sheet by hand: by the same table as a scanned one, but it takes two people.

Whoever has the number of a sheet could otherwise fill the box alone. The second person types
without having seen what the first one typed; where both say the same, the sheet counts once.
"""

from collections.abc import Iterable
from dataclasses import replace

from django.utils import timezone

from budgeting.clock import DATABASE_CLOCK, Clock
from budgeting.models import Edition, User, Venue
from budgeting.services.recording import record
from voting.errors import refuse
from voting.models import Scan, ScanBatch, ScanWay
from voting.services.adjudicating import Decision, correct
from voting.services.looking import Looked, look_at
from voting.services.page_table import HELD, TYPED_ONCE
from voting.services.readings import Mark, Reading, fingerprint_of, sorted_marks
from voting.services.scan_rows import ScanResult, new_batch, new_scan, settle_reading
from voting.services.settling import queued_of
from voting.services.sheets import FoundSheet, Intake, find_typed, intake_for
from voting.services.statements import record_difference, said_about


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

    It waits as `typed_once` until another person types the same; other marks are held, and
    a person who has typed two different things agrees with nobody.

    Refuses a serial that leads to no readable sheet (`serial_malformed`, `serial_mistyped`,
    `unknown_sheet`, `unreleased`, `void`, `spoiled`); everything else is stored like a scan.
    """
    probe = intake_for(ScanBatch(edition=edition), clock=clock, by=by)
    found, typed = find_typed(probe, serial), sorted_marks(marks)
    known = {(box.project, box.value) for side in found.layout.sides for box in side.boxes}
    if not known.issuperset(typed):
        raise refuse("malformed")
    batch = _todays(edition, by, clock, venue)
    intake = replace(probe, batch=batch)
    settled = [_settle_side(intake, found, one, by) for one in _by_side(found, typed)]
    data = {"batch": batch.number, "pages": len(found.layout.sides)}
    record("sheet_typed", edition=edition, by=by, data=data, clock=clock)
    if any(page.code == HELD for page in settled):
        record_difference(intake, by)
    return ScanResult(settled[-1], found.serial, typed)


def _by_side(found: FoundSheet, typed: tuple[Mark, ...]) -> list[Reading]:
    read = []
    for side in found.layout.sides:
        here = {box.project for box in side.boxes}
        read.append(Reading(side.number, tuple(mark for mark in typed if mark[0] in here)))
    return read


def say_marks(page: Looked, marks: Iterable[Mark], *, reason: str = "") -> Decision:
    """What a person finds on a page without having been shown a reading of it.

    Where somebody else typed the same marks of this side, both agree and theirs goes on; else it is
    noted and waits for a second person. Refuses as `correct` does.
    """
    read, scan = sorted_marks(marks), page.scan
    first = None
    if scan.by_hand and (page.reading is None or page.reading.marks != read):
        first = _typed_by_another(page.intake, scan, Reading(scan.side, read), by=page.by)
    return correct(look_at(first, by=page.by, clock=page.intake.clock) if first else page, read,
                   reason=reason)  # fmt: skip


def _settle_side(intake: Intake, found: FoundSheet, reading: Reading, by: User) -> Scan:
    """Store one side; where it says what somebody else typed, both agree and theirs goes on."""
    scan = new_scan(intake, "", reading.side)
    scan.by_hand, scan.sheet, scan.side = True, found.sheet, reading.side
    sides = len(found.layout.sides)
    settled = settle_reading(intake, scan, reading, sides=sides, image=None)
    if scan.code != "already_queued":
        return settled
    first = _typed_by_another(intake, scan, reading, by=by)
    if first is None:
        return settled
    return correct(look_at(first, by=by, clock=intake.clock), reading.marks, reason="").scan


def _typed_by_another(intake: Intake, scan: Scan, reading: Reading, *, by: User) -> Scan | None:
    """The same marks of the same side as somebody else typed them, when they still wait; none for
    whoever has said something else of the side."""
    assert scan.sheet is not None
    marks = fingerprint_of(
        intake.keys, lookup=scan.sheet.lookup, side=reading.side, marks=reading.marks
    )
    if said_about(scan, by) - {marks}:
        return None
    same = queued_of(scan).filter(by_hand=True, side=scan.side, fingerprint=marks)
    others = same.filter(code__in=(TYPED_ONCE, HELD)).exclude(batch__by=by)
    return others.select_related("batch__edition", "sheet__layout").order_by("at").first()


def _todays(edition: Edition, by: User, clock: Clock, venue: Venue | None) -> ScanBatch:
    """The batch of sheets that this person is typing today; a new one for the first sheet."""
    today = timezone.localdate(clock.now())
    # By its way: a phone of theirs that sent numbers without pictures has a pile of its own.
    mine = ScanBatch.objects.filter(edition=edition, by=by, venue=venue, way=ScanWay.TYPED)
    found = mine.filter(at__date=today).order_by("-number").first()
    return found or new_batch(edition, venue=venue, by=by, clock=clock, way=ScanWay.TYPED)
