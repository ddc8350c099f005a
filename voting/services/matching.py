"""Matching by hand: a person reads the number of a sheet whose page no machine could read.

The page then waits like any other, by the same table, and two people say what is marked on it:
there is no reading of a machine to agree with. A page is matched once; its picture stays.
"""

from django.db import transaction

from budgeting.clock import DATABASE_CLOCK, Clock
from budgeting.errors import Refused
from budgeting.models import User
from budgeting.services.recording import record
from voting.errors import refuse
from voting.models import Scan, ScanState, SheetLayout
from voting.paper.errors import PaperError
from voting.services.decided import is_decided
from voting.services.page_table import HELD, Facts, verdict
from voting.services.settling import Joined, Locked, follow, lock, queued_of
from voting.services.sheets import (
    FoundSheet,
    Intake,
    find_by_serial,
    find_typed,
    intake_for,
    standing_refusal,
)

MATCHABLE = (
    *("no_code", "several_codes", "not_a_sheet_code", "unknown_version", "unknown_sheet"),
    *("corner_missing", "wrong_scale", "too_blurred", "fold_or_streak", "two_tones"),
    "broken_file",
)
"""Why a page could not be read although it may show a sheet of this vote."""


def can_match(scan: Scan) -> bool:
    """Whether the page was refused unread and nobody has read its number yet."""
    unread = scan.state == ScanState.REJECTED and scan.code in MATCHABLE
    return unread and scan.matched_by_id is None and scan.image is not None


def match_page(
    scan: Scan, serial: str, *, side: int = 1, by: User, clock: Clock = DATABASE_CLOCK
) -> Scan:
    """Say which side of which sheet a refused page shows; returns the page as it now stands.

    It becomes `matched` and waits; `held_second_reading` where another reading waits; a duplicate
    where the sheet is counted or decided. Refuses `not_to_match` (no such page, or matched
    already), `picture_sealed`, `other_sheet` for a page whose own symbol was read, `no_such_side`,
    what `find_typed` refuses, and `intake_closed`: then nothing has changed.
    """
    intake = intake_for(scan.batch, clock=clock, by=by)
    found = find_typed(intake, serial)
    if not 1 <= side <= len(found.layout.sides):
        raise refuse("no_such_side")
    with transaction.atomic():
        held = lock(intake, found.sheet.pk)
        page = _locked_page(intake, scan, found, side)
        before = page.code
        page.sheet, page.side, page.matched_by = held.sheet, side, by
        _settle(intake, held, page)
        data = {"batch": page.batch.number, "code": before}
        record("page_matched", edition=held.edition, by=by, data=data, clock=clock)
    return page


def sides_of(scan: Scan, typed: str = "", *, clock: Clock = DATABASE_CLOCK) -> int:
    """How many sides the sheet of the typed number has; before one is known, as many as all
    sheets of the edition have at least: nobody is asked for the side of a sheet of one side."""
    try:
        return len(find_by_serial(intake_for(scan.batch, clock=clock), typed).layout.sides)
    except (Refused, PaperError):  # `match_page` says what is wrong with the number
        layouts = SheetLayout.objects.filter(edition=scan.batch.edition)
        return min((len(one.document["sides"]) for one in layouts), default=1)


def _locked_page(intake: Intake, scan: Scan, found: FoundSheet, side: int) -> Scan:
    """The page under its lock, still to be matched, with this sheet and no other."""
    page = Scan.objects.select_for_update(of=("self",)).select_related("batch").get(pk=scan.pk)
    if not can_match(page):
        raise refuse("not_to_match")
    if intake.unseal(page.image) is None:
        raise refuse("picture_sealed")
    if page.sheet_id is not None and (page.sheet_id, page.side) != (found.sheet.pk, side):
        raise refuse("other_sheet")
    return page


def _settle(intake: Intake, held: Locked, page: Scan) -> None:
    """Let the table decide on a page of which nobody has read the marks."""
    if held.opened:
        raise refuse("intake_closed")
    rivals = list(queued_of(page).filter(side=page.side))
    page.state, page.code = verdict(
        Facts(
            refusal=standing_refusal(held.sheet, held.credential),
            counted=held.sheet.state == "counted",
            decided=is_decided(held.sheet),
            late=not held.edition.takes_paper(page.at),
            rival=bool(rivals),
            rescan=any(one.image_digest == page.image_digest for one in rivals),
            matched=True,
        )
    )
    if page.state == ScanState.REJECTED:
        raise refuse(page.code)
    if page.state == ScanState.DUPLICATE:
        page.image = intake.reseal(page.image)
    page.save()
    if page.code == HELD:
        queued_of(page).filter(side=page.side).update(code=HELD)
    if page.state == ScanState.QUEUED:
        follow(intake, held, page, Joined(frozenset(), complete=False))
