"""The note that a phone seals beside a picture: which sheet, and what a person tapped.

JSON: `version` 1, `code` (text of the symbol, or ""), `serial` (as typed, or ""), `side` (from 1),
`marks` (pairs of project and value, null for a plain box), `image` (`sha256:…` of the picture, ""
without one), `reader` (who found the symbol), `taken` (milliseconds since 1970 by the phone).
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from voting.codes import CodedError

MAX_MARKS = 600
MAX_TEXT = 100
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST = 4_102_444_800_000  # the year 2100: a clock beyond it says nothing


@dataclass(frozen=True)
class Note:
    """A note that has the right shape; nothing in it is believed yet.

    `taken_at` is None where the phone's clock gives no date of this century.
    """

    code: str
    serial: str
    side: int
    marks: tuple[tuple[str, int | None], ...]
    image: str
    reader: str
    taken_at: datetime | None


def parse_note(data: bytes) -> Note:
    """Read a note strictly; CodedError `malformed` for anything else."""
    try:
        document = json.loads(data)
        if not isinstance(document, dict) or document["version"] != 1:
            raise ValueError("not a note of this version")
        marks = document["marks"]
        if not isinstance(marks, list) or len(marks) > MAX_MARKS:
            raise ValueError("no list of marks")
        return Note(
            code=_text(document["code"]),
            serial=_text(document["serial"]),
            side=_number(document["side"], 1, 15),
            marks=tuple(_mark(mark) for mark in marks),
            image=_text(document["image"]),
            reader=_text(document["reader"])[:40],
            taken_at=_moment(document["taken"]),
        )
    except (ValueError, KeyError, TypeError, RecursionError):
        raise CodedError("malformed") from None


def _text(value: Any) -> str:
    if not isinstance(value, str) or len(value) > MAX_TEXT or "\0" in value:
        raise ValueError("no short text")
    value.encode()  # half a pair of surrogates is no text
    return value


def _number(value: Any, least: int, most: int) -> int:
    if type(value) is not int or not least <= value <= most:
        raise ValueError("no such number")
    return value


def _mark(value: Any) -> tuple[str, int | None]:
    project, number = value
    return _text(project), None if number is None else _number(number, -1000, 1_000_000)


def _moment(value: Any) -> datetime | None:
    if type(value) is not int or not 0 < value < _LATEST:
        return None
    return _EPOCH + timedelta(milliseconds=value)
