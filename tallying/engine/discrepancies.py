"""Where a published bundle is not what it was, or not what its ballots and rules give.

Each discrepancy names the file, the line where there is one, what it is about, what is published
and what the recount gives (None where a recount cannot know).
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import zip_longest
from typing import Any

from tallying.engine.bundle import (
    DIGESTS,
    ELECTION,
    LINES,
    RESULT,
    RULE,
    TRANSCRIPT,
    Bundle,
    changed_files,
    marks_of,
)
from tallying.engine.election import sha256
from tallying.engine.outcome import Outcome
from tallying.engine.transcript import transcript_text

# How many letters of a value a sentence shows; `to_json` has all of it.
MOST_SHOWN = 500


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
    return [*found, *_lines(members)] if LINES in members else found


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
    lines, steps = bundle.transcript.split("\n"), transcript_text(bundle.election, outcomes)
    found = []
    for number, (line, step) in enumerate(zip_longest(lines, steps.split("\n")), 1):
        if line != step:
            what = _subject(step or line)
            found.append(Discrepancy(TRANSCRIPT, number, what, line or "", step or ""))
    return found


def of_withheld(bundle: Bundle) -> list[Discrepancy]:
    """Without ballots: where the results are not those that the transcript ends with."""
    ends = [_parsed(line) for line in (bundle.transcript or "").split("\n") if "winners" in line]
    found: list[Discrepancy] = []
    pairs: Iterator[tuple[Any, Any]] = zip_longest(bundle.results, ends, fillvalue={})
    for number, (result, end) in enumerate(pairs, 1):
        shown = {key: result.get(key) for key in ("selected", "total_cost")}
        steps = end if isinstance(end, dict) else {}
        given = {"selected": steps.get("winners"), "total_cost": steps.get("cost")}
        found += _keys(RESULT, f"result {number}, ", shown, given)
    return found


def _lines(members: Mapping[str, bytes]) -> Iterator[Discrepancy]:
    known = members[LINES].decode(errors="replace").split()
    rows, marks = members[ELECTION].split(b"\n"), marks_of(members[ELECTION])
    published, there = set(known), set(marks)
    new = [number for number, mark in enumerate(marks, 1) if mark not in published]
    for number in new:
        text = rows[number - 1].decode(errors="replace")[:MOST_SHOWN]
        yield Discrepancy(ELECTION, number, f"not the line that was published: {text}")
    gone = {number for number, mark in enumerate(known, 1) if mark not in there}
    for number in sorted(gone - set(new)):
        yield Discrepancy(ELECTION, number, "what was published on this line is missing")


def _keys(
    file: str, where: str, published: Mapping[str, Any], counted: Mapping[str, Any]
) -> list[Discrepancy]:
    return [
        Discrepancy(file, None, f"{where}{key}", published.get(key), counted.get(key))
        for key in sorted({*published, *counted})
        if published.get(key) != counted.get(key)
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
