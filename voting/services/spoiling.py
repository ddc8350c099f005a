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
from voting.services.second_person import require_settled
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
        (sheet,) = _locked(held, [serial])
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
    """Make single sheets void, all or none; released ones wait for a second person.

    A voter may have such a sheet, or it lies in the box. Refuses as `spoil_sheet` does, and
    `reason_missing`; what waits for a second person also `role_too_new`.
    """
    reasons = _reasons(reason_nl, reason_fr)
    with transaction.atomic():
        held = _held(edition)
        sheets = _locked(held, serials)
        rights = [sheet.credential_id for sheet in sheets]
        if Envelope.objects.filter(credential__in=rights).exists():
            raise refuse("right_was_used")
        asked = Voiding.objects.create(edition=held, by=by, at=clock.now(), **reasons)
        asked.listed.set(sheets)
        alone = all(sheet.state == SheetState.PRINTED for sheet in sheets)
        (_carry_out if alone else _ask)(asked, by=by, clock=clock)
    return asked


def void_batch(
    batch: PrintBatch, *, reason_nl: str, reason_fr: str, by: User, clock: Clock = DATABASE_CLOCK
) -> Voiding:
    """Make the unused sheets of a batch void; a released batch waits for a second person.

    Refuses `reason_missing`, `voiding_waits`, `nothing_to_void`, `paper_is_closed` and, where it
    waits, `role_too_new`.
    """
    reasons = _reasons(reason_nl, reason_fr)
    try:
        with transaction.atomic():
            held = _held(batch.edition)
            asked = Voiding.objects.create(
                edition=held, batch=batch, by=by, at=clock.now(), **reasons
            )
            if not _unused(asked).exists():
                raise refuse("nothing_to_void")
            # Read behind the lock: it may have been released a moment ago.
            locked = PrintBatch.objects.select_for_update().get(pk=batch.pk)
            (_carry_out if locked.released_at is None else _ask)(asked, by=by, clock=clock)
    except IntegrityError:
        raise refuse("voiding_waits") from None
    return asked


def agree_to_voiding(asked: Voiding, *, by: User, clock: Clock = DATABASE_CLOCK) -> Voiding:
    """The second person makes it so, for what was not read meanwhile.

    Refuses `voided_by_you`, `role_too_new`, `voiding_done` and `paper_is_closed`.
    """
    with transaction.atomic():
        _held(asked.edition)
        found = Voiding.objects.select_for_update().filter(pk=asked.pk).first()
        if found is None or found.done_at is not None:
            raise refuse("voiding_done")
        if found.by_id == by.pk:
            raise refuse("voided_by_you")
        require_settled(by, found.edition.council, found.at)
        found.second_by = by
        _carry_out(found, by=by, clock=clock)
    return found


def drop_voiding(asked: Voiding, *, by: User, clock: Clock = DATABASE_CLOCK) -> None:
    """Forget a voiding that nobody agreed to. Refuses `voiding_done`."""
    with transaction.atomic():
        found = Voiding.objects.select_for_update().filter(pk=asked.pk, done_at__isnull=True)
        dropped = found.first()
        if dropped is None:
            raise refuse("voiding_done")
        data = _data(dropped, _unused(dropped).count())
        dropped.delete()
        record("sheets_voiding_dropped", edition=asked.edition, by=by, data=data, clock=clock)


def _ask(asked: Voiding, *, by: User, clock: Clock) -> None:
    """It waits for a second person; that it was asked for is in the trail whatever comes of it."""
    require_settled(by, asked.edition.council, asked.at)
    data = _data(asked, _unused(asked).count())
    record("sheets_voiding_asked", edition=asked.edition, by=by, data=data, clock=clock)


def _carry_out(asked: Voiding, *, by: User, clock: Clock) -> None:
    ids = [sheet.pk for sheet in _unused(asked).select_for_update(of=("self",)).order_by("pk")]
    rights = Credential.objects.filter(sheet__in=ids)
    Sheet.objects.filter(pk__in=ids).update(state=SheetState.VOID)
    rights.filter(envelope__isnull=True).update(state=CredentialState.VOID)
    asked.sheets, asked.done_at = len(ids), clock.now()
    asked.save(update_fields=["sheets", "done_at", "second_by"])
    asked.listed.clear()
    data = _data(asked, asked.sheets)
    record("sheets_voided", edition=asked.edition, by=by, data=data, clock=clock)


def _data(asked: Voiding, sheets: int) -> dict[str, int]:
    return {"sheets": sheets} | ({"batch": asked.batch.number} if asked.batch else {})


def _unused(asked: Voiding) -> QuerySet[Sheet]:
    unused = Sheet.objects.filter(state__in=[SheetState.PRINTED, SheetState.RELEASED])
    if asked.batch is not None:
        return unused.filter(batch=asked.batch)
    return unused.filter(pk__in=asked.listed.values("pk"))


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


def _locked(edition: Edition, typed: Iterable[str]) -> list[Sheet]:
    """The sheets of typed numbers, each once in whatever spelling, locked as a page is settled.

    All at once and in one order, so that two people who type the same numbers do not wait for each
    other for ever.
    """
    images = {_image(edition, number) for number in typed}
    rows = Sheet.objects.select_for_update(of=("self",)).select_related("batch").order_by("pk")
    sheets = list(rows.filter(edition=edition, lookup__in=images))
    if len(sheets) < len(images):
        raise refuse("unknown_sheet")
    for sheet in sheets:
        if reason := STANDING.get(SheetState(sheet.state)):
            raise refuse(reason)
    return sheets


def _image(edition: Edition, typed: str) -> str:
    try:
        serial = parse_code(typed, SERIAL_SYMBOLS)
    except CodedError as error:
        raise refuse(error.code.replace("code_", "serial_")) from None
    return lookup_digest(edition_keys(edition).lookup, serial)


def _end(sheet: Sheet, state: SheetState, right: CredentialState) -> None:
    credential = Credential.objects.select_for_update().get(pk=sheet.credential_id)
    if Envelope.objects.filter(credential=credential).exists():
        raise refuse("right_was_used")
    sheet.state, credential.state = state, right
    sheet.save(update_fields=["state"])
    credential.save(update_fields=["state"])
