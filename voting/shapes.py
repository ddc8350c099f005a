"""The shape of a document from a file: small checks that together name every field and its kind.

JSON says nothing about its content. A document that passed has exactly the fields it should have,
each of the right kind and size; so whoever reads it meets no surprise, however it was made.
"""

import base64
import re
import unicodedata
from collections.abc import Callable
from typing import Any
from uuid import UUID

Check = Callable[[Any], bool]


def fields(**checks: Check) -> Check:
    """An object with exactly these keys; the values are checked in this order."""
    return lambda value: (
        isinstance(value, dict)
        and value.keys() == checks.keys()
        and all(check(value[name]) for name, check in checks.items())
    )


def many(check: Check) -> Check:
    """A list in which everything passes."""
    return lambda value: isinstance(value, list) and all(map(check, value))


def mapping(check: Check) -> Check:
    """An object of any written keys whose values pass."""
    return lambda value: (
        isinstance(value, dict) and all(map(is_text, value)) and all(map(check, value.values()))
    )


def whole(low: int, high: int | None = None) -> Check:
    """A whole number within limits; `true` and `2.0` are none."""
    return lambda value: type(value) is int and low <= value and (high is None or value <= high)


def text(most: int) -> Check:
    """Written characters, at most so many; it may be empty."""
    return lambda value: is_text(value) and len(value) <= most


def like(pattern: str) -> Check:
    """Text that matches a whole pattern."""
    compiled = re.compile(pattern)
    return lambda value: isinstance(value, str) and bool(compiled.fullmatch(value))


def is_text(value: Any) -> bool:
    """Characters that can be stored and printed: no control sign, no half of a character."""
    return isinstance(value, str) and all(
        unicodedata.category(character) not in ("Cc", "Cs") for character in value
    )


def is_uuid(value: Any) -> bool:
    """A UUID in its one usual spelling."""
    try:
        return isinstance(value, str) and str(UUID(value)) == value
    except ValueError:
        return False


def is_base64(value: Any) -> bool:
    """Bytes in strict base64."""
    try:
        return isinstance(value, str) and base64.b64decode(value, validate=True) is not None
    except ValueError:
        return False


is_hex_key = like("[0-9a-f]{64}")
is_digest = like("sha256:[0-9a-f]{64}")
