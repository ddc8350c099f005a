"""Sheets of the demo that wait for a person, so that there is something to take pictures of."""

import io

import numpy as np

from budgeting.clock import DATABASE_CLOCK
from budgeting.models import Edition, User
from tests.voting import stacks
from voting.models import Scan, ScanState
from voting.services.printing import print_batch
from voting.services.scanning import scan_file

SHEETS: tuple[dict[str, str], ...] = (
    {"1": "cross", "4": "cross", "7": "struck"},
    {"2": "cross", "5": "scratched", "6": "cross"},
    {"3": "cross", "8": "beside"},
    {},
)
"""What hands drew on each sheet, by project: kinds of tests.voting.paper.marking."""


def bring() -> None:
    """Print, mark and scan them, unless some wait already."""
    edition = Edition.objects.addressed("demo-laken/2026").get()
    if Scan.objects.filter(batch__edition=edition, state=ScanState.QUEUED).exists():
        return
    file, random = io.BytesIO(), np.random.default_rng(2026)
    printed = print_batch(edition, count=len(SHEETS), out=file, clock=DATABASE_CLOCK)
    boxes = {box.project: box for box in printed.layout.sides[0].boxes}
    pages = []
    for page, hands in zip(stacks.rendered(file.getvalue()), SHEETS, strict=True):
        marked = page
        for project, kind in hands.items():
            marked = stacks.marked_by_hand(marked, boxes[project], kind, random)
        pages.append(marked)
    by = User.objects.get(email="facilitator2@example.org")
    scan_file(edition, stacks.as_pdf(pages), "bibliotheek.pdf", by=by)
