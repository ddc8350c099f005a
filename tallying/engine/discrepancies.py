"""Where a published bundle is not what it was, or not what its ballots and rules give.

Each discrepancy names the file, the line where there is one, what it is about, what is published
and what the recount gives (None where a recount cannot know).
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from itertools import zip_longest
from typing import Any, TypeGuard

from tallying.engine.bundle import (
    COVERED,
    DIGESTS,
    ELECTION,
    LINES,
    RESULT,
    RULE,
    TRANSCRIPT,
    VERSION,
    Bundle,
    changed_files,
    json_bytes,
    marks_of,
)
from tallying.engine.bundle_zip import names_in
from tallying.engine.election import canonical, sha256
from tallying.engine.outcome import Outcome
from tallying.engine.pabulib import write_pabulib
from tallying.engine.totals import Known, like
from tallying.engine.transcript import transcript_text

# How many letters of a value a sentence shows; `to_json` has all of it.
MOST_SHOWN = 500
_OWN = {"version", "software", "seed", "ballots", "rule", "shadow_rules"}


@dataclass(frozen=True)
class Discrepancy:
    """One place that differs; `line` counts from 1."""

    file: str
    line: int | None
    what: str
    published: Any = None
    recounted: Any = None

    def to_json(self) -> dict[str, Any]:
        """All of it, for programs."""
        return asdict(self)

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}, line {self.line}"
        if self.published is None and self.recounted is None:
            return f"{place}: {self.what}"
        published, recounted = _shown(self.published), _shown(self.recounted)
        return f"{place}: {self.what} is {published}, the recount gives {recounted}"


def of_files(members: Mapping[str, bytes]) -> list[Discrepancy]:
    """Files with another digest, then the lines of the election that were not published."""
    names = changed_files(dict(members))
    found = [Discrepancy(name, None, "not the file that was published") for name in names]
    digests = json.loads(members[DIGESTS])
    found += [Discrepancy(DIGESTS, None, f"names {x}") for x in sorted({*digests} - {*COVERED})]
    return [*found, *_lines(members)] if LINES in members else found


def of_zip(data: bytes, members: Mapping[str, bytes]) -> list[Discrepancy]:
    """What lies in a zip beside the `members` that a bundle of its version has, or twice."""
    names = names_in(data)
    beside = [
        Discrepancy(name, None, "no file of a bundle of the version in rule.json")
        for name in set(names) - {*members}
    ]
    twice = [Discrepancy(name, None, "twice in the zip") for name in names if names[name] > 1]
    return sorted([*beside, *twice], key=str)


def of_rules(members: Mapping[str, bytes], bundle: Bundle) -> list[Discrepancy]:
    """What rule.json says of the bundle itself: its version, and whether ballots are kept back."""
    stated = json.loads(members[RULE])
    found = [Discrepancy(RULE, None, f"has an unknown {key}") for key in sorted({*stated} - _OWN)]
    known = 1 if bundle.transcript is None else VERSION
    has = "published" if bundle.election.voters else "withheld"
    wanted = {"version": known, "ballots": has if bundle.withheld else "published"}
    given = {**wanted, **{key: stated[key] for key in wanted if key in stated}}
    for name in (RULE, RESULT) if known == VERSION else ():
        # A key that stands there twice is read once.
        if members[name] != json_bytes(json.loads(members[name])):
            found.append(Discrepancy(name, None, "not written as it should be"))
    # Such as a voter without a number, or a count that is not that of the lines.
    if known == VERSION and write_pabulib(bundle.election).encode() != members[ELECTION]:
        found.append(Discrepancy(ELECTION, None, "not written as it should be"))
    return found + _keys(RULE, "", given, wanted)


def of_digest(members: Mapping[str, bytes], bundle: Bundle, digest: str) -> list[Discrepancy]:
    """Whether `digest`, as it stands on the results page, is one of this bundle: that of its
    digests.json or of one of its results."""
    known = {sha256(members[DIGESTS]), *(str(item.get("digest")) for item in bundle.results)}
    wanted = digest if digest.startswith("sha256:") else f"sha256:{digest}"
    if wanted in known:
        return []
    return [Discrepancy(DIGESTS, None, f"this is not the bundle with the fingerprint {digest}")]


def of_results(bundle: Bundle, outcomes: Sequence[Outcome]) -> list[Discrepancy]:
    """Every key of the results, and of the rules they say they were counted with."""
    found: list[Discrepancy] = []
    for number, (published, outcome) in enumerate(zip(bundle.results, outcomes, strict=True), 1):
        counted, stated = outcome.to_json(), published.get("rule")
        where = f"result {number}, "
        given = {key: value for key, value in counted.items() if key != "rule"}
        shown = {key: value for key, value in published.items() if key != "rule"}
        found += _keys(RESULT, where, shown, given)
        if isinstance(stated, dict):
            found += _keys(RULE, f"{where}rule, ", stated, counted["rule"])
        else:
            found.append(Discrepancy(RESULT, None, f"{where}rule", stated, counted["rule"]))
    return found


def of_transcript(bundle: Bundle, outcomes: Sequence[Outcome]) -> list[Discrepancy]:
    """Every line of the transcript that the recount does not write; none in old bundles."""
    if bundle.transcript is None:
        return []
    steps = transcript_text(bundle.election, outcomes).split("\n")
    return _steps(bundle.transcript.split("\n"), steps, 1)


def of_withheld(bundle: Bundle) -> list[Discrepancy]:
    """Without ballots: every step and result that is not as rules, totals and rounds give it."""
    lines = (bundle.transcript or "").split("\n")
    starts = [place for place, line in enumerate(lines) if line.startswith('{"result":')]
    found = [] if lines[-1] == "" else [Discrepancy(TRANSCRIPT, len(lines), "the end is cut off")]
    if len(starts) != len(bundle.results) or starts[:1] != [0]:
        what = f"steps of {len(starts)} results, but there are {len(bundle.results)}"
        return [*found, Discrepancy(TRANSCRIPT, None, what)]
    ends = [*starts[1:], len(lines) - (lines[-1] == "")]
    for number, (start, end) in enumerate(zip(starts, ends, strict=True), 1):
        found += _of_known(bundle, number, lines[start:end], start + 1)
    return found


def _of_known(bundle: Bundle, number: int, lines: list[str], first: int) -> list[Discrepancy]:
    """One result of a bundle without ballots; `lines`: its steps, the first of them on `first`."""
    parsed = [_parsed(line) for line in lines]
    told = [line if isinstance(line, dict) else {} for line in parsed]
    rule, published = bundle.rules[number - 1], bundle.results[number - 1]
    election = like(bundle.election, told)
    if election is None:
        return [Discrepancy(TRANSCRIPT, first, f"result {number} has totals that cannot be")]
    known = Known(election, rule, bundle.seed, told)
    steps = [json.dumps(x, ensure_ascii=False, separators=(",", ":")) for x in known.lines(number)]
    ties, given = published.get("ties"), known.result()
    # What another choice would have changed, and the digest, cannot be known without ballots.
    changed = [tie.get("changed_winners") for tie in ties] if _ties(ties) else []
    pairs = zip_longest(known.ties, changed)
    given["ties"] = [{**(tie or {}), "changed_winners": change} for tie, change in pairs]
    given["digest"] = published.get("digest")
    found = _keys(RESULT, f"result {number}, ", published, given)
    if election.budget < Decimal(given["total_cost"]) * election.scale:
        found.append(Discrepancy(RESULT, None, f"result {number} costs more than the budget"))
    return [*found, *_steps(lines, steps, first)]


def _ties(ties: object) -> TypeGuard[list[dict[str, Any]]]:
    return isinstance(ties, list) and all(isinstance(tie, dict) for tie in ties)


def _steps(lines: Sequence[str], steps: Sequence[str], first: int) -> list[Discrepancy]:
    return [
        Discrepancy(TRANSCRIPT, number, _subject(step or line), line or "", step or "")
        for number, (line, step) in enumerate(zip_longest(lines, steps), first)
        if line != step
    ]


def _lines(members: Mapping[str, bytes]) -> Iterator[Discrepancy]:
    known = members[LINES].decode(errors="replace").split("\n")
    rows, marks = members[ELECTION].split(b"\n"), marks_of(members[ELECTION])
    published, there = set(known), set(marks)
    new = [number for number, mark in enumerate(marks, 1) if mark not in published]
    for number in new:
        text = rows[number - 1].decode(errors="replace")[:MOST_SHOWN]
        yield Discrepancy(ELECTION, number, f"not the line that was published: {text}")
    gone = {number for number, mark in enumerate(known, 1) if mark and mark not in there}
    for number in sorted(gone - set(new)):
        yield Discrepancy(ELECTION, number, "what was published on this line is missing")
    if not new and not gone and known != [*marks, ""]:
        yield Discrepancy(LINES, None, "not the marks of these lines, in their order")


def _keys(
    file: str, where: str, published: Mapping[str, Any], counted: Mapping[str, Any]
) -> list[Discrepancy]:
    return [
        Discrepancy(file, None, f"{where}{key}", published.get(key), counted.get(key))
        for key in sorted({*published, *counted})
        if canonical(published.get(key)) != canonical(counted.get(key))
    ]


def _subject(line: str | None) -> str:
    """What a line of the transcript is about, such as "project “4”"."""
    parsed = _parsed(line or "")
    if not isinstance(parsed, dict) or not parsed:
        return "a line"
    for key in ("project", "lost", "greedy", "then", "free", "result"):
        if key in parsed:
            return f"{key} “{parsed[key]}”"
    return str(next(iter(parsed)))


def _parsed(line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _shown(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]} …"
