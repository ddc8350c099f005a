"""Files of the opening: read strictly, written for one pair of eyes and never half."""

import json
import os
from pathlib import Path
from typing import Any

from voting.codes import CodedError

MAX_BYTES = 500_000_000


class FileError(CodedError):
    """`file_missing`, `file_exists`, `file_too_large` or `not_json`."""


def read_json(path: Path) -> Any:
    if not path.is_file():
        raise FileError("file_missing", path=str(path))
    if path.stat().st_size > MAX_BYTES:
        raise FileError("file_too_large", path=str(path))
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, ValueError):
        raise FileError("not_json", path=str(path)) from None


def write_new(path: Path, text: str) -> None:
    """Write a file that did not exist, readable by its owner only, and have it on disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise FileError("file_exists", path=str(path)) from None
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
