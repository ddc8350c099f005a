"""The second half of the one-file recount, which recount_alone.py is joined to in every bundle.

It compares what a bundle holds with what its ballots and its rules give.
"""

# ruff: noqa: B905, T201
import argparse
import json
import sys
import zipfile
from itertools import zip_longest
from pathlib import Path
from typing import Any

from tallying.engine.recount_alone import Count, dump, line, sha, text

FILES = "README.txt election.pb lines.txt recount.py result.json rule.json transcript.jsonl"
MOST_NAMED = 50
SAME = "THE SAME. All ballots were counted again, and every step is as published."
WITHHELD = (
    "NO BALLOTS. The rules of this vote keep them back, so they cannot be counted again here."
)


def changed(files: Any) -> Any:
    """Files and lines that are not as they were published."""
    digests = json.loads(files["digests.json"])
    for name in FILES.split():
        if digests.get(name) != sha(files[name]):
            yield f"{name}: not the file that was published"
    rows, marks = files["election.pb"].split("\n")[:-1], files["lines.txt"].split()
    there = {sha(row)[7:15]: n for n, row in enumerate(rows, 1)}
    known = {mark: n for n, mark in enumerate(marks, 1)}
    new = {n for mark, n in there.items() if mark not in known}
    for n in sorted(new):
        yield f"election.pb, line {n}: not as published: {rows[n - 1]}"
    for n in sorted({n for mark, n in known.items() if mark not in there} - new):
        yield f"election.pb, line {n}: what was published there is missing"


def compared(files: Any) -> Any:
    """Results and steps that do not follow from the ballots and the rules."""
    rules, results = json.loads(files["rule.json"]), json.loads(files["result.json"])
    every: Any = [rules["rule"], *rules["shadow_rules"]]
    lines, steps = files["transcript.jsonl"].split("\n")[:-1], []
    if len(every) != len(results):
        yield f"result.json: {len(results)} results, but rule.json has {len(every)} rules"
    for n, (rule, result) in enumerate(zip(every, results), 1):
        count = Count(files["election.pb"], rule, rules["seed"])
        steps += count.transcript(n)
        facts = count.voters, text(count.budget, count.scale), count.digest(result)
        gives = line("selected total_cost voters budget digest", *steps[-1].values(), *facts)
        yield from differs(
            f"result.json, result {n}", {key: result.get(key) for key in gives}, gives
        )
        yield from differs(f"result.json, result {n}, rule", result["rule"], rule)
    for n, (there, gives) in enumerate(zip_longest(lines, map(dump, steps)), 1):
        if there != gives:
            yield f"transcript.jsonl, line {n}: {there} is there, the recount gives {gives}"


def differs(where: str, there: Any, gives: Any) -> Any:
    for key in sorted({*there, *gives}):
        if there.get(key) != gives.get(key):
            pair = f"{dump(there.get(key))} is there, the recount gives {dump(gives.get(key))}"
            yield f"{where}, {key}: {pair}"


def withheld(files: Any) -> Any:
    """Without ballots: where the results and the transcript do not say the same."""
    ends = [json.loads(row) for row in files["transcript.jsonl"].split("\n") if "winners" in row]
    for n, (result, end) in enumerate(zip_longest(json.loads(files["result.json"]), ends), 1):
        there = line("selected total_cost", result["selected"], result["total_cost"])
        gives = line("selected total_cost", end["winners"], end["cost"])
        yield from differs(f"result.json, result {n}", there, gives)


def findings(files: Any, digest: str) -> Any:
    """Everything that is not as it should be."""
    results = json.loads(files["result.json"])
    if digest not in ("", sha(files["digests.json"]), *(result["digest"] for result in results)):
        yield f"digests.json: this is not the bundle with the fingerprint {digest}"
    yield from changed(files)
    yield from withheld(files) if is_withheld(files) else compared(files)


def is_withheld(files: Any) -> bool:
    return bool(json.loads(files["rule.json"]).get("ballots") == "withheld")


def main() -> int:
    parser = argparse.ArgumentParser(description="Counts a published vote again.")
    parser.add_argument("bundle", type=Path, help="the zip, or the folder it was unpacked in")
    parser.add_argument("--digest", default="", help="the fingerprint on the page with the results")
    options, found = parser.parse_args(), []
    stdout: Any = sys.stdout
    stdout.reconfigure(errors="backslashreplace")  # whatever letters this screen can show
    try:
        folder: Any = options.bundle if options.bundle.is_dir() else zipfile.Path(options.bundle)
        wanted = [folder / name for name in ("digests.json", *FILES.split())]
        files = {path.name: path.read_bytes().decode(errors="replace") for path in wanted}
        for finding in findings(files, options.digest):
            found.append(finding)  # one by one: those before an error count
    except Exception as error:
        print(f"This cannot be read or counted: {error!r}")
        if not found:
            return 2
    print("", *found[:MOST_NAMED], sep="\n")
    if found:
        print(f"DIFFERENT, in {len(found)} places.")
        return 1
    print(WITHHELD if is_withheld(files) else SAME)
    return 0


if __name__ == "__main__":
    sys.exit(main())
