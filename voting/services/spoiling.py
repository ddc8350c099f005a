"""Sheets that do not count any more: spoiled ones that were handed back, and void ones.

A spoiled sheet is replaced by a new one, so its right to vote ends with it. Void are sheets that
were lost or never given out, with a public reason. What was counted or waits stays as it is.
"""

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from budgeting.clock import DATABASE_CLOCK, Clock
from budgeting.models import Edition, User
from budgeting.services.recording import record
from voting.codes import CodedError, parse_code
from voting.errors import refuse
from voting.models import (
    Credential,
    CredentialState,
    Envelope,
    Opening,
    PrintBatch,
    Sheet,
    SheetState,
    Voiding,
)
from voting.sealing import lookup_digest
from voting.services import locks
from voting.services.keys import edition_keys
from voting.services.sheets import SERIAL_SYMBOLS

STANDING = {
    SheetState.COUNTED: "already_counted",
    SheetState.ADJUDICATING: "sheet_waits",
    SheetState.HELD: "sheet_waits",
    SheetState.BLANK: "already_decided",
    SheetState.REJECTED: "already_decided",
    SheetState.SPOILED: "spoiled",
    SheetState.VOID: "void",
}
"""Why a sheet in this state can be made neither spoiled nor void."""


def spoil_sheet(edition: Edition, serial: str, *, by: User, clock: Clock = DATABASE_CLOCK) -> Sheet:
    """RELEASED → SPOILED, its right to vote too: the voter gets a new sheet.

    Refuses `serial_malformed`, `serial_mistyped`, `unknown_sheet`, `unreleased`, the states of a
    sheet that was read (`already_counted`, `sheet_waits`, `already_decided`), `spoiled`, `void`,
    `right_was_used` (the same right was used online) and `paper_is_closed`.
    """
    with transaction.atomic():
        held = _held(edition)
        sheet = _locked(held, serial)
        if sheet.state == SheetState.PRINTED:
            raise refuse("unreleased")
        _end(sheet, SheetState.SPOILED, CredentialState.SPOILED)
        data = {"batch": sheet.batch.number}
        record("sheet_spoiled", edition=held, by=by, data=data, clock=clock)
    return sheet


def void_sheets(
    edition: Edition,
    serials: Iterable[str],
    *,
    reason_nl: str,
    reason_fr: str,
    by: User,
    clock: Clock = DATABASE_CLOCK,
) -> Voiding:
    """Make single sheets void, all or none. Refuses as `spoil_sheet` does, and `reason_missing`."""
    reasons = _reasons(reason_nl, reason_fr)
    with transaction.atomic():
        held = _held(edition)
        # One sheet once, however often and in whatever spelling its number was typed.
        found = {sheet.pk: sheet for serial in serials for sheet in [_locked(held, serial)]}
        sheets = list(found.values())
        for sheet in sheets:
            _end(sheet, SheetState.VOID, CredentialState.VOID)
        now = clock.now()
        done = Voiding.objects.create(
            edition=held, sheets=len(sheets), by=by, at=now, done_at=now, **reasons
        )
        record("sheets_voided", edition=held, by=by, data={"sheets": len(sheets)}, clock=clock)
    return done


def void_batch(
    batch: PrintBatch, *, reason_nl: str, reason_fr: str, by: User, clock: Clock = DATABASE_CLOCK
) -> Voiding:
    """Make the unused sheets of a batch void; a released batch waits for a second person.

    Refuses `reason_missing`, `voiding_waits`, `nothing_to_void` and `paper_is_closed`.
    """
    reasons = _reasons(reason_nl, reason_fr)
    try:
        with transaction.atomic():
            held = _held(batch.edition)
            if not _unused(batch).exists():
                raise refuse("nothing_to_void")
            asked = Voiding.objects.create(
                edition=held, batch=batch, by=by, at=clock.now(), **reasons
            )
            # Read behind the lock: it may have been released a moment ago.
            if PrintBatch.objects.select_for_update().get(pk=batch.pk).released_at is None:
                _carry_out(asked, by=by, clock=clock)
    except IntegrityError:
        raise refuse("voiding_waits") from None
    return asked


def agree_to_voiding(asked: Voiding, *, by: User, clock: Clock = DATABASE_CLOCK) -> Voiding:
    """The second person makes it so. Refuses `voided_by_you`, `voiding_done`, `paper_is_closed`."""
    with transaction.atomic():
        _held(asked.edition)
        found = Voiding.objects.select_for_update().filter(pk=asked.pk).first()
        if found is None or found.done_at is not None:
            raise refuse("voiding_done")
        if found.by_id == by.pk:
            raise refuse("voided_by_you")
        found.second_by = by
        _carry_out(found, by=by, clock=clock)
    return found


def drop_voiding(asked: Voiding) -> None:
    """Forget a voiding that nobody agreed to. Refuses `voiding_done`."""
    with transaction.atomic():
        found = Voiding.objects.select_for_update().filter(pk=asked.pk, done_at__isnull=True)
        if not found.exists():
            raise refuse("voiding_done")
        found.delete()


def _carry_out(asked: Voiding, *, by: User, clock: Clock) -> None:
    assert asked.batch is not None
    ids = [sheet.pk for sheet in _unused(asked.batch).select_for_update().order_by("pk")]
    rights = Credential.objects.filter(sheet__in=ids)
    Sheet.objects.filter(pk__in=ids).update(state=SheetState.VOID)
    rights.filter(envelope__isnull=True).update(state=CredentialState.VOID)
    asked.sheets, asked.done_at = len(ids), clock.now()
    asked.save(update_fields=["sheets", "done_at", "second_by"])
    data = {"batch": asked.batch.number, "sheets": asked.sheets}
    record("sheets_voided", edition=asked.edition, by=by, data=data, clock=clock)


def _unused(batch: PrintBatch) -> QuerySet[Sheet]:
    return Sheet.objects.filter(batch=batch, state__in=[SheetState.PRINTED, SheetState.RELEASED])


def _reasons(reason_nl: str, reason_fr: str) -> dict[str, str]:
    found = {"reason_nl": reason_nl.strip(), "reason_fr": reason_fr.strip()}
    if not all(found.values()):
        raise refuse("reason_missing")
    return found


def _held(edition: Edition) -> Edition:
    """The edition, so that nobody opens the box meanwhile; its sheets are accounted for then."""
    held = locks.shared(edition.pk)
    if Opening.objects.filter(edition=held).exists():
        raise refuse("paper_is_closed")
    return held


def _locked(edition: Edition, typed: str) -> Sheet:
    """The sheet of a typed number, locked in the order in which a page is settled."""
    try:
        serial = parse_code(typed, SERIAL_SYMBOLS)
    except CodedError as error:
        raise refuse(error.code.replace("code_", "serial_")) from None
    image = lookup_digest(edition_keys(edition).lookup, serial)
    sheets = Sheet.objects.select_for_update(of=("self",)).select_related("batch")
    sheet = sheets.filter(edition=edition, lookup=image).first()
    if sheet is None:
        raise refuse("unknown_sheet")
    if reason := STANDING.get(SheetState(sheet.state)):
        raise refuse(reason)
    return sheet


def _end(sheet: Sheet, state: SheetState, right: CredentialState) -> None:
    credential = Credential.objects.select_for_update().get(pk=sheet.credential_id)
    if Envelope.objects.filter(credential=credential).exists():
        raise refuse("right_was_used")
    sheet.state, credential.state = state, right
    sheet.save(update_fields=["state"])
    credential.save(update_fields=["state"])
