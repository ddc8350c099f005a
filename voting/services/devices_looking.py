"""What a picture from a phone shows, beside what a person tapped: machine and person must agree."""

import hashlib
import logging
from dataclasses import dataclass, replace
from threading import BoundedSemaphore

from voting.codes import CodedError
from voting.errors import refuse
from voting.paper.errors import PaperError
from voting.paper.qr import CodeHit, Gray, find_codes
from voting.phone_note import Note
from voting.services.machine import pages_of, picture_of, reading_of
from voting.services.page_table import TAPPED_ONLY
from voting.services.readings import Doubt, Mark, Reading, sorted_marks
from voting.services.sheets import FoundSheet, Intake, find_by_serial, find_sheet, standing_refusal

logger = logging.getLogger(__name__)

PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
PHOTO_SECONDS = 20.0  # a phone waits meanwhile, and a part of the web server
AT_ONCE = BoundedSemaphore(2)  # photos that one web process opens: its other threads stay free
PATIENCE = 5.0  # seconds in which one of the two may end; then the phone tries again later
NOTHING_FOUND = ("no_code", "not_a_sheet_code")
DIFFERS = "differs_from_tapped"


@dataclass(frozen=True)
class Seen:
    """What is in the picture: `picture` as it is kept, None where there is no picture."""

    picture: bytes | None = None
    gray: Gray | None = None
    hits: tuple[CodeHit, ...] = ()

    @property
    def digest(self) -> str:
        return "sha256:" + hashlib.sha256(self.picture).hexdigest() if self.picture else ""


def see(image: bytes) -> Seen:
    """Open a picture in the bounded process. Refuses `not_an_image`, `busy` and what that refuses.

    Nothing is stored of what is not opened: the phone keeps it.
    """
    if not image:
        return Seen()
    if not image.startswith(PICTURES):
        raise refuse("not_an_image")
    if not AT_ONCE.acquire(timeout=PATIENCE):
        raise refuse("busy")
    try:
        gray = next(pages_of([image], seconds=PHOTO_SECONDS))  # the process ends with the iterator
        return Seen(picture_of(gray), gray, tuple(find_codes(gray)))
    except (CodedError, StopIteration) as error:
        raise refuse(getattr(error, "code", "broken_file")) from None
    finally:
        AT_ONCE.release()


def find(intake: Intake, note: Note, seen: Seen) -> FoundSheet:
    """The sheet in the picture, else the one whose symbol or number the phone sent.

    PaperError as `find_sheet`, and `other_sheet_in_picture` where the two are not the same. A
    sheet that the picture does not prove has no `hit`.
    """
    pictured = _pictured(intake, seen)
    told = _told(intake, note)
    if pictured is None:
        return told
    if told.sheet != pictured.sheet or told.side != pictured.side:
        raise PaperError("other_sheet_in_picture", serial=told.serial)
    return pictured


def _pictured(intake: Intake, seen: Seen) -> FoundSheet | None:
    try:
        return find_sheet(intake, list(seen.hits))
    except PaperError as error:
        if error.code in NOTHING_FOUND:
            return None
        raise


def _told(intake: Intake, note: Note) -> FoundSheet:
    if note.code:
        return replace(find_sheet(intake, [CodeHit(note.code, ())]), hit=None)
    found = find_by_serial(intake, note.serial)
    if note.side > len(found.layout.sides):
        raise PaperError("forged", serial=found.serial)
    return replace(found, side=note.side)


def reading_in(found: FoundSheet, note: Note, seen: Seen) -> Reading:
    """What was read on a side: the machine's reading, in doubt where the person saw another.

    Where the machine cannot read the picture, what was tapped, as `photo_unreadable`. Refuses
    `malformed` for a mark that this side has no box for, and PaperError `void` and the like.
    """
    if reason := standing_refusal(found.sheet, found.sheet.credential):
        raise PaperError(reason, serial=found.serial)
    tapped = sorted_marks(note.marks)
    known = {(box.project, box.value) for box in found.layout.side(found.side).boxes}
    if not known.issuperset(tapped):
        raise refuse("malformed")
    machine = _machine_reading(found, seen)
    if machine is None:
        doubts = (Doubt(TAPPED_ONLY, ""),) if seen.picture else ()
        return Reading(found.side, tapped, doubts)
    return replace(machine, doubts=(*_differences(machine, tapped), *machine.doubts))


def _machine_reading(found: FoundSheet, seen: Seen) -> Reading | None:
    if found.hit is None or seen.gray is None:
        return None
    try:
        return reading_of(seen.gray, found)
    except Exception as error:  # a photo over which a library stumbles is one nobody can read
        if not isinstance(error, PaperError):
            logger.exception("A photo could not be read", exc_info=error)
        return None


def _differences(machine: Reading, tapped: tuple[Mark, ...]) -> tuple[Doubt, ...]:
    """Boxes of which the machine is sure and the person says something else."""
    unsure = {(doubt.project, doubt.value) for doubt in machine.doubts}
    differing = (set(machine.marks) ^ set(tapped)) - unsure
    return tuple(Doubt(DIFFERS, project, value) for project, value in sorted_marks(differing))
