"""Counts a published vote again:   python3 recount.py BUNDLE.zip [--digest FINGERPRINT]

Takes the zip or its unpacked folder and needs Python 3.9 alone. It names each file, line, option
and step that is not as it should be, and ends with 0: all the same, 1: different, 2: unreadable.
One thing is believed: `changed_winners`, what another choice at a tie would have changed.
"""

# ruff: noqa: B905, E731
import sys

# What lies beside this file is not run in place of Python's own modules.
if __name__ == "__main__" and not getattr(sys.flags, "safe_path", sys.flags.isolated):
    del sys.path[0]

import csv
import hashlib
import json
import math
import re
from collections import Counter
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

PLAIN = re.compile(r"[0-9]{1,40}(\.[0-9]{1,12})?")
UNIT = 10**12  # amounts are whole numbers of such parts: nothing is rounded but what is shown
amount: Any = lambda text: int(
    Fraction((PLAIN.fullmatch(text) and text) or f"{text} is no amount") * UNIT
)
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
        meta, (head, *table), votes = dict(rows[1:start]), rows[start + 1 : end], rows[end + 2 :]
        known, ballots = {row[0] for row in table}, list[Any]()
        self.good = (
            rows[0] == ["META"] and not re.search("\r|\n\n", data) and len(known) == len(table)
        )
        self.good &= [row[0] for row in votes] == [
            str(n + 1) for n in range(int(meta["num_votes"]))
        ]
        for _, ids, *points in votes:  # an approval counts as one point
            names = ids.split(",") if ids else []
            given = points[0].split(",") if ids and points else ["1"] * len(names)
            ballots.append(dict(zip(names, map(int, given))))
            self.good &= len(ballots[-1]) == len(names) == len(given) and known.issuperset(names)
            self.good &= all(map(str.isdecimal, given))
        self.rule, self.seed, self.voters = rule, seed, len(ballots)
        self.budget, self.ties, by_points = (
            amount(meta["budget"]),
            list[Any](),
            "points" in rows[end + 1],
        )
        limits, facts = list(self.limits()), (ballots, by_points)
        made = [self.project(dict(zip(head, row)), row, limits, *facts) for row in table]
        self.projects = sorted(made, key=lambda p: (*p.lot, p.id))
        alike = Counter((tuple(of), tuple(of.values()) * by_points) for of in ballots)
        vote = meta["vote_type"], sorted((*of, n) for of, n in alike.items()), meta["budget"]
        costs = sorted(row[:2] for row in table)
        self.input = sha(dump(line("ballot_type ballots budget projects", *vote, costs)))

    def limits(self) -> Any:  # what a chosen project weighs in each, and the most of all together
        for ids in self.rule.get("conflicts", []):
            yield lambda p, ids=ids: p.id in ids, 1
        for cap in self.rule.get("caps", []):
            cell = cap["column"], cap["value"]
            yield lambda p, cell=cell: p.cost * (cell in p.cells.items()), amount(cap["at_most"])

    def project(self, cells: Any, row: Any, limits: Any, ballots: Any, by_points: bool) -> Any:
        rule, k = self.rule, self.rule["min_share"]
        p: Any = SimpleNamespace(id=row[0], cost=amount(row[1]), cells=cells)
        p.fans = {n: of[p.id] for n, of in enumerate(ballots) if of.get(p.id)}
        p.votes, p.limits = sum(p.fans.values()), [limit for limit in limits if limit[0](p)]
        p.score = Fraction(p.votes, (rule["rule"] == "greedy-votes-per-euro" and p.cost) or 1)
        p.worth = p.cost if rule["rule"] == "mes-cost" and not by_points else 1  # of a point
        few = k and p.votes * k * self.budget < p.cost * self.voters
        low = p.votes < (rule["threshold"] or 0)
        p.out = "below_threshold" if low else "below_min_share" if few else None
        p.lot = [p.cost, -p.votes, sha(self.seed + p.id)] if rule["ties"] == "public" else []
        return p

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
        rest.sort(key=lambda p: -p.score)
        for n, p in enumerate(rest):
            money, bars = self.budget - total(chosen), blocked(p, chosen)
            taken = p.cost <= money and not bars
            yield line(f"{word} money taken blocked", p.id, shown(money), taken, bars)
            equal = [q for q in rest[n + 1 :] if q.score == p.score and q.cost <= money]
            if taken or self.rule["no_skip"]:
                self.tie(p, *(q for q in equal if not blocked(q, chosen)))
            chosen += [p] * taken
            if self.rule["no_skip"] and not taken:
                break

    def tie(self, first: Any, *others: Any) -> Any:
        """Notes that the first of equal projects was taken."""
        cheap, between = [p for p in others if p.cost == first.cost], by_id([first, *others])
        by = "lot" if first.votes in [p.votes for p in cheap] else "votes" if cheap else "cost"
        facts = [p.id for p in between], self.rule["ties"] if not first.lot else by, first.id
        self.ties += [line("between by chosen", *facts)] if others else []

    def shares(self, field: Any, chosen: Any) -> Any:
        """Raise every share step by step, as long as the budget pays for the winners."""
        rule, share = self.rule, Fraction(self.budget * bool(self.voters), self.voters or 1)
        share -= share % UNIT if rule["start"] == "floor" else 0
        step, rest = amount(rule["step"]), total(p for p in field if p.fans) - share
        if not step or (rule["completion"] != "none" and min(share, rest) > step * 10**6):
            raise ValueError("The step of the rule is too small.")
        most = {"none": 0, "add1": math.inf, "add1-exhaustive": self.budget + 1}[rule["completion"]]
        run = more = self.rounds(field, chosen, share)
        while (on := run.next < most) and more.cost <= self.budget:
            run, more = more, self.rounds(field, chosen, more.share + step)
        after = (floored(more.share), shown(more.cost)) if on else (None, None)
        yield line("share next next_cost", floored(run.share), *after)
        yield from run.steps
        chosen[:] = run.chosen
        for equal in run.equal:
            self.tie(*equal)
        if rule["then"] != "none":
            yield from self.greedy(field, chosen, "then")
        if rule["comparison"]:  # keep the greedy result if more voters prefer it
            other, ties, self.ties = list[Any](), self.ties, []
            yield from self.free(self.projects, other)
            yield from self.greedy(self.projects, other)
            worth = [(p.fans, p.worth * ((p in other) - (p in chosen))) for p in self.projects]
            gains = [sum(fans.get(n, 0) * of for fans, of in worth) for n in range(self.voters)]
            votes = sum(gain > 0 for gain in gains), sum(gain < 0 for gain in gains)
            facts = "greedy-votes", *votes, (keep := votes[0] > votes[1])
            yield line("comparison prefer_greedy prefer_shares kept_greedy", *facts)
            chosen[:], self.ties = (other, self.ties) if keep else ([*chosen], ties)

    def rounds(self, field: Any, start: Any, share: Fraction) -> Any:
        """Equal Shares (Peters, Pierczyński, Skowron 2021): each voter has a purse with one share.
        Buy what costs its supporters least for a unit of worth (rho), as long as they can pay."""
        purse, unit = [share.numerator] * self.voters, share.denominator
        rest, chosen = [p for p in field if p.cost and p.fans], [*start]
        steps, ties = list[Any](), list[Any]()
        while offers := [(*of, p) for p in rest if (of := self.offer(p, purse, unit, chosen))]:
            rho, less, less_paid, p = min(offers, key=lambda of: of[0])  # the first of equal ones
            equal = [of[-1] for of in offers if of[0] == rho]
            ties.append(equal)
            less_paid, finer = floored(less_paid, unit), (rho * unit).denominator
            unit, due = unit * finer, int(rho * unit * finer) * p.worth
            paid = {n: min(purse[n] * finer, due * points) for n, points in p.fans.items()}
            purse = [money * finer - paid.get(n, 0) for n, money in enumerate(purse)]
            facts: Any = p.id, floored(max(paid.values()), unit), len(paid) - less, less, less_paid
            tied = [q.id for q in by_id(equal)] if len(equal) > 1 else []
            keys = "round project price full less less_paid tied"
            steps.append(line(keys, len(steps) + 1, *facts, tied))
            chosen.append(rest.pop(rest.index(p)))
        for p in by_id(rest):
            facts = p.id, floored(sum(purse[n] for n in p.fans), unit), shown(p.cost)
            steps.append(line("lost left cost blocked", *facts, blocked(p, chosen)))
        cost = total(chosen)
        least = min((cost + p.cost for p in rest if not blocked(p, chosen)), default=math.inf)
        found = {"share": share, "chosen": chosen, "steps": steps, "cost": cost, "next": least}
        return SimpleNamespace(**found, equal=ties)

    def offer(self, p: Any, purse: Any, unit: int, chosen: Any) -> Any:
        """Rho: what each pays for a unit of worth, if whoever has less gives all that is left."""
        whole, points, missing = math.lcm(*p.fans.values()), p.votes, p.cost * unit
        for less, n in enumerate(sorted(p.fans, key=lambda n: purse[n] * whole // p.fans[n])):
            if purse[n] * points >= missing * p.fans[n] and not blocked(p, chosen):
                return Fraction(missing, points * unit * p.worth), less, p.cost * unit - missing
            missing, points = missing - purse[n], points - p.fans[n]
        return None
