"""Readings: the marks that a machine or a person saw on one side of a sheet.

A reading is kept as padded JSON, encrypted; outside the page of the one who handles a sheet it
exists as a keyed fingerprint only. What marks mean is decided by the edition's ballot format.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from budgeting.digests import canonical_json
from budgeting.errors import Refused
from budgeting.models import Edition
from voting.formats import parse_format
from voting.sealing import EditionKeys
from voting.services.casting import canonical_choices

Mark = tuple[str, int | None]
"""A marked box: project id, and the value of a numbered column."""

PADDED_TO = 16_384  # bytes: more than any side takes, so the length does not tell what is marked
TOO_FEW = {"too_few": "under_limit"}


@dataclass(frozen=True)
class Doubt:
    """Something a person must look at: `faint`, `corrected` or `outside_mark`.

    `area` is where it is in the stored picture, in pixels: left, top, width, height.
    """

    code: str
    project: str
    value: int | None = None
    area: tuple[int, int, int, int] | None = None


@dataclass(frozen=True)
class Reading:
    """What was read on one side; `marks` are sorted and without repetition."""

    side: int
    marks: tuple[Mark, ...]
    doubts: tuple[Doubt, ...] = ()
    scores: tuple[tuple[float, ...], ...] = ()

    def to_bytes(self) -> bytes:
        """JSON with spaces at its end, in whole blocks."""
        document = {
            "version": 1,
            "side": self.side,
            "marks": [list(mark) for mark in self.marks],
            "doubts": [
                [doubt.code, doubt.project, doubt.value, doubt.area] for doubt in self.doubts
            ],
            "scores": [list(row) for row in self.scores],
        }
        text = canonical_json(document).encode()
        return text.ljust(-(-len(text) // PADDED_TO) * PADDED_TO)

    @staticmethod
    def from_bytes(data: bytes) -> "Reading":
        document: dict[str, Any] = json.loads(data)
        return Reading(
            side=document["side"],
            marks=sorted_marks((project, value) for project, value in document["marks"]),
            doubts=tuple(
                Doubt(code, project, value, tuple(area) if area else None)
                for code, project, value, area in document["doubts"]
            ),
            scores=tuple(tuple(row) for row in document["scores"]),
        )


def sorted_marks(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    return tuple(sorted(set(marks), key=lambda mark: (mark[0], mark[1] or 0)))


def fingerprint_of(keys: EditionKeys, *, lookup: str, side: int, marks: Sequence[Mark]) -> str:
    """A keyed digest of the marks on one side of one sheet, 64 hexadecimal characters.

    Equal marks of two sheets give different fingerprints: they compare readings of one sheet.
    """
    text = canonical_json([lookup, side, [list(mark) for mark in sorted_marks(marks)]])
    return hmac.new(keys.mac, b"fingerprint/1/" + text.encode(), hashlib.sha256).hexdigest()


def marks_as_json(edition: Edition, marks: Sequence[Mark]) -> list[str] | dict[str, object]:
    """Marks for the test output: project ids, or id → value (a list where a row has several)."""
    if all(value is None for _project, value in marks) and not _has_columns(edition):
        return [project for project, _value in marks]
    found: dict[str, list[int | None]] = {}
    for project, value in marks:
        found.setdefault(project, []).append(value)
    return {p: values[0] if len(values) == 1 else values for p, values in found.items()}


def judge(edition: Edition, marks: Sequence[Mark]) -> tuple[str, object]:
    """What the marks of a whole sheet amount to: a code, or "" with the choices to be sealed.

    Codes: `blank`, `under_limit`, `over_limit` (too many, too dear, or two marks in one row).
    """
    if not marks:
        return "blank", None
    projects = [project for project, _value in marks]
    if len(set(projects)) < len(projects):
        return "over_limit", None
    choices: object = dict(marks) if _has_columns(edition) else projects
    try:
        canonical_choices(edition, choices)
    except Refused as refusal:
        return TOO_FEW.get(refusal.code, "over_limit"), None
    return "", choices


def _has_columns(edition: Edition) -> bool:
    form = parse_format(edition.ballot_format)
    return form.numbered or form.type == "ranking"
