"""The zip around a bundle: always the same bytes, and read without trusting what it says."""

import io
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping

from tallying.engine.errors import EngineError

# Other ways of packing are slow to unpack or break in ways of their own.
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# What zipfile raises on a damaged zip, as its parts trip over it.
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)
_TIME = (1980, 1, 1, 0, 0, 0)


def packed(members: Mapping[str, bytes]) -> bytes:
    """A zip of files by name, in a fixed order, with a fixed time, without compression."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in sorted(members.items()):
            info = zipfile.ZipInfo(name, _TIME)
            info.create_system, info.external_attr = 3, 0o644 << 16
            archive.writestr(info, content)
    return buffer.getvalue()


def unpacked(data: bytes, most: Mapping[str, int], optional: Iterable[str]) -> dict[str, bytes]:
    """The files named in `most`, which says how many bytes each may have, by name; those that are
    `optional` may be missing. Sizes are checked while unpacking, whatever the zip states.

    Raises EngineError `not_a_zip`, `member_missing`, `member_too_large` or `member_broken`.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            there = set(archive.namelist())
            wanted = [name for name in most if name in there or name not in optional]
            return {name: _member(archive, name, most[name]) for name in wanted}
    except _DAMAGED as error:
        raise EngineError("not_a_zip", "The file is not a zip, or it is damaged.") from error


def names_in(data: bytes) -> Counter[str]:
    """How often each name is in a zip that `unpacked` could read."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return Counter(archive.namelist())


def _member(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    try:
        info = archive.getinfo(name)
        if info.compress_type not in _PACKED:
            sentence = f"{name} is packed in a way that is not read; store or deflate it."
            raise EngineError("member_broken", sentence, file=name)
        if info.file_size <= most:
            with archive.open(info) as stream:
                content = stream.read(most + 1)
            if len(content) <= most:
                return content
    except KeyError as error:
        raise missing(name) from error
    except _DAMAGED as error:
        raise EngineError("member_broken", f"{name} is damaged in the zip.", file=name) from error
    raise EngineError("member_too_large", f"{name} is too large.", file=name)


def missing(name: str) -> EngineError:
    """The refusal of a bundle without one of its files."""
    return EngineError("member_missing", f"The bundle has no {name}.", file=name)
