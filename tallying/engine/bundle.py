"""The published bundle: one zip with the ballots, the rules and the results, and their digests.

Two bundles of the same content are the same bytes: members have a fixed order, time and mode, and
are stored without compression, whose bytes would differ from one zlib to the next.
"""

import io
import json
import struct
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tallying.engine.bundle_readme import README
from tallying.engine.election import Election, json_object, sha256
from tallying.engine.errors import EngineError
from tallying.engine.outcome import Outcome
from tallying.engine.pabulib import parse_pabulib, write_pabulib
from tallying.engine.rows import MOST_BYTES
from tallying.engine.rule import Rule

ELECTION, RULE, RESULT, DIGESTS = "election.pb", "rule.json", "result.json", "digests.json"
README_NAME = "README.txt"
COVERED = (ELECTION, RULE, RESULT, README_NAME)
_MOST = {
    ELECTION: MOST_BYTES,
    RESULT: 20 << 20,
    RULE: 1 << 20,
    DIGESTS: 1 << 20,
    README_NAME: 1 << 20,
}
# Other ways of packing are slow to unpack or break in ways of their own.
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# What zipfile raises on a damaged zip, as its parts trip over it.
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)
_TIME = (1980, 1, 1, 0, 0, 0)
VERSION = 1


@dataclass(frozen=True)
class Bundle:
    """What a bundle holds. `results` are the published outcomes, the deciding one first;
    `rules` the rules that made them, in the same order. `digests` are those of the files.
    """

    election: Election
    rules: tuple[Rule, ...]
    seed: str
    results: tuple[dict[str, Any], ...]
    digests: dict[str, str]


def write_bundle(election: Election, outcomes: Sequence[Outcome], software: str = "") -> bytes:
    """The zip for `outcomes` of one seed: first the one that decides, then its shadows.

    `software` names the program and version that counted. Raises EngineError `nothing_to_publish`
    without outcomes and `seeds_differ` when they were not counted with one seed.
    """
    if not outcomes:
        raise EngineError("nothing_to_publish", "A bundle needs at least one outcome.")
    if len({outcome.seed for outcome in outcomes}) > 1:
        raise EngineError("seeds_differ", "The outcomes were counted with different seeds.")
    rules = {
        "version": VERSION,
        "software": software,
        "seed": outcomes[0].seed,
        "rule": outcomes[0].rule.to_json(),
        "shadow_rules": [outcome.rule.to_json() for outcome in outcomes[1:]],
    }
    members = {
        ELECTION: write_pabulib(election).encode(),
        RULE: _json(rules),
        RESULT: _json([outcome.to_json() for outcome in outcomes]),
        README_NAME: README.encode(),
    }
    members[DIGESTS] = _json({name: sha256(members[name]) for name in COVERED})
    return _zip(members)


def read_bundle(data: bytes) -> Bundle:
    """The content of a zip, after every digest was checked.

    Raises EngineError `not_a_zip`, `member_missing`, `member_too_large`, `member_broken`,
    `digest_mismatch` (naming the file), `bundle_not_readable`, and what the reader of the election
    and the rules raise.
    """
    members = _members(data)
    digests = json_object(_parsed(members, DIGESTS), "bundle_not_readable", DIGESTS)
    for name in COVERED:
        if digests.get(name) != sha256(members[name]):
            raise EngineError(
                "digest_mismatch", f"{name} is not the file that was published.", file=name
            )
    rules = json_object(_parsed(members, RULE), "bundle_not_readable", RULE)
    results = _parsed(members, RESULT)
    shadows, seed = rules.get("shadow_rules", []), rules.get("seed", "")
    if not isinstance(shadows, list) or not isinstance(seed, str) or not isinstance(results, list):
        raise EngineError("bundle_not_readable", f"{RULE} or {RESULT} is not as expected.")
    known = tuple(Rule.from_json(item) for item in (rules.get("rule"), *shadows))
    if len(known) != len(results):
        raise EngineError(
            "bundle_not_readable",
            f"{RULE} has {len(known)} rules, {RESULT} {len(results)} results.",
        )
    checked = tuple(json_object(item, "bundle_not_readable", RESULT) for item in results)
    return Bundle(parse_pabulib(members[ELECTION]), known, seed, checked, digests)


def _json(data: object) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def _parsed(members: dict[str, bytes], name: str) -> object:
    try:
        found = json.loads(members[name])
        # Half a character can be read, but never written again.
        json.dumps(found, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise EngineError("bundle_not_readable", f"{name} is not JSON.") from error
    return found


def _zip(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in sorted(members.items()):
            info = zipfile.ZipInfo(name, _TIME)
            info.create_system, info.external_attr = 3, 0o644 << 16
            archive.writestr(info, content)
    return buffer.getvalue()


def _members(data: bytes) -> dict[str, bytes]:
    """The members by name; sizes are checked while unpacking, whatever the zip states."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return {name: _member(archive, name) for name in (*COVERED, DIGESTS)}
    except _DAMAGED as error:
        raise EngineError("not_a_zip", "The file is not a zip, or it is damaged.") from error


def _member(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        info = archive.getinfo(name)
        if info.compress_type not in _PACKED:
            sentence = f"{name} is packed in a way that is not read; store or deflate it."
            raise EngineError("member_broken", sentence, file=name)
        if info.file_size <= _MOST[name]:
            with archive.open(info) as stream:
                content = stream.read(_MOST[name] + 1)
            if len(content) <= _MOST[name]:
                return content
    except KeyError as error:
        raise EngineError("member_missing", f"The bundle has no {name}.", file=name) from error
    except _DAMAGED as error:
        raise EngineError("member_broken", f"{name} is damaged in the zip.", file=name) from error
    raise EngineError("member_too_large", f"{name} is too large.", file=name)
