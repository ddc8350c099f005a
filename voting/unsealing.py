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

from budgeting.digests import digest_of
from voting.codes import CodedError
from voting.formats import parse_format, read_canonical
from voting.sealing import ElectionKey, ballots_digest, unseal

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
    """The export, if its digest holds; refuses `not_an_export` and `export_changed`."""
    if not isinstance(document, dict) or "envelopes" not in document:
        raise DocumentError("not_an_export")
    content = {key: value for key, value in document.items() if key != "digest"}
    if digest_of(content) != document.get("digest"):
        raise DocumentError("export_changed")
    return document


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
    read_canonical(
        parse_format(export["ballot_format"]),
        text,
        costs=export["costs"],
        budget=export["budget"],
    )
    return OpenedBallot(envelope["channel"], text, envelope["imprint"])


def read_opening(document: Any) -> OpenedBox:
    """The offline machine's answer; refuses `not_an_opening` and `opening_changed`."""
    try:
        opened = OpenedBox(
            edition=UUID(document["edition"]),
            export_digest=document["export_digest"],
            ballots=tuple(OpenedBallot(**ballot) for ballot in document["ballots"]),
            unreadable=tuple(dict(entry) for entry in document["unreadable"]),
        )
        stated = document["ballots_digest"]
        for ballot in opened.ballots:
            json.loads(ballot.choices)
    except (KeyError, TypeError, ValueError):
        raise DocumentError("not_an_opening") from None
    if opened.digest != stated:
        raise DocumentError("opening_changed")
    return opened
