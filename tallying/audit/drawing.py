"""Which sheets are drawn: anybody gets the same list from the manifest and the dice.

After Rivest's sampler (R. L. Rivest, `sampler.py`, 2011, as used in Stark's tools for audits):
SHA-256 over a text that has the public seed and a counter in it, taken as one whole number.

The manifest is a JSON object. Its digest is SHA-256 over its canonical text: keys sorted by code
point, no white space, characters as themselves in UTF-8, written as "sha256:" and 64 hexadecimal
digits. Sheets are numbered through from 0: first all places of the first pile in `piles`, from the
top, then those of the second, and so on; `places` says how many a pile has. In draw i = 1, 2, 3 …
the number of the sheet is

    SHA-256(digest + "," + seed + "," + i)  mod  (number of all places)

where the text is UTF-8, i is written in plain decimal digits, and the 32 bytes are read as a whole
number with the first byte highest. (The remainder favours no place by more than 2**-200.)

`method` with-replacement: the first `size` draws, and a sheet that comes twice counts twice.
without-replacement: draws go on until `size` different sheets have come. all: every sheet.

Test vectors, for 10 places, the digest "sha256:" and 64 zeros, seed "31415926535897932384", places
counted from 0: the first twelve draws are 8, 9, 8, 9, 6, 3, 2, 1, 6, 9, 0, 5.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tallying.audit.errors import AuditError

KIND = "paper-audit-manifest"
VERSION = 1
ALL, WITH, WITHOUT = METHODS = ("all", "with-replacement", "without-replacement")
FEWEST_DIGITS = 20
MOST_PLACES = 1_000_000
# Who asks for all but a few of the sheets without replacement would draw for very long.
MOST_DRAWS = 50_000_000
_DIGITS = re.compile(r"[0-9]+", re.ASCII)
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")


@dataclass(frozen=True, order=True)
class Ticket:
    """One sheet to look up: which pile, and which sheet from the top, both counted from 1."""

    pile: int
    sheet: int


@dataclass(frozen=True)
class Pile:
    """One pile of paper: `sheets` counted by hand, `imprints` of its recorded ballots in order.

    `places` is the larger of both: a sheet that nobody recorded can be drawn, and so can a record
    that has no sheet.
    """

    number: int
    name: str
    sheets: int
    batches: tuple[int, ...] = ()
    imprints: tuple[str, ...] = ()

    @property
    def places(self) -> int:
        """How many sheets of this pile can be drawn."""
        return max(self.sheets, len(self.imprints))

    def imprint(self, sheet: int) -> str | None:
        """The recorded ballot of a sheet, counted from 1; None where none was recorded."""
        return self.imprints[sheet - 1] if 0 < sheet <= len(self.imprints) else None

    def to_json(self) -> dict[str, Any]:
        """The pile as it stands in the manifest."""
        return {
            "number": self.number,
            "name": self.name,
            "sheets": self.sheets,
            "places": self.places,
            "batches": list(self.batches),
            "imprints": list(self.imprints),
        }


@dataclass(frozen=True)
class Manifest:
    """What is fixed before the dice: the piles, the record, and how much is drawn.

    `record` is the digest of the recorded ballots, so that the record cannot change once it is
    known which sheets will be looked at. `margin` in votes, None where no risk limit can be had;
    `risk_percent` the risk limit.
    """

    edition: str
    record: str
    method: str
    size: int
    piles: tuple[Pile, ...]
    margin: int | None = None
    risk_percent: int = 5

    @property
    def places(self) -> int:
        """How many sheets can be drawn, of all piles."""
        return sum(pile.places for pile in self.piles)

    def to_json(self) -> dict[str, Any]:
        """The document that is published; see `digest`."""
        return {
            "kind": KIND,
            "version": VERSION,
            "edition": self.edition,
            "record": self.record,
            "method": self.method,
            "size": self.size,
            "margin": self.margin,
            "risk_percent": self.risk_percent,
            "piles": [pile.to_json() for pile in self.piles],
        }

    @property
    def text(self) -> str:
        """The canonical text of which the digest is."""
        document = self.to_json()
        return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    @property
    def digest(self) -> str:
        """SHA-256 over the canonical text, as it is published."""
        return "sha256:" + hashlib.sha256(self.text.encode()).hexdigest()

    def pile(self, number: int) -> Pile:
        """A pile by its number. Raises AuditError `pile_unknown`."""
        found = next((pile for pile in self.piles if pile.number == number), None)
        if found is None:
            raise AuditError("pile_unknown", f"There is no pile {number}.")
        return found

    def ticket(self, place: int) -> Ticket:
        """The sheet at a place, counted from 0 through all piles."""
        for pile in self.piles:
            if place < pile.places:
                return Ticket(pile.number, place + 1)
            place -= pile.places
        raise AuditError("place_unknown", "There are fewer sheets than that.")


def seed_from(text: str) -> str:
    """The digits of the dice without spaces. Raises AuditError `seed_not_digits` or
    `seed_too_short` (fewer than 20: nobody may hope to try them all beforehand)."""
    digits = "".join(text.split())
    if not _DIGITS.fullmatch(digits):
        raise AuditError("seed_not_digits", "The number drawn in public has digits only.")
    if len(digits) < FEWEST_DIGITS:
        raise AuditError("seed_too_short", "The number drawn in public has at least 20 digits.")
    return digits


def numbers(digest: str, seed: str, places: int) -> Iterator[int]:
    """The places that are drawn, from 0, one after the other and without an end."""
    draw = 0
    while places > 0:
        draw += 1
        found = hashlib.sha256(f"{digest},{seed},{draw}".encode()).digest()
        yield int.from_bytes(found) % places


def sample(manifest: Manifest, seed: str, size: int | None = None) -> list[Ticket]:
    """The sheets that are drawn, in the order of the draws; `size` in place of the manifest's.

    With replacement a sheet may stand in it more than once. Raises AuditError `too_many_drawn`.
    """
    wanted = manifest.size if size is None else size
    if manifest.method == ALL or (manifest.method == WITHOUT and wanted >= manifest.places):
        return [manifest.ticket(place) for place in range(manifest.places)]
    if wanted > MOST_PLACES:
        raise AuditError("too_many_drawn", "More than a million draws.")
    found: dict[int, None] = {}
    drawn: list[int] = []
    for count, place in enumerate(numbers(manifest.digest, seed, manifest.places)):
        if len(drawn) >= wanted or count >= MOST_DRAWS:
            break
        if manifest.method == WITH or place not in found:
            drawn.append(place)
            found[place] = None
    return [manifest.ticket(place) for place in drawn]


def read_manifest(document: object) -> Manifest:
    """A manifest from its published JSON. Raises AuditError `manifest_broken`."""
    data = _object(document)
    if data.get("kind") != KIND or data.get("version") != VERSION:
        raise _broken("this is no manifest of an audit in version 1")
    piles = data.get("piles")
    if not isinstance(piles, list) or len(piles) > 10_000:
        raise _broken("piles is not a list")
    margin, record = data.get("margin"), data.get("record")
    if not isinstance(record, str) or not _DIGEST.fullmatch(record):
        raise _broken("record is no digest")
    if data.get("method") not in METHODS:
        raise _broken("method is not known")
    found = Manifest(
        edition=_text(data, "edition"),
        record=record,
        method=data["method"],
        size=_whole(data, "size"),
        piles=tuple(_pile(_object(one)) for one in piles),
        margin=None if margin is None else _whole(data, "margin"),
        risk_percent=_whole(data, "risk_percent"),
    )
    if found.to_json() != data or found.places > MOST_PLACES:
        raise _broken("it says more, or other things, than a manifest has")
    return found


def _pile(data: Mapping[str, Any]) -> Pile:
    batches, imprints = data.get("batches"), data.get("imprints")
    if not (isinstance(batches, list) and all(type(one) is int for one in batches)):
        raise _broken("batches is not a list of whole numbers")
    if not (isinstance(imprints, list) and all(isinstance(one, str) for one in imprints)):
        raise _broken("imprints is not a list of texts")
    number, sheets = _whole(data, "number"), _whole(data, "sheets")
    return Pile(number, _text(data, "name"), sheets, tuple(batches), tuple(imprints))


def _object(data: object) -> Mapping[str, Any]:
    if not isinstance(data, dict):
        raise _broken("there is no JSON object where one belongs")
    return data


def _text(data: Mapping[str, Any], key: str) -> str:
    value = data.get(key)
    if not isinstance(value, str) or len(value) > 200:
        raise _broken(f"{key} is not a short text")
    return value


def _whole(data: Mapping[str, Any], key: str) -> int:
    value = data.get(key)
    if type(value) is not int or not 0 <= value <= 10**9:
        raise _broken(f"{key} is not a whole number")
    return value


def _broken(why: str) -> AuditError:
    return AuditError("manifest_broken", f"The manifest cannot be read: {why}.")
