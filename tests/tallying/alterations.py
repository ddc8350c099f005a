"""Bundles that somebody altered, each with the words a recount must say about it.

Every alteration comes twice: with the digests as they were, and with all marks and digests made
anew, as a forger would who hopes that nobody counts again.
"""

import io
import json
import zipfile
from collections.abc import Callable

from tallying.engine.bundle import (
    COVERED,
    DIGESTS,
    LINES,
    json_bytes,
    marks_of,
    write_bundle,
)
from tallying.engine.counting import Count
from tallying.engine.election import BallotGroup, Election, Project, canonical, sha256
from tallying.engine.outcome import digest_of_input
from tallying.engine.pabulib import parse_pabulib
from tallying.engine.rule import Rule

Files = dict[str, bytes]
SEED = "gra;ine é"
RULES = (
    Rule("mes-cost", completion="add1", then="greedy-votes", comparison=True),
    Rule("greedy-votes", threshold=2),
)


def published() -> bytes:
    """A small vote whose project ids are not simple, with a tie that the seed settles."""
    costs = {'say "a"': 60, "b; c": 60, "é 3": 90, "日本": 40, "5": 100, "free": 0}
    groups = {
        ('say "a"', "é 3"): 6,
        ("b; c", "日本"): 6,
        ("5",): 5,
        ("5", "free"): 1,
        ("é 3",): 3,
        (): 1,
    }
    election = Election(
        tuple(Project(item, cost, f"Name of {item}") for item, cost in costs.items()),
        tuple(BallotGroup(tuple(sorted(ids)), count) for ids, count in groups.items()),
        250,
    )
    counting = Count(election)
    return write_bundle(election, [counting.run(rule, SEED) for rule in RULES], "test")


def files_of(bundle: bytes) -> Files:
    """The files of a bundle by name."""
    with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(files: Files) -> bytes:
    """A bundle of these files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def sealed(files: Files) -> Files:
    """The files with the marks of lines and all digests made anew."""
    marks = "".join(f"{mark}\n" for mark in marks_of(files["election.pb"]))
    marked = {**files, LINES: marks.encode()}
    digests = {name: sha256(marked[name]) for name in COVERED}
    return {**marked, DIGESTS: json.dumps(digests).encode()}


def replaced(name: str, old: str, new: str, count: int = 1) -> Callable[[Files], Files]:
    """A file in which a text, which must be there, is another one."""

    def alter(files: Files) -> Files:
        text = files[name].decode()
        assert old in text, f"{name} has no {old!r}"
        return {**files, name: text.replace(old, new, count).encode()}

    return alter


def together(*steps: Callable[[Files], Files]) -> Callable[[Files], Files]:
    """One alteration after the other."""

    def alter(files: Files) -> Files:
        for step in steps:
            files = step(files)
        return files

    return alter


def forged(old: str, new: str) -> Callable[[Files], Files]:
    """result.json with another text, and the results' own digests made anew for it."""

    def alter(files: Files) -> Files:
        changed = replaced(RESULT, old, new)(files)
        results, seed = json.loads(changed[RESULT]), json.loads(changed[RULE])["seed"]
        vote = digest_of_input(parse_pabulib(changed[PB]))
        for result in results:
            outcome = {key: value for key, value in result.items() if key != "digest"}
            known = {"input": vote, "seed": seed, "outcome": outcome}
            result["digest"] = sha256(canonical(known))
        return {**changed, RESULT: json_bytes(results)}

    return alter


PB, RULE, RESULT, STEPS = "election.pb", "rule.json", "result.json", "transcript.jsonl"
Words = tuple[str, ...]
# What is altered; words that name it while digests are stale, and after they were made anew (None
# where it decides nothing, so that only a digest noted before can tell).
ALTERATIONS: dict[str, tuple[Callable[[Files], Files], Words, Words | None]] = {
    "a ballot": (
        replaced(PB, "\n22;é 3\n", "\n22;5\n"),
        (PB, "38", "22;5"),
        (STEPS, "é 3", RESULT, "digest"),
    ),
    "ballots whose sums stay the same": (
        together(replaced(PB, "7;5,free", "7;5"), replaced(PB, "22;é 3", "22;free,é 3")),
        (PB, "23", "38"),
        (RESULT, "digest"),
    ),
    "a ballot taken away": (
        together(replaced(PB, "22;é 3\n", ""), replaced(PB, "num_votes;22", "num_votes;21")),
        (PB, "4", "38"),
        (STEPS, "voters", "21"),
    ),
    "a cost": (
        replaced(PB, "日本;40", "日本;45"),
        (PB, "12", "日本;45"),
        (STEPS, "日本", "45", RESULT, "total_cost"),
    ),
    "the budget": (
        replaced(PB, "budget;250", "budget;290"),
        (PB, "5", "budget;290"),
        (STEPS, "budget", "290"),
    ),
    "a name": (replaced(PB, ";Name of 日本", ";Other"), (PB, "12", "Other"), None),
    "an id": (
        replaced(PB, "b; c", "b; d", 99),
        (PB, "10", "24", "b; d"),
        (STEPS, "b; c", "b; d"),
    ),
    "the rule": (
        replaced(RULE, '"mes-cost"', '"mes-cardinality"'),
        (RULE, "mes-cardinality"),
        ("rule", "mes-cardinality", STEPS),
    ),
    "an option": (
        replaced(RULE, '"add1"', '"none"'),
        (RULE, "completion"),
        ("completion", "add1", STEPS, "share"),
    ),
    "the threshold": (
        replaced(RULE, '"threshold": 2', '"threshold": 7'),
        (RULE, "threshold"),
        ("threshold", STEPS, "below_threshold"),
    ),
    "the seed": (
        replaced(RULE, '"seed": "gra;ine é"', '"seed": "graine"'),
        (RULE, "seed"),
        (STEPS, "seed", SEED),
    ),
    "a winner": (
        replaced(RESULT, '"b; c"\n    ],\n    "ties"', '"5"\n    ],\n    "ties"'),
        (RESULT, "selected"),
        (RESULT, "selected"),
    ),
    "a sum": (
        replaced(RESULT, '"total_cost": "250"', '"total_cost": "200"'),
        (RESULT, "total_cost", "200"),
        (RESULT, "total_cost", "200"),
    ),
    "a tie": (
        replaced(RESULT, '"changed_winners": true', '"changed_winners": false'),
        (RESULT,),
        (RESULT,),
    ),
    "a fingerprint": (
        replaced(RESULT, "sha256:", "sha256:0"),
        (RESULT, "digest"),
        (RESULT, "digest"),
    ),
    "a step": (
        replaced(STEPS, '"6.666666"', '"6.5"'),
        (STEPS, "11", "日本", "6.5"),
        (STEPS, "11", "日本", "6.5", "6.666666"),
    ),
    "a step taken away": (
        replaced(STEPS, '{"greedy":"5","money":"0","taken":false,"blocked":false}\n', "", 1),
        (STEPS, "23"),
        (STEPS, "23"),
    ),
    "a step put in": (
        replaced(STEPS, '{"free":"free"}\n', '{"free":"free"}\n{"free":"5"}\n'),
        (STEPS, "9"),
        (STEPS, "9"),
    ),
    "the program": (replaced("recount.py", "import csv", "import  csv"), ("recount.py",), None),
    "a choice": (forged('"chosen": "日本"', '"chosen": "5"'), (RESULT,), (RESULT, "ties")),
    "the ties": (forged('"ties": [', '"ties": [], "a": ['), (RESULT,), (RESULT, "ties", "a")),
    "a column": (forged('"budget":', '"columns": {}, "budget":'), (RESULT,), (RESULT, "columns")),
    "a key twice": (replaced(RESULT, '"voters"', '"voters": 9, "voters"'), (RESULT,), (RESULT,)),
    "the ballots": (replaced(RULE, '"published"', '"withheld"'), (RULE,), (RULE, "ballots")),
    "the version": (replaced(RULE, '"version": 2', '"version": 1'), (RULE,), ("version",)),
    "the last line end": (replaced(STEPS, '"250"}\n', '"250"}'), (STEPS,), (STEPS,)),
    "the first voter": (replaced(PB, "\n1;", "\n0;"), (PB,), (PB,)),
    "a file beside": (
        lambda files: {**files, "csv.py": b"", "README.txt": b""},
        ("csv.py",),
        ("csv.py",),
    ),
}


def altered_bundles(bundle: bytes) -> dict[str, tuple[bytes, Words]]:
    """By name: the altered bundle, and the words that a recount must say. `bundle`: published()."""
    files = files_of(bundle)
    found: dict[str, tuple[bytes, Words]] = {}
    for name, (alter, stale, anew) in ALTERATIONS.items():
        found[f"{name}, digests stale"] = (zipped(alter(files)), stale)
        if anew:
            found[f"{name}, digests anew"] = (zipped(sealed(alter(files))), anew)
    return found
