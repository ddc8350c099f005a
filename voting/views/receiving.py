"""Receiving scans: sealed to the intake key piece by piece, before anything touches a disk.

A large upload usually lies in a plain file until the page has been answered. This handler writes
sealed parts instead, into a file without a name; it has to be in place before the form is read.
"""

import struct
import tempfile
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from voting.services.uploads import Sealing

_LENGTH = struct.Struct(">I")

# Typed for the checker only: at run time this class of Django takes no parameter.
if TYPE_CHECKING:
    Uploaded = UploadedFile[Any]
else:
    Uploaded = UploadedFile


class SealedUpload(Uploaded):
    """An uploaded file of which only sealed parts exist; `size` is that of the plain one."""

    def __init__(self, file: IO[bytes], seal: Sealing, **described: Any) -> None:
        super().__init__(file=file, size=seal.size, **described)
        self.seal, self._sealed = seal, file

    def parts(self) -> Iterator[bytes]:
        """The sealed parts in order."""
        self._sealed.seek(0)
        while header := self._sealed.read(_LENGTH.size):
            yield self._sealed.read(_LENGTH.unpack(header)[0])


class SealingHandler(FileUploadHandler):
    """Seals to a public key; beyond `most` bytes in all it only counts."""

    def __init__(self, public: bytes, *, most: int) -> None:
        super().__init__()
        self._public, self._left = public, most

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._seal = Sealing(self._public)
        self._file = tempfile.TemporaryFile()  # noqa: SIM115  (closed with the upload)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self._left -= len(raw_data)
        if self._left >= 0:
            self._write(self._seal.add(raw_data))
        else:
            self._seal.size += len(raw_data)

    def file_complete(self, file_size: int) -> SealedUpload:
        self._write(self._seal.last())
        return SealedUpload(
            self._file,
            self._seal,
            name=self.file_name,
            content_type=self.content_type,
            charset=self.charset,
        )

    def upload_interrupted(self) -> None:
        self._file.close()

    def _write(self, parts: Iterator[bytes]) -> None:
        for part in parts:
            self._file.write(_LENGTH.pack(len(part)) + part)
