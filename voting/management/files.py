"""Files of the opening: read strictly, written for one pair of eyes and never half."""

import json
import os
import re
from pathlib import Path
from typing import Any

from voting.codes import CodedError

MAX_BYTES = 500_000_000

# An escape of half a character: JSON may spell a whole one in two halves, but not one alone.
_HALF = re.compile(r"\\u[dD][89a-fA-F]")


class FileError(CodedError):
    """`file_missing`, `file_exists`, `file_too_large`, `file_unreadable`, `file_unwritable` or
    `not_json`."""


def read_json(path: Path) -> Any:
    """The content of a JSON file; what no strict reader takes is `not_json`."""
    raw = _read(path, MAX_BYTES)
    try:
        text = raw.decode()
        content = json.loads(text, parse_constant=_refuse_number)
        if _HALF.search(text):
            json.dumps(content, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise FileError("not_json", path=str(path)) from None
    return content


def read_text(path: Path, *, most: int) -> str:
    """A text of at most `most` bytes; bytes that are no text come back as signs no code has."""
    return _read(path, most).decode(errors="replace")


def _read(path: Path, most: int) -> bytes:
    if not path.is_file():
        raise FileError("file_missing", path=str(path))
    try:
        with path.open("rb") as file:
            content = file.read(most + 1)
    except OSError:
        raise FileError("file_unreadable", path=str(path)) from None
    if len(content) > most:
        raise FileError("file_too_large", path=str(path))
    return content


def _refuse_number(name: str) -> None:
    raise ValueError(f"{name} is no number of JSON")


def write_new(path: Path, text: str) -> None:
    """Write a file that did not exist, readable by its owner only, and have it on disk."""
    try:
        content = text.encode()
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError:
        code = "file_exists" if path.exists() else "file_unwritable"
        raise FileError(code, path=str(path)) from None
    except (OSError, UnicodeEncodeError):
        raise FileError("file_unwritable", path=str(path)) from None
