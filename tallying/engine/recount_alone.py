"""Counts a published vote again:   python3 recount.py BUNDLE.zip [--digest FINGERPRINT]

Takes the zip or its unpacked folder and needs Python 3.9 alone. It names each file, line, option
and step that is not as it should be, and ends with 0: all the same, 1: different, 2: unreadable.
"""

# ruff: noqa: B905, E731, T201
import csv
import hashlib
import json
import math
import sys
import zipfile
from collections import Counter
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import Any

FILES = "README.txt election.pb lines.txt recount.py result.json rule.json transcript.jsonl"
JSON = "digests rule result"
UNIT = 10**12  # amounts are whole numbers of such parts: nothing is rounded but what is shown
amount: Any = lambda text: int(Fraction("".join(text.split()).replace(",", ".")) * UNIT)
shown: Any = lambda part, n=12: f"{part // 10**n}.{part % 10**n:0{n}}".rstrip("0").rstrip(".")
floored: Any = lambda money, unit=1: shown(money // (unit * 10**6), 6)
dump: Any = lambda data, **how: json.dumps(data, ensure_ascii=False, separators=(",", ":"), **how)
sha: Any = lambda text: "sha256:" + hashlib.sha256(text.encode()).hexdigest()
line: Any = lambda keys, *values: dict(zip(keys.split(), values))
numbered: Any = lambda rows: {f"line {n}": row for n, row in enumerate(rows, 1)}
total: Any = lambda chosen: sum(p.cost for p in chosen)
by_id: Any = lambda projects: sorted(projects, key=lambda p: p.id)
blocked: Any = lambda p, chosen: any(sum(map(of, [*chosen, p])) > most for of, most in p.limits)


class Count:  # one rule on the ballots of election.pb; `chosen`: the projects selected so far
    def __init__(self, data: str, rule: Any, seed: str) -> None:
        rows = [row for row in csv.reader(data.split("\n"), delimiter=";") if row]
        start, end = rows.index(["PROJECTS"]), rows.index(["VOTES"])
        meta, (head, *table), ballots = dict(rows[1:start]), rows[start + 1 : end], []
        for _, ids, *points in rows[end + 2 :]:  # an approval counts as one point
            given = points[0].split(",") if ids and points else "1" * len(ids)
            ballots.append(dict(zip(ids.split(","), map(int, given))))
        self.rule, self.seed, self.voters, k = rule, seed, len(ballots), rule["min_share"]
        self.budget: int = amount(meta["budget"])
        self.projects: Any = []
        by_points, limits = "points" in rows[end + 1], list[Any]()
        for ids in rule.get("conflicts", []):  # limits: what chosen projects weigh, and the most
            limits.append((lambda p, ids=ids: p.id in ids, 1))
        for cap in rule.get("caps", []):
            weigh: Any = lambda p, cell=(cap["column"], cap["value"]): p.cost * (cell in p.cells)
            limits.append((weigh, amount(cap["at_most"])))
        for row in table:
            p: Any = SimpleNamespace(id=row[0], cost=amount(row[1]), cells=list(zip(head, row))[3:])
            p.fans = {n: of[p.id] for n, of in enumerate(ballots) if of.get(p.id)}
            p.votes, p.limits = sum(p.fans.values()), [limit for limit in limits if limit[0](p)]
            p.score = Fraction(p.votes, (rule["rule"] == "greedy-votes-per-euro" and p.cost) or 1)
            p.worth = p.cost if rule["rule"] == "mes-cost" and not by_points else 1  # of a point
            few = k and p.votes * k * self.budget < p.cost * self.voters
            low = p.votes < (rule["threshold"] or 0)
            p.out = "below_threshold" if low else "below_min_share" if few else None
            p.lot = [p.cost, -p.votes, sha(seed + p.id)] if rule["ties"] == "public" else []
            self.projects.append(p)
        self.projects.sort(key=lambda p: (*p.lot, p.id))
        alike = Counter((tuple(of), tuple(of.values()) * by_points) for of in ballots)
        facts = meta["vote_type"], sorted((*of, n) for of, n in alike.items()), meta["budget"]
        costs = sorted(row[:2] for row in table)
        self.input = sha(dump(line("ballot_type ballots budget projects", *facts, costs)))

    def transcript(self, number: int) -> Any:
        """Every step: first what is free, then by the rule."""
        chosen: Any = []
        field, name = [p for p in self.projects if not p.out], self.rule["rule"]
        facts: Any = number, name, self.seed, self.voters, shown(self.budget)
        yield line("result rule seed voters budget", *facts)
        for p in by_id(self.projects):
            facts = shown(p.cost), p.votes, len(p.fans), p.out
            yield line("project cost votes supporters out", p.id, *facts)
        yield from self.free(field, chosen)
        yield from (self.shares if name.startswith("mes-") else self.greedy)(field, chosen)
        yield line("winners cost", [p.id for p in chosen], shown(total(chosen)))

    def free(self, field: Any, chosen: Any) -> Any:  # what costs nothing and has a supporter
        for p in [p for p in field if not p.cost and p.fans]:
            yield line("free blocked", p.id, *[True] * blocked(p, chosen))
            chosen += [p] * (not blocked(p, chosen))

    def greedy(self, field: Any, chosen: Any, word: str = "greedy") -> Any:
        """Most votes first (or most votes for the money), as long as the money lasts."""
        rest = [p for p in field if p not in chosen and (p.cost or not p.fans)]
        for p in sorted(rest, key=lambda p: -p.score):
            money, bars = self.budget - total(chosen), blocked(p, chosen)
            taken = p.cost <= money and not bars
            yield line(f"{word} money taken blocked", p.id, shown(money), taken, bars)
            chosen += [p] * taken
            if self.rule["no_skip"] and not taken:
                break

    def shares(self, field: Any, chosen: Any) -> Any:
        """Raise every share step by step, as long as the budget pays for the winners."""
        rule, share = self.rule, Fraction(self.budget * bool(self.voters), self.voters or 1)
        share -= share % UNIT if rule["start"] == "floor" else 0
        most = {"none": 0, "add1": math.inf, "add1-exhaustive": self.budget + 1}[rule["completion"]]
        run = more = self.rounds(field, chosen, share)
        while (
            on := run.cost + min(run.left, default=math.inf) < most
        ) and more.cost <= self.budget:
            run, more = more, self.rounds(field, chosen, more.share + amount(rule["step"]))
        after = (floored(more.share), shown(more.cost)) if on else (None, None)
        yield line("share next next_cost", floored(run.share), *after)
        yield from run.steps
        chosen[:] = run.chosen
        if rule["then"] != "none":
            yield from self.greedy(field, chosen, "then")
        if rule["comparison"]:  # keep the greedy result if more voters prefer it
            other: Any = []
            yield from self.free(self.projects, other)
            yield from self.greedy(self.projects, other)
            worth = [(p.fans, p.worth * ((p in other) - (p in chosen))) for p in self.projects]
            gains = [sum(fans.get(n, 0) * of for fans, of in worth) for n in range(self.voters)]
            votes = sum(gain > 0 for gain in gains), sum(gain < 0 for gain in gains)
            facts = "greedy-votes", *votes, votes[0] > votes[1]
            yield line("comparison prefer_greedy prefer_shares kept_greedy", *facts)
            chosen[:] = other if votes[0] > votes[1] else chosen

    def rounds(self, field: Any, start: Any, share: Fraction) -> Any:
        """Equal Shares (Peters, Pierczyński, Skowron 2021): each voter has a purse with one share.
        Buy what costs its supporters least for a unit of worth (rho), as long as they can pay."""
        purse, unit = [share.numerator] * self.voters, share.denominator
        rest, chosen = [p for p in field if p.cost and p.fans], [*start]
        steps: Any = []
        while offers := [(*of, p) for p in rest if (of := self.offer(p, purse, unit, chosen))]:
            rho, less, less_paid, p = min(offers, key=lambda of: of[0])  # the first of equal ones
            tied = sorted(of[-1].id for of in offers if of[0] == rho)
            less_paid, finer = floored(less_paid, unit), (rho * unit).denominator
            unit, due = unit * finer, int(rho * unit * finer) * p.worth
            paid = {n: min(purse[n] * finer, due * points) for n, points in p.fans.items()}
            purse = [money * finer - paid.get(n, 0) for n, money in enumerate(purse)]
            facts: Any = p.id, floored(max(paid.values()), unit), len(paid) - less, less, less_paid
            keys, tied = "round project price full less less_paid tied", tied * (len(tied) > 1)
            steps.append(line(keys, len(steps) + 1, *facts, tied))
            chosen.append(rest.pop(rest.index(p)))
        for p in by_id(rest):
            facts = p.id, floored(sum(purse[n] for n in p.fans), unit), shown(p.cost)
            steps.append(line("lost left cost blocked", *facts, blocked(p, chosen)))
        left, cost = [p.cost for p in rest if not blocked(p, chosen)], total(chosen)
        return SimpleNamespace(share=share, chosen=chosen, steps=steps, cost=cost, left=left)

    def offer(self, p: Any, purse: Any, unit: int, chosen: Any) -> Any:
        """Rho: what each pays for a unit of worth, if whoever has less gives all that is left."""
        whole, points, missing = math.lcm(*p.fans.values()), p.votes, p.cost * unit
        for less, n in enumerate(sorted(p.fans, key=lambda n: purse[n] * whole // p.fans[n])):
            if purse[n] * points >= missing * p.fans[n] and not blocked(p, chosen):
                return Fraction(missing, points * unit * p.worth), less, p.cost * unit - missing
            missing, points = missing - purse[n], points - p.fans[n]
        return None


def findings(path: str, _: str = "--digest", digest: str = "") -> Any:
    """What is there and what should be there, place by place."""
    folder: Any = Path(path) if Path(path).is_dir() else zipfile.Path(path)
    names = ["digests.json", *FILES.split()]
    files = {name: (folder / name).read_bytes().decode(errors="replace") for name in names}
    digests, rules, results = (json.loads(files[f"{name}.json"]) for name in JSON.split())
    yield "digest of", {name: sha(files[name]) for name in FILES.split()}, digests
    noted = [sha(files["digests.json"]), *(result["digest"] for result in results)]
    if digest not in ("", *noted):
        yield "digests.json", {"fingerprint": noted}, {"fingerprint": digest}
    rows, marks = files["election.pb"].split("\n")[:-1], files["lines.txt"].split()
    here, known = {sha(row)[7:15] for row in rows}, {*marks}
    new = {at: row for at, row in numbered(rows).items() if sha(row)[7:15] not in known}
    gone = {at: f"marked {mark}" for at, mark in numbered(marks).items() if mark not in here}
    yield "election.pb", new, gone
    steps: Any = []
    there = files["transcript.jsonl"].split("\n")[:-1]
    every = [rules["rule"], *rules["shadow_rules"]]
    yield "result.json", {"results": len(results)}, {"results": len(every)}
    if withheld := rules.get("ballots") == "withheld":
        print("NO BALLOTS. The rules of this vote keep them back: they are not counted again here.")
        ends = [step for step in map(json.loads, there) if "winners" in step]
    for n, (rule, result) in enumerate(zip(every, results), 1):
        vote = Count(files["election.pb"], rule, rules["seed"])
        steps += [] if withheld else vote.transcript(n)
        end = ends[n - 1] if withheld else steps[-1]
        right = {**result, "rule": rule, "selected": end["winners"], "total_cost": end["cost"]}
        if not withheld:
            right.update(voters=vote.voters, budget=shown(vote.budget))
            right.pop("digest", None)
            facts = vote.input, right, vote.seed
            right["digest"] = sha(dump(line("input outcome seed", *facts), sort_keys=True))
        yield f"result.json, result {n}", {**result, **result["rule"]}, {**right, **rule}
    if not withheld:
        yield "transcript.jsonl", numbered(there), numbered(map(dump, steps))


def main() -> int:
    found = 0
    stdout: Any = sys.stdout
    stdout.reconfigure(errors="backslashreplace")  # whatever letters this screen can show
    try:
        for where, there, right in findings(*sys.argv[1:]):
            for at in [at for at in {**right, **there} if there.get(at) != right.get(at)]:
                found += 1
                print(f"{where}, {at}: {there.get(at)!r} is there, it should be {right.get(at)!r}")
    except Exception as error:
        print(f"This cannot be read or counted: {error!r}")
        return 1 if found else 2
    print(f"DIFFERENT, in {found} places." if found else "THE SAME, wherever it could be checked.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
