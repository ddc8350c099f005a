"""Uploads: a file of scans is stored, sealed, before anything is read of it.

From then on no page of it is lost with a process. Whoever reads it gives a sign after each page;
after two silent minutes somebody else goes on behind the last page that is in the table. Files of
one batch are read one after the other, so that positions follow the pile of paper.
"""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import PurePath
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet

from budgeting.clock import DATABASE_CLOCK, Clock
from budgeting.models import Edition
from budgeting.services.recording import record
from voting.lengths import padded, unpadded, whole_steps
from voting.models import Scan, ScanBatch, Upload, UploadPart, UploadState
from voting.sealing import open_intake, public_of, seal_for_intake
from voting.services import locks
from voting.services.decided import day_of, is_opened
from voting.services.keys import edition_keys
from voting.services.scan_rows import printable

PART_BYTES = 1_000_000
SILENT = timedelta(minutes=2)
BUSY = (UploadState.WAITING, UploadState.READING)


class Sealing:
    """Seals a file to an intake key part by part, as its bytes come.

    `size` in bytes and `digest` (`sha256:…`) are those of the plain file, known at the end.
    """

    def __init__(self, public: bytes) -> None:
        self.size = 0
        self._public, self._rest, self._hash = public, bytearray(), hashlib.sha256()

    @property
    def digest(self) -> str:
        return "sha256:" + self._hash.hexdigest()

    def add(self, chunk: bytes) -> Iterator[bytes]:
        """Takes more of the file; gives the parts that are full."""
        self.size += len(chunk)
        self._hash.update(chunk)
        self._rest += chunk
        while len(self._rest) >= PART_BYTES:
            yield seal_for_intake(self._public, bytes(self._rest[:PART_BYTES]))
            del self._rest[:PART_BYTES]

    def last(self) -> Iterator[bytes]:
        """The last part, filled up: how long the file is stays inside."""
        yield seal_for_intake(self._public, padded(bytes(self._rest)))
        self._rest.clear()

    def through(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """All parts of a file that comes in chunks of any size."""
        for chunk in chunks:
            yield from self.add(chunk)
        yield from self.last()


def intake_key(edition: Edition) -> bytes:
    """The public key that scans are sealed to; `key_missing` where the edition has none here."""
    return public_of(edition_keys(edition).intake_private)


def store_upload(
    batch: ScanBatch, name: str, parts: Iterable[bytes], seal: Sealing, *, at: datetime
) -> Upload:
    """Store a file as its sealed parts, all of them or nothing; then it has been received.

    `seal` is what made the parts. The box is not opened meanwhile: it would not see this file.
    """
    with transaction.atomic():
        locks.shared(batch.edition_id)
        name = printable(PurePath(name).name)[:200]
        upload = Upload.objects.create(batch=batch, file_name=name, size=0, at=at)
        for number, part in enumerate(parts, start=1):
            UploadPart.objects.create(upload=upload, number=number, content=part)
        upload.size, upload.digest = whole_steps(seal.size), seal.digest
        upload.save(update_fields=["size", "digest"])
    return upload


def parts_of(upload: Upload, private: bytes) -> Iterator[bytes]:
    """The plain file, one part in memory at a time."""
    *full, last = upload.parts.values_list("pk", flat=True)
    for part in (*full, last):
        content = UploadPart.objects.values_list("content", flat=True).get(pk=part)
        plain = open_intake(private, bytes(content))
        yield unpadded(plain) if part == last else plain


def unfinished(edition: Edition) -> QuerySet[Upload]:
    """Files of which some page may not have ended anywhere yet."""
    return Upload.objects.filter(batch__edition=edition, state__in=BUSY)


def seen_before(upload: Upload) -> bool:
    """Whether the very same file was received for this edition earlier.

    Nobody can tell once the links are broken: the digests are erased then.
    """
    if not upload.digest:
        return False
    same = Upload.objects.filter(batch__edition=upload.batch.edition_id, digest=upload.digest)
    return same.filter(at__lte=upload.at).exclude(pk=upload.pk).exists()


def claim(upload: Upload, *, clock: Clock = DATABASE_CLOCK) -> bool:
    """Take a file to read it; False when it is finished, somebody reads it, or another one of its
    batch comes first. Of two at once one gets it."""
    if next_of(upload.batch_id) != upload.pk:
        return False
    now = clock.now()
    free = Q(state=UploadState.WAITING) | Q(state=UploadState.READING, told_at__lt=now - SILENT)
    taken = Upload.objects.filter(free, pk=upload.pk).update(
        state=UploadState.READING, told_at=now, tries=F("tries") + 1
    )
    upload.refresh_from_db(fields=["state", "told_at", "tries", "pages"])
    return bool(taken)


def next_of(batch_id: int) -> UUID | None:
    """The first file of a batch that is not finished."""
    waiting = Upload.objects.filter(batch=batch_id, state__in=BUSY)
    return waiting.order_by("at", "pk").values_list("pk", flat=True).first()


def tell(upload: Upload, *, clock: Clock = DATABASE_CLOCK, **fields: Any) -> bool:
    """Give a sign; False when somebody else went on with the file meanwhile."""
    now = clock.now()
    mine = Upload.objects.filter(pk=upload.pk, state=UploadState.READING, told_at=upload.told_at)
    still = mine.update(told_at=now, **fields)
    upload.told_at = now
    return bool(still)


def finish(upload: Upload, code: str, *, clock: Clock = DATABASE_CLOCK) -> None:
    """All pages have ended somewhere: the file goes, and the audit trail gets its one line."""
    with transaction.atomic():
        locks.shared(upload.batch.edition_id)
        held = Upload.objects.select_for_update().get(pk=upload.pk)
        if held.state not in BUSY:
            return
        held.parts.all().delete()
        held.state, held.code = UploadState.FAILED if code else UploadState.DONE, code
        if is_opened(held.batch.edition):
            held.file_name, held.digest, held.size, held.told_at = "", "", 0, None
            held.at = day_of(held.at)
        held.save()
        batch = held.batch
        # No word of what counts: people count by hand first, and the trail forgets nothing.
        noted = {"batch": batch.number, "pages": Scan.objects.filter(upload=held).count()}
        record("pages_scanned", edition=batch.edition, by=batch.by, data=noted, clock=clock)


def revive(edition: Edition | None = None, *, clock: Clock = DATABASE_CLOCK) -> list[UUID]:
    """Files about which nothing was heard for two minutes, free to be read again.

    Each is named once in two minutes, whoever asks: the queue does not fill up while it is long.
    """
    now = clock.now()
    quiet = Q(told_at__lt=now - SILENT) | Q(told_at=None, at__lt=now - SILENT)
    silent = Upload.objects.filter(quiet, state__in=BUSY)
    if edition is not None:
        silent = silent.filter(batch__edition=edition)
    return [
        upload.pk
        for upload in silent
        if next_of(upload.batch_id) == upload.pk
        and silent.filter(pk=upload.pk).update(state=UploadState.WAITING, told_at=now)
    ]
