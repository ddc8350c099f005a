"""The folder of prints: sealed files that wait to be fetched, under names that tell nothing.

Each is sealed with a key from its edition's key file, so a copy of the folder, or of the database,
or of both, holds no serial.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import UUID

from django.conf import settings

from voting.models import PrintBatch
from voting.sealed_file import SealingWriter, file_key, opened, plain_length
from voting.services.keys import edition_keys


def folder() -> Path:
    return Path(settings.VAR_DIR) / "prints"


def path_of(name: UUID) -> Path:
    return folder() / str(name)


@contextmanager
def new_sealed(batch: PrintBatch) -> Iterator[SealingWriter]:
    """A new file for a batch, on disk when the block ends; gone again if it fails."""
    assert batch.file is not None
    path, key = path_of(batch.file), _key(batch)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            writer = SealingWriter(file, key)
            yield writer
            writer.finish()
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def pieces(batch: PrintBatch) -> tuple[int, Iterator[tuple[bytes, bool]]]:
    """The bytes of a file and its pieces, each with whether it is the last one.

    FileNotFoundError where it is gone; `unreadable` (SealingError) where it was changed.
    """
    assert batch.file is not None
    path, key = path_of(batch.file), _key(batch)
    size = plain_length(path.stat().st_size)

    def read() -> Iterator[tuple[bytes, bool]]:
        with path.open("rb") as file:
            yield from opened(file, key)

    return size, read()


def erase(name: UUID | None) -> None:
    """Erase a file; one that is gone already stays gone."""
    if name is not None:
        with suppress(FileNotFoundError, NotADirectoryError):
            path_of(name).unlink()


def names() -> set[UUID]:
    """All files that are there."""
    found = folder().iterdir() if folder().is_dir() else ()
    return {UUID(path.name) for path in found}


def _key(batch: PrintBatch) -> bytes:
    assert batch.file is not None
    return file_key(edition_keys(batch.edition).paper, batch.edition.uuid, batch.file)
