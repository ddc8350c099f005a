"""Printing: random serials on paper, their keyed images in the database, and nothing in between.

A serial exists in the PDF and in the call that made it. Sheets are printed in batches, released
in batches, and never tied to a resident.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, BinaryIO

from django.db import transaction
from django.db.models import Max

from budgeting.clock import DATABASE_CLOCK, Clock
from budgeting.models import Edition, User, Venue
from budgeting.phases import Phase
from budgeting.services.recording import record
from voting.codes import CodedError, encode_bytes
from voting.errors import refusal_of, refuse
from voting.models import (
    Credential,
    CredentialKind,
    CredentialState,
    PrintBatch,
    Sheet,
    SheetLayout,
    SheetState,
)
from voting.paper.code import MAX_NIBBLE, SERIAL_BYTES, SheetCode, device_hash, encode, serial_text
from voting.paper.errors import PaperError
from voting.paper.layout import Layout, make_layout
from voting.paper.sheet import SheetPrint, render_sheets
from voting.sealing import EditionKeys, lookup_digest
from voting.services import locks
from voting.services.ballot_list import projects_of
from voting.services.keys import edition_keys
from voting.services.sheet_words import heading_of, sheet_projects

RandomBytes = Callable[[int], bytes]
MAX_SHEETS = 20_000
BULK = 1000


@dataclass(frozen=True)
class PrintedBatch:
    """A batch that went to paper. `sheets` hold the serials: they are stored nowhere else."""

    batch: PrintBatch
    layout: Layout
    sheets: tuple[SheetPrint, ...]
    pages: int


def print_batch(
    edition: Edition,
    *,
    count: int,
    out: BinaryIO,
    venue: Venue | None = None,
    by: User | None = None,
    release: bool = False,
    clock: Clock = DATABASE_CLOCK,
    random_bytes: RandomBytes = secrets.token_bytes,
) -> PrintedBatch:
    """Write the PDF of `count` new sheets to `out`, then store them; all or none.

    Sheets of a test edition are released at once. Refuses `rules_not_frozen`,
    `printing_is_over`, `bad_count`, `other_venue`, `printed_by_you` and `bad_layout`.
    """
    _check(edition, count, venue, release=release)
    (layout, stored), keys = layout_of(edition), edition_keys(edition)
    serials = _serials(count, random_bytes)
    known = [_known_by(edition, keys, serial) for serial in serials]
    sheets = tuple(_sheet_print(edition, layout, keys, serial) for serial in serials)
    pages = render_sheets(layout, heading_of(edition), sheets, out)
    with transaction.atomic():
        batch = _next_batch(edition, venue=venue, by=by, size=count, at=clock.now())
        _store(batch, stored, known)
        noted = {"batch": batch.number, "sheets": count, "layout": stored.digest}
        record("sheets_printed", edition=edition, by=by, data=noted, clock=clock)
        if edition.is_test:
            release_batch(batch, by=by, clock=clock)
    return PrintedBatch(batch, layout, sheets, pages)


def _check(edition: Edition, count: int, venue: Venue | None, *, release: bool) -> None:
    if not edition.rule_sets.exists():
        raise refuse("rules_not_frozen")
    if edition.phase != Phase.VOTING:
        raise refuse("printing_is_over")
    if not 1 <= count <= MAX_SHEETS:
        raise refuse("bad_count", max=MAX_SHEETS)
    if venue is not None and venue.council_id != edition.council_id:
        raise refuse("other_venue")
    if release and not edition.is_test:
        raise refuse("printed_by_you")


def layout_of(edition: Edition) -> tuple[Layout, SheetLayout]:
    """The geometry for new sheets: the latest stored one where nothing changed, else a new one."""
    projects = sheet_projects(projects_of(edition), edition.currency)
    try:
        layout = make_layout(projects, edition.ballot_format)
        with transaction.atomic():
            held = locks.alone(edition.pk)
            latest = SheetLayout.objects.filter(edition=held).order_by("-version").first()
            if latest is not None:
                layout = replace(layout, version=latest.version)
                if layout.digest() == latest.digest:
                    return layout, latest
                layout = replace(layout, version=_next_version(latest.version))
            stored = SheetLayout.objects.create(
                edition=held,
                version=layout.version,
                document=layout.to_json(),
                digest=layout.digest(),
            )
    except CodedError as error:
        raise refusal_of(error) from None
    return layout, stored


def _next_version(version: int) -> int:
    if version >= MAX_NIBBLE:
        raise PaperError("bad_layout", reason="an edition has at most 15 layouts")
    return version + 1


def _serials(count: int, random_bytes: RandomBytes) -> list[bytes]:
    """Different random serials; their order in the stack is random as they are."""
    serials: dict[bytes, None] = {}
    while len(serials) < count:
        serials[random_bytes(SERIAL_BYTES)] = None
    return list(serials)


def _known_by(edition: Edition, keys: EditionKeys, serial: bytes) -> tuple[str, str]:
    """What the database keeps of a serial: its keyed image, and its name for a phone."""
    return lookup_digest(keys.lookup, encode_bytes(serial)), device_hash(edition.uuid, serial)


def _sheet_print(edition: Edition, layout: Layout, keys: EditionKeys, serial: bytes) -> SheetPrint:
    digest = layout.digest()
    codes = (SheetCode(edition.pk, layout.version, side.number, serial) for side in layout.sides)
    return SheetPrint(
        serial_text(serial),
        tuple(
            encode(code, key=keys.paper, edition_uuid=edition.uuid, layout_digest=digest)
            for code in codes
        ),
    )


def _next_batch(edition: Edition, **fields: Any) -> PrintBatch:
    """The edition's next numbered batch, behind a lock on the edition."""
    held = locks.alone(edition.pk)
    last = PrintBatch.objects.filter(edition=held).aggregate(last=Max("number"))["last"]
    return PrintBatch.objects.create(edition=held, number=(last or 0) + 1, **fields)


def _store(batch: PrintBatch, layout: SheetLayout, known: list[tuple[str, str]]) -> None:
    """Rows in the order of their images, which says nothing about the order of printing.

    `known` holds the lookup and the device hash of each sheet.
    """
    rights = [
        Credential(edition=batch.edition, kind=CredentialKind.SHEET, state=CredentialState.PRINTED)
        for _ in known
    ]
    Credential.objects.bulk_create(rights, batch_size=BULK)
    Sheet.objects.bulk_create(
        (
            Sheet(
                edition=batch.edition,
                batch=batch,
                layout=layout,
                credential=right,
                lookup=image,
                device_hash=known_by,
            )
            for right, (image, known_by) in zip(rights, sorted(known), strict=True)
        ),
        batch_size=BULK,
    )


def release_batch(
    batch: PrintBatch, *, by: User | None = None, clock: Clock = DATABASE_CLOCK
) -> PrintBatch:
    """PRINTED → RELEASED for all sheets of a batch: now they can be scanned. Repeatable.

    Refuses `printed_by_you`, but for the sheets of a test edition: whoever printed has the numbers
    of all sheets, and would need nobody else to make use of them.
    """
    with transaction.atomic():
        held = PrintBatch.objects.select_for_update().select_related("edition").get(pk=batch.pk)
        if held.released_at is None:
            if held.by_id == (by.pk if by else None) and not held.edition.is_test:
                raise refuse("printed_by_you")
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
