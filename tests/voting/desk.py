"""What the tests of paper share: an edition with printed sheets, and a way to read one."""

import io
from dataclasses import replace
from typing import Any

from budgeting.clock import DATABASE_CLOCK, Clock, SetClock
from budgeting.models import Edition, User
from tests import build
from voting.codes import parse_code
from voting.models import Scan, Sheet, Upload
from voting.paper.layout import Layout
from voting.sealing import lookup_digest
from voting.services.keys import edition_keys
from voting.services.printing import PrintedBatch, print_batch
from voting.services.readings import Doubt, Mark, Reading, sorted_marks
from voting.services.scan_rows import new_batch, new_scan, settle_reading
from voting.services.scanning import read_pages, store_file
from voting.services.sheets import intake_for

CLOCK = SetClock(build.NOW)
WALL = DATABASE_CLOCK


def printed(
    edition: Edition, count: int = 1, *, release: bool = True, out: Any = None
) -> PrintedBatch:
    return print_batch(edition, count=count, out=out or io.BytesIO(), release=release, clock=CLOCK)


def sheet_of(edition: Edition, serial: str) -> Sheet:
    image = lookup_digest(edition_keys(edition).lookup, parse_code(serial))
    return Sheet.objects.get(edition=edition, lookup=image)


def read(
    edition: Edition,
    serial: str,
    *projects: str | tuple[str, int],
    doubt: str = "",
    picture: str = "one",
    side: int = 1,
    confirm: bool = False,
    by: User | None = None,
    clock: Clock = CLOCK,
) -> Scan:
    """A page as if a machine had read these marks in it, settled by the table."""
    batch = new_batch(edition, by=by, clock=clock)
    intake = replace(intake_for(batch, clock=clock, by=by), confirm=confirm)
    marks: list[Mark] = [one if isinstance(one, tuple) else (one, None) for one in projects]
    doubts = (Doubt(doubt, "1"),) if doubt else ()
    scan = new_scan(intake, "stack.pdf", 1)
    scan.sheet, scan.side = sheet_of(edition, serial), side
    scan.image_digest = f"sha256:{picture}"
    layout = Layout.from_json(scan.sheet.layout.document)
    return settle_reading(
        intake,
        scan,
        Reading(side, sorted_marks(marks), doubts),
        sides=len(layout.sides),
        image=picture.encode(),
    )


def serial_of(edition: Edition) -> str:
    return printed(edition).sheets[0].serial_text


def states(*scans: Scan) -> list[tuple[str, str]]:
    for scan in scans:
        scan.refresh_from_db()
    return [(scan.state, scan.code) for scan in scans]


def stored(edition: Edition, data: bytes, *, clock: Clock = CLOCK) -> Upload:
    """A file that was received, and of which nothing is read yet."""
    return store_file(new_batch(edition, clock=clock), "stack.pdf", [data], clock=clock)


def finished(upload: Upload, *, clock: Clock = CLOCK) -> list[Scan]:
    """The pages of a file, once somebody has read it as far as they may."""
    return [result.scan for result in read_pages(upload.pk, clock=clock)]
