"""Batches that are made in the background: waiting, making, ready, fetched, or failed.

The file comes first, sealed, and is on disk before one transaction writes all sheets and the state
`ready`. So a dead worker leaves a batch without a single sheet; when it has been silent for two
minutes it is made again from the beginning, with new serials. A file under a name that no batch
has is swept away.
"""

import secrets
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction
from django.db.models import Q, QuerySet

from budgeting.clock import DATABASE_CLOCK, Clock
from budgeting.errors import Refused
from budgeting.models import Edition, User, Venue
from voting.models import PrintBatch, PrintState, Variant
from voting.services import print_files
from voting.services.print_stack import RandomBytes
from voting.services.printing import Overtaken, fill, new_print_batch, store

SILENT = timedelta(minutes=2)
TOLD_EVERY = 100  # sheets
BUSY = (PrintState.WAITING, PrintState.MAKING)


def ask_for_sheets(
    edition: Edition,
    *,
    count: int,
    by: User,
    venue: Venue | None = None,
    variant: str = Variant.STANDARD,
    clock: Clock = DATABASE_CLOCK,
) -> PrintBatch:
    """A batch that waits for a worker. Refuses what `printing.print_batch` does."""
    return new_print_batch(
        edition,
        count=count,
        venue=venue,
        by=by,
        variant=variant,
        state=PrintState.WAITING,
        clock=clock,
    )


def carry_out(
    batch_id: int,
    *,
    clock: Clock = DATABASE_CLOCK,
    random_bytes: RandomBytes = secrets.token_bytes,
) -> None:
    """Make a batch, unless somebody else does; what goes wrong is kept with it as a code."""
    batch = _take(batch_id, clock=clock)
    if batch is None:
        return
    try:
        with print_files.new_sealed(batch) as out:
            made = fill(
                batch,
                out,
                cover=True,
                random_bytes=random_bytes,
                told=lambda count: _tell(batch, count, clock),
            )
        store(made, state=PrintState.READY, clock=clock)
    except Overtaken:
        print_files.erase(batch.file)
    except Refused as refusal:
        _give_up(batch, refusal.code)
    except OSError:
        _give_up(batch, "print_unwritable")
    except Exception:
        _give_up(batch, "print_unexpected")
        raise


def again(batch: PrintBatch, *, by: User, clock: Clock = DATABASE_CLOCK) -> bool:
    """Let a batch that failed or stands still wait for a worker once more, and whether it does.

    Whoever asks gets the file, and somebody else releases the sheets. There are no sheets yet: one
    whose file was not fetched in time has void ones, and stays as it is.
    """
    with transaction.atomic():
        held = PrintBatch.objects.select_for_update().get(pk=batch.pk)
        if not may_begin_again(held, clock.now()):
            return False
        print_files.erase(held.file)
        held.state, held.by, held.told_at = PrintState.WAITING, by, clock.now()
        held.file, held.made, held.code = None, 0, ""
        held.save()
    return True


def may_begin_again(batch: PrintBatch, now: datetime) -> bool:
    """Whether it failed without sheets, or nothing was heard of it for two minutes."""
    if batch.state == PrintState.FAILED:
        return not batch.sheets.exists()
    return batch.state in BUSY and now - (batch.told_at or batch.at) > SILENT


def not_taken_up(batch: PrintBatch) -> None:
    """The queue could not be reached."""
    waiting = PrintBatch.objects.filter(pk=batch.pk, state=PrintState.WAITING)
    waiting.update(state=PrintState.FAILED, code="print_queue")


def revive(*, clock: Clock = DATABASE_CLOCK) -> list[int]:
    """The batches whose worker fell silent, to be begun again; those of a command that broke off
    have failed, for nobody could fetch them.
    """
    now = clock.now()
    silent = _silent(now)
    silent.filter(by=None).update(state=PrintState.FAILED, code="print_broken_off")
    found = list(silent.exclude(by=None).values_list("pk", flat=True))
    # Asked for once more in two minutes, not every minute, where the queue is long.
    PrintBatch.objects.filter(pk__in=found, state=PrintState.WAITING).update(told_at=now)
    return found


def _silent(now: datetime) -> "QuerySet[PrintBatch]":
    since = now - SILENT
    quiet = Q(told_at__lt=since) | Q(told_at=None, at__lt=since)
    return PrintBatch.objects.filter(quiet, state__in=BUSY)


def _take(batch_id: int, *, clock: Clock) -> PrintBatch | None:
    """The batch under a new name for its file, or None when it is not to be made here."""
    with transaction.atomic():
        held = PrintBatch.objects.select_for_update().get(pk=batch_id)
        silent = may_begin_again(held, clock.now()) and held.state == PrintState.MAKING
        if held.state != PrintState.WAITING and not silent:
            return None
        print_files.erase(held.file)
        held.state, held.told_at = PrintState.MAKING, clock.now()
        held.file, held.made = uuid4(), 0
        held.save(update_fields=["state", "told_at", "file", "made"])
    return PrintBatch.objects.select_related("edition__council", "venue", "by").get(pk=batch_id)


def _mine(batch: PrintBatch) -> "QuerySet[PrintBatch]":
    return PrintBatch.objects.filter(pk=batch.pk, state=PrintState.MAKING, file=batch.file)


def _tell(batch: PrintBatch, count: int, clock: Clock) -> None:
    if count % TOLD_EVERY == 0 and not _mine(batch).update(made=count, told_at=clock.now()):
        raise Overtaken


def _give_up(batch: PrintBatch, code: str) -> None:
    print_files.erase(batch.file)
    _mine(batch).update(state=PrintState.FAILED, code=code, file=None, made=0)
