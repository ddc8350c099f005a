"""Fetching a made batch: one whole file to the one who asked for it, then it is erased.

The last piece of the file goes out only when the state has become `fetched`, in the database, for
exactly one of those who fetch at the same time. A transfer that breaks off before can be begun
again. What nobody fetched within a day is erased and its sheets are void: they exist on no paper.
"""

from collections.abc import Iterator
from datetime import timedelta

from django.db import transaction

from budgeting.clock import DATABASE_CLOCK, Clock
from budgeting.models import User
from budgeting.services.recording import record
from voting.errors import refuse
from voting.models import (
    Credential,
    CredentialState,
    PrintBatch,
    PrintState,
    Sheet,
    SheetState,
)
from voting.services import print_files

KEPT = timedelta(hours=24)


def fetch(
    batch: PrintBatch, *, by: User, clock: Clock = DATABASE_CLOCK
) -> tuple[int, Iterator[bytes]]:
    """The bytes of the PDF of a batch, and its pieces.

    Refuses `not_yours_to_fetch`: whoever has the file has all serials, so it is the one who does
    not release them; and `no_file`.
    """
    if batch.by_id != by.pk:
        raise refuse("not_yours_to_fetch")
    if batch.state != PrintState.READY:
        raise refuse("no_file")
    try:
        size, pieces = print_files.pieces(batch)
    except FileNotFoundError:
        raise refuse("no_file") from None
    return size, _sent(batch, pieces, by, clock)


def _sent(
    batch: PrintBatch, pieces: Iterator[tuple[bytes, bool]], by: User, clock: Clock
) -> Iterator[bytes]:
    """All pieces; without the last one for whom somebody was faster than."""
    for piece, last in pieces:
        if last and not _close(batch, by, clock):
            return
        yield piece


def _close(batch: PrintBatch, by: User, clock: Clock) -> bool:
    """READY → FETCHED, and whether it was so here."""
    with transaction.atomic():
        ready = PrintBatch.objects.filter(pk=batch.pk, state=PrintState.READY, file=batch.file)
        if not ready.update(state=PrintState.FETCHED, file=None, told_at=clock.now()):
            return False
        noted = {"batch": batch.number, "sheets": batch.size}
        record("sheets_fetched", edition=batch.edition, by=by, data=noted, clock=clock)
    print_files.erase(batch.file)
    return True


def tidy(*, clock: Clock = DATABASE_CLOCK) -> int:
    """Erase the files that nobody fetched within a day, and those of no batch; how many batches."""
    late = PrintBatch.objects.filter(state=PrintState.READY, told_at__lt=clock.now() - KEPT)
    done = sum(_expire(pk, clock) for pk in list(late.values_list("pk", flat=True)))
    there = print_files.names()  # looked at first: what is begun afterwards is not swept away
    named = PrintBatch.objects.filter(file__in=there).values_list("file", flat=True)
    for name in there - set(named):
        print_files.erase(name)
    return done


def _expire(pk: int, clock: Clock) -> bool:
    with transaction.atomic():
        held = PrintBatch.objects.select_for_update().select_related("edition").get(pk=pk)
        if held.state != PrintState.READY:
            return False
        name, held.file = held.file, None
        held.state, held.code = PrintState.FAILED, "not_fetched"
        held.save(update_fields=["state", "file", "code"])
        unused = [SheetState.PRINTED, SheetState.RELEASED]
        sheets = Sheet.objects.filter(batch=held, state__in=unused).update(state=SheetState.VOID)
        rights = Credential.objects.filter(sheet__batch=held, envelope__isnull=True)
        rights.update(state=CredentialState.VOID)
        data = {"batch": held.number, "sheets": sheets}
        record("sheets_not_fetched", edition=held.edition, data=data, clock=clock)
    print_files.erase(name)
    return True
