"""The way in of a table: handed in, checked row by row, taken over as a whole or not at all.

Whoever starts the tasks calls `check` and `store` in the background. Both may be started twice,
or again after they were killed: only the first to finish counts.
"""

import hashlib
import logging
import traceback
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from budgeting.clock import DATABASE_CLOCK, Clock
from budgeting.errors import Refused
from budgeting.models import Council, Edition, ImportState, TableImport, User
from budgeting.services.recording import record
from budgeting.services.tables.kinds import kinds
from budgeting.services.tables.rows import Walk

logger = logging.getLogger(__name__)

MAX_BYTES = 20_000_000
MAX_FAULTS = 250_000
KEPT = timedelta(days=30)
STILL = timedelta(minutes=2)
AT_WORK = (ImportState.CHECKING, ImportState.STORING)


class _Faulty(Exception):
    """Ends the transaction of a table that turned out to have faults."""


def hand_in(
    council: Council,
    edition: Edition | None,
    kind: str,
    data: bytes,
    *,
    name: str = "",
    by: User | None = None,
    clock: Clock = DATABASE_CLOCK,
) -> TableImport:
    """Keep a file to be checked; refuses `table_too_large` and `table_closed`.

    Files of this council that nobody took over within 30 days are thrown away.
    """
    _refuse(council, edition, kind, data)
    now = clock.now()
    old = TableImport.objects.filter(council=council, created_at__lt=now - KEPT)
    old.exclude(state=ImportState.DONE).delete()
    return TableImport.objects.create(
        council=council,
        edition=edition,
        kind=kind,
        file_name=name[-200:],
        content=data,
        summary={"digest": "sha256:" + hashlib.sha256(data).hexdigest()},
        created_at=now,
        created_by=by,
        touched_at=now,
    )


def _refuse(council: Council, edition: Edition | None, kind: str, data: bytes) -> None:
    if len(data) > MAX_BYTES:
        raise Refused("table_too_large", _("This file is larger than 20 MB. Send it in parts."))
    if kinds()[kind].closed(council, edition):
        raise Refused(
            "table_closed", _("The edition is past this phase: nothing can be added to it now.")
        )


def check(import_id: UUID | str, *, clock: Clock = DATABASE_CLOCK) -> None:
    """Look at every row and keep all that is wrong; does nothing unless it is to be checked."""
    job = _with_all(TableImport.objects).filter(pk=import_id, state=ImportState.CHECKING).first()
    if job is None:
        return
    try:
        _check(job, clock)
    except Exception as error:
        _broke_off(import_id, ImportState.CHECKING, error, clock)


def _check(job: TableImport, clock: Clock) -> None:
    walk = Walk(job, now=clock.now())
    total = len(walk.table.rows)
    for done in walk.through():
        _still_checking(job).update(rows=total, rows_done=done, touched_at=clock.now())
    faults = walk.all_faults()
    _still_checking(job).update(
        state=ImportState.FAULTY if faults else ImportState.CLEAN,
        errors=faults[:MAX_FAULTS],
        summary=job.summary | walk.summary() | {"faults": len(faults)},
        rows=total,
        rows_done=total,
        touched_at=clock.now(),
    )


def take_over(job: TableImport, *, by: User, clock: Clock = DATABASE_CLOCK) -> bool:
    """Ask for a clean table to be stored; False if somebody asked already. Refuses `not_clean`."""
    with transaction.atomic():
        locked = TableImport.objects.select_for_update().get(pk=job.pk)
        if locked.state in {ImportState.STORING, ImportState.DONE}:
            return False
        if locked.state != ImportState.CLEAN:
            raise Refused("not_clean", _("This table still has to be checked or mended."))
        locked.state, locked.touched_at = ImportState.STORING, clock.now()
        locked.summary["taken_by"] = by.pk
        locked.save(update_fields=["state", "touched_at", "summary"])
    return True


def store(import_id: UUID | str, *, clock: Clock = DATABASE_CLOCK) -> None:
    """Add every row in one transaction; a table with faults by now goes back with all of them."""
    faults: list[list[Any]] = []
    try:
        with transaction.atomic():
            job = (
                _with_all(TableImport.objects.select_for_update(of=("self",)))
                .filter(pk=import_id, state=ImportState.STORING)
                .first()
            )
            if job is not None:
                faults = _stored(job, clock)
                if faults:
                    raise _Faulty
    except _Faulty:
        TableImport.objects.filter(pk=import_id, state=ImportState.STORING).update(
            state=ImportState.FAULTY, errors=faults[:MAX_FAULTS], touched_at=clock.now()
        )
    except Exception as error:
        _broke_off(import_id, ImportState.STORING, error, clock)


def _broke_off(import_id: UUID | str, state: ImportState, error: Exception, clock: Clock) -> None:
    """A table that nobody foresaw is not at work for ever. Rows of it stay out of the log."""
    where = "".join(traceback.format_tb(error.__traceback__))
    logger.error(
        "Table %s broke off while %s: %s\n%s", import_id, state, type(error).__name__, where
    )
    TableImport.objects.filter(pk=import_id, state=state).update(
        state=ImportState.FAULTY, errors=[[1, "", "broke_off", {}]], touched_at=clock.now()
    )


def start_again(job: TableImport, *, clock: Clock = DATABASE_CLOCK) -> str:
    """Set a table back to be checked, or leave it to be stored; answers the state it is in.

    For one with faults that were mended elsewhere, and for work that stands still. Refuses
    `at_work` while it goes on.
    """
    with transaction.atomic():
        locked = TableImport.objects.select_for_update().get(pk=job.pk)
        if locked.state in AT_WORK and not stands_still(locked, clock=clock):
            raise Refused("at_work", _("This table is being worked on at this moment."))
        if locked.state == ImportState.FAULTY:
            locked.state, locked.errors, locked.rows_done = ImportState.CHECKING, [], 0
        locked.touched_at = clock.now()
        locked.save(update_fields=["state", "errors", "rows_done", "touched_at"])
    return locked.state


def give_up(job: TableImport, *, clock: Clock = DATABASE_CLOCK) -> None:
    """Throw the file away; refuses `at_work` while it is being stored, and `done` afterwards."""
    with transaction.atomic():
        locked = TableImport.objects.select_for_update().get(pk=job.pk)
        if locked.state == ImportState.DONE:
            raise Refused("done", _("This table has been taken over already."))
        if locked.state == ImportState.STORING and not stands_still(locked, clock=clock):
            raise Refused("at_work", _("This table is being worked on at this moment."))
        locked.delete()


def not_taken_up(job: TableImport) -> None:
    """Note that the work could not be handed on: it can be started again at once."""
    TableImport.objects.filter(pk=job.pk).update(touched_at=None)


def stands_still(job: TableImport, *, clock: Clock = DATABASE_CLOCK) -> bool:
    """Whether work on a table was not heard of for two minutes: its worker is gone or busy."""
    heard = job.touched_at
    return job.state in AT_WORK and (heard is None or clock.now() - heard > STILL)


def _stored(job: TableImport, clock: Clock) -> list[list[Any]]:
    """Add the rows of a table whose row is locked; answers what is wrong, if anything is."""
    owner = job.edition or job.council
    type(owner)._base_manager.select_for_update().get(pk=owner.pk)
    now = clock.now()
    walk = Walk(job, now=now)
    for _done in walk.through(store=True):
        pass
    if faults := walk.all_faults(taken=_taken_meanwhile(job)):
        return faults
    by = User.objects.filter(pk=job.summary.get("taken_by")).first()
    count = len(walk.table.rows)
    data = {"kind": job.kind, "rows": count, "import": str(job.pk)}
    record(
        "table_imported",
        edition=job.edition,
        council=job.council,
        by=by,
        role="officer",
        data=data,
        clock=clock,
    )
    job.state, job.content, job.rows_done, job.finished_at = ImportState.DONE, b"", count, now
    job.summary = {"digest": job.summary.get("digest", "")}
    job.save()
    return []


def _taken_meanwhile(job: TableImport) -> bool:
    """Whether the same file was taken over since this one was handed in."""
    others = TableImport.objects.filter(
        council=job.council_id, edition=job.edition_id, kind=job.kind, state=ImportState.DONE
    )
    digest = job.summary.get("digest", "")
    return others.filter(finished_at__gte=job.created_at, summary__digest=digest).exists()


def _still_checking(job: TableImport) -> models.QuerySet[TableImport]:
    return TableImport.objects.filter(pk=job.pk, state=ImportState.CHECKING)


def _with_all(rows: Any) -> models.QuerySet[TableImport]:
    found: models.QuerySet[TableImport] = rows.select_related("council", "edition__council")
    return found
