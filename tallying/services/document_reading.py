"""Reading a JSON file as a document, and refusing what no edition could keep."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from tallying.services.document import BadFile, Node

MOST_BYTES = 20 << 20
MOST_LEVELS = 60


def read_document(path: Path) -> Node:
    """The JSON object in a file; refuses `file_unreadable`, `file_too_large`, `not_json`."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise BadFile("file_too_large", path.name, f"at most {MOST_BYTES >> 20} MB.")
        value = json.loads(path.read_text(encoding="utf-8-sig"), parse_float=_parsed)
    except OSError as error:
        raise BadFile("file_unreadable", str(path), f"{error.strerror}.") from None
    except UnicodeDecodeError:
        raise BadFile("not_json", path.name, "the file is not UTF-8 text.") from None
    except (ValueError, RecursionError) as error:
        raise BadFile("not_json", path.name, f"this is not JSON ({error}).") from None
    return document_of(value, path.name)


def document_of(value: object, name: str = "the file") -> Node:
    """A document that is already in memory; refuses `not_json` unless it is an object, and what
    cannot be kept: `nested_too_deep`, and `not_a_text` for half a character (a lone surrogate)."""
    if not isinstance(value, dict):
        raise BadFile("not_json", name, "a JSON object is expected.")
    _check(value, name)
    return Node(value)


def _check(document: object, name: str) -> None:
    left: list[tuple[Any, str, int]] = [(document, "", 0)]
    # A list instead of a call for each level: depth is what is being checked.
    while left:
        item, path, level = left.pop()
        if level > MOST_LEVELS:
            raise BadFile("nested_too_deep", path, f"at most {MOST_LEVELS} levels are read.")
        if isinstance(item, dict):
            _check_text("".join(item), path or name)
            left += [(below, f"{path}.{key}".lstrip("."), level + 1) for key, below in item.items()]
        elif isinstance(item, list):
            left += [(below, f"{path}[{n}]", level + 1) for n, below in enumerate(item)]
        elif isinstance(item, str):
            _check_text(item, path)


def _check_text(text: str, path: str) -> None:
    if not text.isascii() and any("\ud800" <= letter <= "\udfff" for letter in text):
        raise BadFile("not_a_text", path, "this holds half a character (a lone surrogate).")


def _parsed(text: str) -> Decimal:
    """A JSON number; infinite or next to nothing where its exponent is beyond all numbers."""
    try:
        return Decimal(text)
    except ArithmeticError:
        sign = "-" if text.startswith("-") else ""
        return Decimal(sign + ("1e-999" if "-" in text.lower().partition("e")[2] else "Infinity"))
