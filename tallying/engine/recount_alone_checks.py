"""The second half of the recount in a bundle: what is there, and what should be there.

bundle_program.py writes it behind recount_alone.py, without these imports of the first half.
"""

# ruff: noqa: B905, T201
import json
import sys
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

from tallying.engine.recount_alone import Count, dump, line, numbered, sha, shown

FILES = "README.txt election.pb lines.txt recount.py result.json rule.json transcript.jsonl"
NAMES = ["digests.json", *FILES.split()]


def opened(path: str) -> Any:
    """The files of a bundle by name, and the names of others in the zip."""
    if Path(path).is_dir():
        return {name: (Path(path) / name).read_text("utf-8", "replace") for name in NAMES}, []
    with zipfile.ZipFile(path) as archive:
        for name in NAMES:
            if archive.getinfo(name).file_size > (200 if name == "election.pb" else 50) << 20:
                raise ValueError(f"{name} is too large.")
        files = {name: archive.read(name).decode(errors="replace") for name in NAMES}
        return files, sorted(Counter(archive.namelist()) - Counter(NAMES))


def findings(path: str, _: str = "--digest", digest: str = "") -> Any:
    """What is there and what should be there, place by place."""
    files, odd = opened(path)
    yield "the zip", dict.fromkeys(odd, "no file of a bundle, or a second one"), {}
    digests, rules, results = (
        json.loads(files[f"{name}.json"]) for name in ("digests", "rule", "result")
    )
    yield "digest of", {name: sha(files[name]) for name in NAMES[1:]}, digests
    noted = [sha(files["digests.json"]), *(result["digest"] for result in results)]
    if digest not in ("", *noted):
        yield "digests.json", {"fingerprint": noted}, {"fingerprint": digest}
    (*rows, rest), marks = files["election.pb"].split("\n"), files["lines.txt"].split("\n")
    here = [sha(row)[7:15] for row in rows]
    found, known = {*here}, {*marks}
    new = {at: rows[n] for n, at in enumerate(numbered(rows)) if here[n] not in known}
    gone = {at: f"marked {mark}" for at, mark in numbered(marks[:-1]).items() if mark not in found}
    yield "election.pb", new, gone
    yield "lines.txt", {"order": bool(new or gone) or [*here, rest] == marks}, {"order": True}
    withheld = rules.get("ballots") == "withheld" and rows[-1].startswith("voter_id;vote")
    own = {"version": 2, "ballots": "withheld" if withheld else "published"}
    kept = {key: rules.get(key) for key in ("rule", "seed", "shadow_rules", "software")}
    yield "rule.json", rules, {**kept, **own}
    for name, data in ("rule.json", rules), ("result.json", results):  # such as a key twice
        written = json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
        yield name, {"form": files[name] == written}, {"form": True}
    yield from compared(
        files, [rules["rule"], *rules["shadow_rules"]], results, rules["seed"], withheld
    )


def compared(files: Any, rules: Any, results: Any, seed: str, withheld: bool) -> Any:
    """Results and steps, counted again; without ballots only whether they end the same."""
    yield "result.json", {"results": len(results)}, {"results": len(rules)}
    steps, there = list[Any](), files["transcript.jsonl"].split("\n")
    ends = [json.loads(step) for step in there if step.startswith('{"winners":')]
    for n, (rule, result) in enumerate(zip(rules, results), 1):
        vote = Count(files["election.pb"], rule, seed)
        yield "election.pb", {"form": vote.good}, {"form": True}
        steps += [ends[n - 1]] if withheld else vote.transcript(n)
        facts = steps[-1]["winners"], steps[-1]["cost"], shown(vote.budget), rule
        right = line("selected total_cost budget rule", *facts)
        if withheld:
            right = {**result, **right}
        else:
            told = [*result["ties"], *({} for _ in vote.ties)]
            pairs = [(tie, of.get("changed_winners")) for tie, of in zip(vote.ties, told)]
            right["ties"] = [{**tie, "changed_winners": of} for tie, of in pairs]
            right["voters"] = vote.voters
            for name in {cap["column"] for cap in rule.get("caps", [])}:
                cells = {p.id: p.cells.get(name) for p in vote.projects}
                cells = {i: cell for i, cell in cells.items() if cell}
                right["columns"] = {**right.get("columns", {}), name: cells}
            known = line("input outcome seed", vote.input, right, seed)
            right["digest"] = sha(dump(known, sort_keys=True))
        yield f"result.json, result {n}", result, {**right, "rule": result["rule"]}
        yield f"result.json, result {n}, rule", result["rule"], rule
    if not withheld:
        yield "transcript.jsonl", numbered(there), numbered([*map(dump, steps), ""])
    else:
        print("NO BALLOTS. The rules of this vote keep them back: they are not counted again here.")


def main() -> int:
    found = 0
    stdout: Any = sys.stdout
    stdout.reconfigure(errors="backslashreplace")  # whatever letters this screen can show
    try:
        for where, there, right in findings(*sys.argv[1:]):
            for at in {**right, **there}:
                pair = [of.get(at, "nothing") for of in (there, right)]
                if dump(pair[0], sort_keys=True) != dump(pair[1], sort_keys=True):
                    found += 1
                    print(f"{where}, {at}: {pair[0]!r} is there, it should be {pair[1]!r}")
    except Exception as error:
        plain = isinstance(error, (ValueError, OSError))
        print(
            "This cannot be read or counted:", error if plain else f"not a whole bundle ({error!r})"
        )
        return 1 if found else 2
    print(f"DIFFERENT, in {found} places." if found else "THE SAME, wherever it could be checked.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
