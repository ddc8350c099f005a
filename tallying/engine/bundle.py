"""The published bundle: one zip with the ballots, the rules, the results and every step of them.

Two bundles of the same content are the same bytes. `lines.txt` has one mark for each line of the
election file, so that a line that was changed can be named. Where the rules of an edition keep the
ballots back, the bundle has the projects, the results and a transcript that names sums only.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from tallying.engine.bundle_program import PROGRAM
from tallying.engine.bundle_readme import README, README_WITHHELD
from tallying.engine.bundle_zip import missing, packed, unpacked
from tallying.engine.election import Election, json_object, sha256
from tallying.engine.errors import EngineError
from tallying.engine.outcome import Outcome
from tallying.engine.pabulib import parse_pabulib, write_pabulib
from tallying.engine.rows import MOST_BYTES
from tallying.engine.rule import Rule
from tallying.engine.small_cells import without_small_cells
from tallying.engine.transcript import transcript_text

ELECTION, RULE, RESULT, DIGESTS = "election.pb", "rule.json", "result.json", "digests.json"
TRANSCRIPT, LINES, RECOUNT = "transcript.jsonl", "lines.txt", "recount.py"
README_NAME = "README.txt"
# Bundles of version 1 had no transcript, no marks of lines and no program.
ADDED = (TRANSCRIPT, LINES, RECOUNT)
COVERED = (ELECTION, RULE, RESULT, README_NAME, *ADDED)
_MOST = {
    ELECTION: MOST_BYTES,
    RESULT: 20 << 20,
    RULE: 1 << 20,
    DIGESTS: 1 << 20,
    README_NAME: 1 << 20,
    TRANSCRIPT: 50 << 20,
    LINES: 50 << 20,
    RECOUNT: 1 << 20,
}
VERSION = 2
MARK_DIGITS = 8


@dataclass(frozen=True)
class Bundle:
    """What a bundle holds. `results` are the published outcomes, the deciding one first;
    `rules` the rules that made them, in the same order. `digests` are those of the files.
    `transcript` is None in a bundle of version 1; `withheld` says that there are no ballots.
    """

    election: Election
    rules: tuple[Rule, ...]
    seed: str
    results: tuple[dict[str, Any], ...]
    digests: dict[str, str]
    transcript: str | None = None
    withheld: bool = False


def write_bundle(
    election: Election,
    outcomes: Sequence[Outcome],
    software: str = "",
    *,
    steps: str | None = None,
    ballots: bool = True,
) -> bytes:
    """The zip for `outcomes` of one seed: first the one that decides, then its shadows.

    `software` names the program and version that counted. `steps`: the transcript of all outcomes,
    made where it is not given. Without `ballots` these stay back. Raises EngineError
    `nothing_to_publish` (no outcomes) or `seeds_differ` (not counted with one seed).
    """
    if not outcomes:
        raise EngineError("nothing_to_publish", "A bundle needs at least one outcome.")
    if len({outcome.seed for outcome in outcomes}) > 1:
        raise EngineError("seeds_differ", "The outcomes were counted with different seeds.")
    steps = transcript_text(election, outcomes) if steps is None else steps
    members = {
        ELECTION: write_pabulib(election if ballots else replace(election, ballots=())).encode(),
        RULE: json_bytes(_rules(outcomes, software, ballots=ballots)),
        RESULT: json_bytes([outcome.to_json() for outcome in outcomes]),
        README_NAME: (README if ballots else README_WITHHELD).encode(),
        TRANSCRIPT: (steps if ballots else without_small_cells(steps)).encode(),
        RECOUNT: PROGRAM.encode(),
    }
    members[LINES] = "\n".join([*marks_of(members[ELECTION]), ""]).encode()
    members[DIGESTS] = json_bytes({name: sha256(members[name]) for name in COVERED})
    return packed(members)


def _rules(outcomes: Sequence[Outcome], software: str, *, ballots: bool) -> dict[str, Any]:
    return {
        "version": VERSION,
        "software": software,
        "seed": outcomes[0].seed,
        "ballots": "published" if ballots else "withheld",
        "rule": outcomes[0].rule.to_json(),
        "shadow_rules": [outcome.rule.to_json() for outcome in outcomes[1:]],
    }


def marks_of(content: bytes) -> list[str]:
    """For each line of a file the first digits of its SHA-256."""
    lines = content.split(b"\n")
    ended = lines[:-1] if lines[-1] == b"" else lines
    return [hashlib.sha256(line).hexdigest()[:MARK_DIGITS] for line in ended]


def read_bundle(data: bytes) -> Bundle:
    """The content of a zip, after every digest was checked.

    Raises EngineError `digest_mismatch` (naming the file), and what `open_bundle` and
    `parsed_bundle` raise.
    """
    members = open_bundle(data)
    for name in changed_files(members):
        sentence = f"{name} is not the file that was published."
        raise EngineError("digest_mismatch", sentence, file=name)
    return parsed_bundle(members)


def open_bundle(data: bytes) -> dict[str, bytes]:
    """The files of a bundle by name, whatever is in them.

    Raises EngineError `not_a_zip`, `member_missing`, `member_too_large`, `member_broken` or
    `bundle_not_readable`.
    """
    members = unpacked(data, _MOST, ADDED)
    if _version(members) == 1:
        return {name: content for name, content in members.items() if name not in ADDED}
    for name in ADDED:
        if name not in members:
            raise missing(name)
    return members


def changed_files(members: dict[str, bytes]) -> list[str]:
    """The files whose digest is not the one that was published; `bundle_not_readable`."""
    digests = json_object(_parsed(members, DIGESTS), "bundle_not_readable", DIGESTS)
    return [
        name for name in COVERED if name in members and digests.get(name) != sha256(members[name])
    ]


def parsed_bundle(members: dict[str, bytes]) -> Bundle:
    """What the files say, without looking at digests.

    Raises EngineError `bundle_not_readable`, and what the reader of the election and the rules
    raise.
    """
    digests = json_object(_parsed(members, DIGESTS), "bundle_not_readable", DIGESTS)
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
    return Bundle(
        parse_pabulib(members[ELECTION]),
        known,
        seed,
        checked,
        digests,
        transcript=_text(members, TRANSCRIPT) if TRANSCRIPT in members else None,
        withheld=rules.get("ballots") == "withheld",
    )


def _version(members: dict[str, bytes]) -> object:
    try:
        return json_object(_parsed(members, RULE), "bundle_not_readable", RULE).get("version")
    except EngineError:
        # It says so when the file is read, after its digest was looked at.
        return None


def json_bytes(data: object) -> bytes:
    """JSON as it stands in a bundle."""
    return (json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def _text(members: dict[str, bytes], name: str) -> str:
    try:
        return members[name].decode()
    except UnicodeDecodeError as error:
        raise EngineError("bundle_not_readable", f"{name} is not UTF-8 text.") from error


def _parsed(members: dict[str, bytes], name: str) -> object:
    try:
        found = json.loads(members[name])
        # Half a character can be read, but never written again.
        json.dumps(found, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise EngineError("bundle_not_readable", f"{name} is not JSON.") from error
    return found
