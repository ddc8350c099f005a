"""The chain of the audit trail, as arithmetic: what a digest covers, and where a chain is broken.

Each line's digest covers its content and the digest of the line before (a hash chain, as in
Haber and Stornetta, "How to time-stamp a digital document", 1991). A chain alone shows edits and
holes in the middle; that its end is missing, or that all of it was written anew, shows only
against heads that were published before.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from budgeting.digests import digest_of

GENESIS = "sha256:" + "0" * 64
Heads = Mapping[int, str]


@dataclass(frozen=True)
class Content:
    """What a line says; councils and editions by id, the actor by role and id."""

    at: datetime
    council: int | None
    edition: int | None
    actor: str
    event: str
    data: Mapping[str, Any]


@dataclass(frozen=True)
class Line:
    """A line of the chain; `content` is None where only its place is known to the reader."""

    sequence: int
    previous: str
    digest: str
    content: Content | None = None


@dataclass(frozen=True)
class Problem:
    """Where and how the trail does not hold.

    Codes: `gap` (lines are missing before this one), `unlinked` (it does not follow the line
    before), `changed` (it is not what its digest covers), `head_differs` (another head was
    published for it), `shortened` (a published line is not there); and, told by others, `unnoted`
    (its head is nowhere noted) and, with number 0, for no line, `unguarded` (triggers are gone) and
    `unrecorded` (something is stored that a line should name).
    """

    sequence: int
    code: str


def digest_for(sequence: int, previous: str, content: Content) -> str:
    """The digest of a line: everything in it, and the digest before."""
    return digest_of(
        {
            "sequence": sequence,
            "at": content.at.astimezone(UTC).isoformat(),
            "council": content.council,
            "edition": content.edition,
            "actor": content.actor,
            "event": content.event,
            "data": content.data,
            "previous": previous,
        }
    )


def problems(lines: Iterable[Line], heads: Heads) -> Iterator[Problem]:
    """Everything wrong with a chain, read in order of its lines; `heads` are digests by number."""
    previous, expected = GENESIS, 1
    for line in lines:
        if line.sequence != expected:
            yield Problem(line.sequence, "gap")
        elif line.previous != previous:
            yield Problem(line.sequence, "unlinked")
        if line.content and line.digest != digest_for(line.sequence, line.previous, line.content):
            yield Problem(line.sequence, "changed")
        if heads.get(line.sequence, line.digest) != line.digest:
            yield Problem(line.sequence, "head_differs")
        previous, expected = line.digest, line.sequence + 1
    for sequence in sorted(number for number in heads if number >= expected):
        yield Problem(sequence, "shortened")


def line_to_json(line: Line) -> dict[str, Any]:
    """A line for a file of lines; without its content where the reader may not see it."""
    found: dict[str, Any] = {"sequence": line.sequence}
    if line.content:
        found |= {
            "at": line.content.at.astimezone(UTC).isoformat(),
            "council": line.content.council,
            "edition": line.content.edition,
            "actor": line.content.actor,
            "event": line.content.event,
            "data": line.content.data,
        }
    return found | {"previous": line.previous, "digest": line.digest}


def line_from_json(found: Mapping[str, Any]) -> Line:
    """The inverse of `line_to_json`; raises KeyError, TypeError or ValueError for another shape."""
    content = None
    if "at" in found:
        names = ("council", "edition", "actor", "event", "data")
        content = Content(datetime.fromisoformat(found["at"]), *(found[name] for name in names))
    return Line(int(found["sequence"]), str(found["previous"]), str(found["digest"]), content)


def head_from_text(text: str) -> tuple[int, str]:
    """`12:sha256:…` as a number and a digest; raises ValueError."""
    number, _colon, digest = text.strip().partition(":")
    if not digest.startswith("sha256:"):
        raise ValueError(text)
    return int(number), digest
