"""Pages of paper that no machine can settle: read twice, without a code, matched by a person."""

from budgeting.models import Edition, User
from tests.voting import stacks
from voting.models import Scan
from voting.services.matching import match_page
from voting.services.scanning import scan_file

HELD, FAINT, TORN, MATCHED = (
    *("a sheet read twice", "faint marks"),
    *("a page without its code", "a page of which nobody read the marks"),
)


def odd_pages(edition: Edition, by: User) -> dict[str, Scan]:
    """One page of each kind, of real printed, marked and scanned sheets."""
    batch, pages = stacks.stack(edition, ["1"], ["2"], ["3"], ["4"])
    boxes = batch.layout.sides[0].boxes
    for page in pages[:2]:
        stacks.cross(page, boxes[5], shade=205, width=3)
    again = pages[0].copy()
    stacks.cross(again, boxes[6])
    torn = [stacks.covered(page, batch) for page in pages[2:]]
    rows = scan_file(edition, stacks.as_pdf([*pages[:2], *torn, again]), "vreemd.pdf", by=by)
    scans = [row.scan for row in rows]
    match_page(scans[3], batch.sheets[3].serial_text, by=by)
    return {HELD: scans[0], FAINT: scans[1], TORN: scans[2], MATCHED: scans[3]}
