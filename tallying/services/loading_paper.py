"""Paper votes of a file, in a rehearsal: each on a sheet of its own, printed, read and counted.

So what was loaded adds up like any other paper, and its ballots can be found again in an audit.
"""

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from budgeting.clock import Clock
from budgeting.errors import Refused
from budgeting.models import Edition
from voting.models import Channel, Scan, ScanBatch, ScanState, ScanWay, Sheet, SheetState
from voting.services import locks
from voting.services.casting import put_in_box, seal_vote
from voting.services.printing import MAX_SHEETS, print_batch
from voting.services.scan_rows import new_batch


def put_on_sheets(edition: Edition, ballots: Sequence[Any], *, at: datetime, clock: Clock) -> bool:
    """Cast paper ballots (canonical choices) on new sheets; False where none can be printed.

    `at` is when they are cast, within the vote; `clock` is that of the one who loads.
    Only a rehearsal has its sheets released without a second person. A list that fits on no sheet
    has none either.
    """
    if not edition.is_test or not 1 <= len(ballots) <= MAX_SHEETS:
        return False
    try:
        printed = print_batch(edition, count=len(ballots), out=io.BytesIO(), clock=clock)
    except Refused:
        return False
    batch = new_batch(edition, clock=clock)
    batch.way = ScanWay.TYPED
    batch.save(update_fields=["way"])
    sheets = Sheet.objects.filter(batch=printed.batch).select_related("credential")
    locks.shared(edition.pk)
    for number, (sheet, choices) in enumerate(zip(sheets, ballots, strict=True)):
        first = number * len(printed.layout.sides) + 1
        _count(batch, sheet, choices, range(first, first + len(printed.layout.sides)), at)
    return True


def _count(batch: ScanBatch, sheet: Sheet, choices: Any, positions: range, at: datetime) -> None:
    """One sheet, counted: a row for each side, its vote in the box, and where it lies."""
    imprint = f"{batch.number}-{positions[0]}"
    vote = seal_vote(
        batch.edition, sheet.credential_id, choices, channel=Channel.PAPER, imprint=imprint
    )
    put_in_box(sheet.credential, vote, current=None, at=at)
    Scan.objects.bulk_create(
        Scan(
            batch=batch,
            position=position,
            by_hand=True,
            sheet=sheet,
            side=side,
            state=ScanState.ACCEPTED,
            code="ok",
            at=at,
        )
        for side, position in enumerate(positions, start=1)
    )
    sheet.state = SheetState.COUNTED
    sheet.save(update_fields=["state"])
