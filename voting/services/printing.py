"""Printing: random serials on paper, their keyed images in the database, and nothing in between.

A serial exists in the PDF and in the call that made it. Sheets are printed in batches, released
in batches, and never tied to a resident.
"""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Max

from budgeting.clock import DATABASE_CLOCK, Clock
from budgeting.models import Edition, User, Venue
from budgeting.phases import Phase
from budgeting.services.recording import record
from voting.errors import refuse
from voting.models import (
    Credential,
    CredentialKind,
    CredentialState,
    PrintBatch,
    PrintState,
    Sheet,
    SheetLayout,
    SheetState,
    Variant,
)
from voting.paper.geometry import Layout
from voting.paper.pdf import Sink
from voting.paper.sheet import Outer, render_sheets
from voting.services import locks
from voting.services.keys import edition_keys
from voting.services.print_cover import outer_of
from voting.services.print_stack import RandomBytes, Stack
from voting.services.second_person import is_settled, require_settled
from voting.services.sheet_layouts import layout_of
from voting.services.sheet_words import heading_of

MAX_SHEETS = 20_000
BULK = 1000
ON_PAPER = (PrintState.READY, PrintState.FETCHED)
"""States in which a batch has its sheets."""


class Overtaken(Exception):
    """Somebody else makes this batch by now, or it was given up."""


@dataclass(frozen=True)
class PrintedBatch:
    """A batch that went to paper. `sheets` know the serials: they are stored nowhere else."""

    batch: PrintBatch
    layout: Layout
    sheets: Stack
    pages: int
    outer: Outer


def print_batch(
    edition: Edition,
    *,
    count: int,
    out: Sink,
    venue: Venue | None = None,
    by: User | None = None,
    variant: str = Variant.STANDARD,
    release: bool = False,
    cover: bool = False,
    clock: Clock = DATABASE_CLOCK,
    random_bytes: RandomBytes = secrets.token_bytes,
) -> PrintedBatch:
    """Write the PDF of `count` new sheets to `out`, then store them; all or none.

    `cover` adds the first and the last page. Sheets of a test edition are released at once.
    Refuses as `new_print_batch` does, and `printed_by_you`.
    """
    if release and not edition.is_test:
        raise refuse("printed_by_you")
    new = partial(new_print_batch, edition, state=PrintState.MAKING, clock=clock)
    batch = new(count=count, venue=venue, by=by, variant=variant)
    try:
        made = fill(batch, out, cover=cover, random_bytes=random_bytes)
        store(made, state=PrintState.FETCHED, clock=clock)
    except BaseException:
        batch.delete()
        raise
    return made


def new_print_batch(
    edition: Edition,
    *,
    count: int,
    venue: Venue | None,
    by: User | None,
    variant: str,
    state: PrintState,
    clock: Clock,
) -> PrintBatch:
    """The edition's next numbered batch, without sheets.

    Refuses `rules_not_frozen`, `printing_is_over`, `bad_count`, `other_venue` and `bad_layout`.
    """
    _check(edition, count, venue)
    layout_of(edition, variant)
    with transaction.atomic():
        held = locks.alone(edition.pk)
        last = PrintBatch.objects.filter(edition=held).aggregate(last=Max("number"))["last"]
        now, number = clock.now(), (last or 0) + 1
        asked = {"venue": venue, "by": by, "size": count, "variant": variant}
        return PrintBatch.objects.create(
            edition=held, number=number, state=state, at=now, told_at=now, **asked
        )


def _check(edition: Edition, count: int, venue: Venue | None) -> None:
    check_printable(edition)
    if not 1 <= count <= MAX_SHEETS:
        raise refuse("bad_count", max=MAX_SHEETS)
    if venue is not None and venue.council_id != edition.council_id:
        raise refuse("other_venue")


def check_printable(edition: Edition) -> None:
    """Refuse `rules_not_frozen` and `printing_is_over`."""
    if not edition.rule_sets.exists():
        raise refuse("rules_not_frozen")
    if edition.phase != Phase.VOTING:
        raise refuse("printing_is_over")


def fill(
    batch: PrintBatch,
    out: Sink,
    *,
    cover: bool,
    random_bytes: RandomBytes,
    told: Callable[[int], None] | None = None,
) -> PrintedBatch:
    """Write the PDF of a batch; `told` hears of every sheet. Nothing is stored yet."""
    edition = batch.edition
    layout, _stored = layout_of(edition, batch.variant)
    keys, heading = edition_keys(edition), heading_of(edition, batch.variant)
    sheets = Stack(edition, layout, keys, count=batch.size, random_bytes=random_bytes)
    outer = outer_of(batch, layout) if cover else Outer()
    pages = render_sheets(layout, heading, sheets, out, outer=outer, made=told)
    return PrintedBatch(batch, layout, sheets, pages, outer)


def store(made: PrintedBatch, *, state: PrintState, clock: Clock) -> None:
    """The sheets, the line in the audit trail and the state of the batch, in one transaction.

    Refuses `printing_is_over`; raises `Overtaken` unless the batch is still being made here.
    """
    batch, known = made.batch, made.sheets.known()
    with transaction.atomic():
        edition = locks.shared(batch.edition_id)
        check_printable(edition)
        held = PrintBatch.objects.select_for_update().get(pk=batch.pk)
        if held.state != PrintState.MAKING or held.file != batch.file:
            raise Overtaken
        layout = SheetLayout.objects.get(edition=edition, version=made.layout.version)
        for start in range(0, len(known), BULK):
            _store(batch, layout, known[start : start + BULK])
        held.state, held.made, held.told_at = state, batch.size, clock.now()
        held.save(update_fields=["state", "made", "told_at"])
        noted = {"batch": batch.number, "sheets": batch.size, "layout": layout.digest}
        record("sheets_printed", edition=edition, by=batch.by, data=noted, clock=clock)
        if edition.is_test:
            batch.released_at = release_batch(held, by=batch.by, clock=clock).released_at
    batch.state, batch.made, batch.told_at = held.state, held.made, held.told_at


def _store(batch: PrintBatch, layout: SheetLayout, known: Sequence[tuple[str, str]]) -> None:
    """Rows for the lookup and the device hash of each sheet."""
    common: dict[str, Any] = {"edition": batch.edition}
    rights = [
        Credential(**common, kind=CredentialKind.SHEET, state=CredentialState.PRINTED)
        for _ in known
    ]
    Credential.objects.bulk_create(rights)
    Sheet.objects.bulk_create(
        Sheet(
            **common,
            batch=batch,
            layout=layout,
            credential=right,
            lookup=image,
            device_hash=known_by,
        )
        for right, (image, known_by) in zip(rights, known, strict=True)
    )


def release_batch(
    batch: PrintBatch, *, by: User | None = None, clock: Clock = DATABASE_CLOCK
) -> PrintBatch:
    """PRINTED → RELEASED for all sheets of a batch: now they can be scanned. Repeatable.

    Refuses `not_printed_yet`: the file is still to be made or fetched; and, but for the sheets of
    a test edition, `printed_by_you`, `role_too_new` and `printer_too_new`: whoever printed has the
    numbers of all sheets, and would need nobody else to make use of them.
    """
    with transaction.atomic():
        held = PrintBatch.objects.select_for_update().select_related("edition").get(pk=batch.pk)
        if held.released_at is None:
            _check_release(held, by, clock)
            held.released_at = clock.now()
            held.save(update_fields=["released_at"])
            # In the order in which a page is settled: sheets, then rights to vote.
            sheets = Sheet.objects.filter(batch=held, state=SheetState.PRINTED)
            count = sheets.update(state=SheetState.RELEASED)
            rights = Credential.objects.filter(sheet__batch=held, state=CredentialState.PRINTED)
            rights.update(state=CredentialState.RELEASED)
            data = {"batch": held.number, "sheets": count}
            record("sheets_released", edition=held.edition, by=by, data=data, clock=clock)
    batch.released_at = held.released_at
    return held


def _check_release(batch: PrintBatch, by: User | None, clock: Clock) -> None:
    if batch.edition.is_test and batch.state in ON_PAPER:
        return
    if batch.state != PrintState.FETCHED:
        raise refuse("not_printed_yet")
    if batch.by_id == (by.pk if by else None):
        raise refuse("printed_by_you")
    council, now = batch.edition.council, clock.now()
    if by is not None:
        require_settled(by, council, now)
    if batch.by is not None and not is_settled(batch.by, council, now):
        raise refuse("printer_too_new")
