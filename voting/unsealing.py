"""Opening the box, apart from any database: sealed envelopes in, shuffled ballots out.

Runs on an offline machine over an exported file, or in the weaker web ceremony. The export names
no credential: a binding is an opaque keyed name. Envelopes that fail are counted, never dropped.
"""

import base64
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from budgeting.digests import canonical_json, digest_of
from voting import shapes
from voting.codes import CodedError
from voting.formats import FormatError, parse_format, read_canonical
from voting.sealing import ElectionKey, ballots_digest, unseal
from voting.shares import MOST_SHARES

VERSION = 1


class DocumentError(CodedError):
    """`not_an_export`, `export_changed`, `not_an_opening` or `opening_changed`."""


@dataclass(frozen=True)
class OpenedBallot:
    """Channel, choices as canonical JSON text, and the imprint of a paper ballot (or empty)."""

    channel: str
    choices: str
    imprint: str

    def triple(self) -> tuple[str, str, str | None]:
        return self.channel, self.choices, self.imprint or None

    def choices_value(self) -> Any:
        """The choices as a JSON value: a list of ids, or id to number."""
        return json.loads(self.choices)


@dataclass(frozen=True)
class OpenedBox:
    """All ballots in an order that says nothing, and what could not be read."""

    edition: UUID
    export_digest: str
    ballots: tuple[OpenedBallot, ...]
    unreadable: tuple[dict[str, str], ...]

    @property
    def digest(self) -> str:
        return ballots_digest(ballot.triple() for ballot in self.ballots)

    def document(self) -> dict[str, Any]:
        """The file that goes back to the server."""
        return {
            "version": VERSION,
            "edition": str(self.edition),
            "export_digest": self.export_digest,
            "ballots_digest": self.digest,
            "ballots": [vars(ballot) for ballot in self.ballots],
            "unreadable": list(self.unreadable),
        }


def export_document(
    edition: UUID,
    *,
    public_key: str,
    threshold: int,
    ballot_format: Mapping[str, Any],
    costs: Mapping[str, int],
    budget: int,
    envelopes: Sequence[Mapping[str, str]],
    unverified: Sequence[Mapping[str, str]],
) -> dict[str, Any]:
    """The export: envelopes (`binding`, `channel`, `imprint`, `receipt`, `sealed` in base64)
    sorted by their opaque names, those whose MAC failed apart, and a digest over all of it."""
    content = {
        "version": VERSION,
        "edition": str(edition),
        "public_key": public_key,
        "threshold": threshold,
        "ballot_format": dict(ballot_format),
        "costs": dict(costs),
        "budget": budget,
        "envelopes": sorted(envelopes, key=lambda envelope: envelope["binding"]),
        "unverified": sorted(unverified, key=lambda envelope: envelope["receipt"]),
    }
    return {**content, "digest": digest_of(content)}


def check_export(document: Any) -> Mapping[str, Any]:
    """The export, if every field is what it should be and its digest holds.

    Refuses `not_an_export` and `export_changed`.
    """
    if not _IS_EXPORT(document) or not _is_format(document["ballot_format"]):
        raise DocumentError("not_an_export")
    content = {key: value for key, value in document.items() if key != "digest"}
    if digest_of(content) != document["digest"]:
        raise DocumentError("export_changed")
    checked: Mapping[str, Any] = document
    return checked


def _is_format(spec: Mapping[str, Any]) -> bool:
    try:
        parse_format(spec)
    except CodedError:
        return False
    return True


def open_box(
    export: Mapping[str, Any], key: ElectionKey, *, shuffle: Callable[[list[Any]], None]
) -> OpenedBox:
    """Open every envelope of a checked export; `shuffle` is SystemRandom().shuffle."""
    ballots: list[OpenedBallot] = []
    unreadable = [dict(envelope) for envelope in export["unverified"]]
    for envelope in export["envelopes"]:
        try:
            ballots.append(_opened(export, envelope, key))
        except CodedError as error:
            unreadable.append({"receipt": envelope["receipt"], "code": error.code})
    shuffle(ballots)
    return OpenedBox(
        edition=UUID(export["edition"]),
        export_digest=export["digest"],
        ballots=tuple(ballots),
        unreadable=tuple(sorted(unreadable, key=lambda entry: entry["receipt"])),
    )


def _opened(
    export: Mapping[str, Any], envelope: Mapping[str, str], key: ElectionKey
) -> OpenedBallot:
    text = unseal(
        key.private,
        base64.b64decode(envelope["sealed"]),
        edition=UUID(export["edition"]),
        binding=envelope["binding"],
    )
    fmt = parse_format(export["ballot_format"])
    try:
        read_canonical(fmt, text, costs=export["costs"], budget=export["budget"])
    except RecursionError:
        raise FormatError("malformed") from None
    return OpenedBallot(envelope["channel"], text, envelope["imprint"])


def read_opening(document: Any) -> OpenedBox:
    """The offline machine's answer; refuses `not_an_opening` and `opening_changed`.

    Every field is of the right kind; whether the choices fit the edition's format is for whoever
    knows the edition.
    """
    if not _IS_OPENING(document):
        raise DocumentError("not_an_opening")
    opened = OpenedBox(
        edition=UUID(document["edition"]),
        export_digest=document["export_digest"],
        ballots=tuple(OpenedBallot(**ballot) for ballot in document["ballots"]),
        unreadable=tuple(dict(entry) for entry in document["unreadable"]),
    )
    if opened.digest != document["ballots_digest"]:
        raise DocumentError("opening_changed")
    return opened


def _is_choices(value: Any) -> bool:
    """Canonical JSON text of a list of ids, or of whole numbers by id."""
    try:
        choices = json.loads(value) if isinstance(value, str) else None
        if not _IS_LIST(choices) and not _IS_NUMBERS(choices):
            return False
        return bool(canonical_json(choices) == value)
    except (ValueError, RecursionError):
        return False


_IS_LIST = shapes.many(shapes.is_text)
_IS_NUMBERS = shapes.mapping(lambda value: type(value) is int)
_IS_VERSION = shapes.whole(VERSION, VERSION)
_IS_CHANNEL = shapes.like("online|paper")
_IS_SHORT = shapes.text(40)
_ARE_UNREAD = shapes.many(shapes.fields(receipt=_IS_SHORT, code=_IS_SHORT))
_IS_EXPORT = shapes.fields(
    version=_IS_VERSION,
    edition=shapes.is_uuid,
    public_key=shapes.is_hex_key,
    threshold=shapes.whole(0, MOST_SHARES),
    ballot_format=lambda value: isinstance(value, dict),
    costs=shapes.mapping(shapes.whole(0)),
    budget=shapes.whole(0),
    envelopes=shapes.many(
        shapes.fields(
            binding=shapes.is_hex_key,
            channel=_IS_CHANNEL,
            imprint=_IS_SHORT,
            receipt=_IS_SHORT,
            sealed=shapes.is_base64,
        )
    ),
    unverified=_ARE_UNREAD,
    digest=shapes.is_digest,
)
_IS_OPENING = shapes.fields(
    version=_IS_VERSION,
    edition=shapes.is_uuid,
    export_digest=shapes.is_digest,
    ballots_digest=shapes.is_digest,
    ballots=shapes.many(shapes.fields(channel=_IS_CHANNEL, choices=_is_choices, imprint=_IS_SHORT)),
    unreadable=_ARE_UNREAD,
)
