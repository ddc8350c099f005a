"""Counts a published vote again:   python3 recount.py BUNDLE.zip [--digest sha256:...]

It needs Python 3.9 and nothing else, and takes the zip or the folder it was unpacked in. It looks
for changed files and lines, counts the ballots by the published rule and compares every step with
the transcript. --digest is a fingerprint noted from the page with the results. It leaves with
0: all the same, 1: something differs (it says what), 2: it cannot read the bundle.
"""

# ruff: noqa: B905, T201
import csv
import hashlib
import json
import math
import sys
from collections import Counter
from fractions import Fraction
from functools import partial
from typing import Any

dump = partial(json.dumps, ensure_ascii=False, separators=(",", ":"))


def sha(data: str) -> str:
    return "sha256:" + hashlib.sha256(data.encode()).hexdigest()


def text(amount: Any, scale: int) -> str:  # text(100050, 100) is "1000.5"
    whole, rest = divmod(int(amount), scale)
    return f"{whole}.{rest:0{len(str(scale)) - 1}}".rstrip("0") if rest else str(whole)


def line(keys: str, *values: Any) -> Any:
    return dict(zip(keys.split(), values))


class Count:
    """One rule on the ballots of election.pb. Amounts are whole small units, such as cents;
    `chosen` is always the list of projects selected so far, `fans` are who support a project."""

    def __init__(self, data: str, rule: Any, seed: str) -> None:
        tables: Any = {}
        for row in csv.reader(data.split("\n"), delimiter=";"):
            if len(row) == 1 and row[0] in ("META", "PROJECTS", "VOTES"):
                table = tables[row[0]] = []
            elif row:
                table.append([cell.strip() for cell in row])
        self.rule, self.seed, self.data, self.meta = rule, seed, data, dict(tables["META"])
        (head, *rows), (kind, *votes) = tables["PROJECTS"], tables["VOTES"]
        amounts = [self.meta["budget"], *(row[1] for row in rows)]
        self.scale = 10 ** max(len(amount.partition(".")[2]) for amount in amounts)
        self.budget, *costs = (int(Fraction(amount) * self.scale) for amount in amounts)
        self.cost = dict(zip((row[0] for row in rows), costs))
        self.known = {row[0]: list(zip(head, row))[3:] for row in rows}
        # Each ballot once: how many voters gave it, and its points by project (or a one for each).
        self.voters, self.ballots, self.points = len(votes), [], "points" in kind
        by_cost, self.fans = rule["rule"] == "mes-cost" and not self.points, {}
        for (ids, *points), size in Counter(tuple(row[1:]) for row in votes).items():
            given = points[0].split(",") if points else "1" * len(ids)
            self.ballots.append((size, dict(zip(ids.split(","), map(int, given))) if ids else {}))
        # Who supports a project: by ballot, how many voters, and what it is worth to one of them.
        for i in self.cost:
            fans = [(n, size, of[i]) for n, (size, of) in enumerate(self.ballots) if of.get(i)]
            self.fans[i] = {
                n: (size, self.cost[i] if by_cost else worth) for n, size, worth in fans
            }
        self.people = {i: sum(size for size, _ in self.fans[i].values()) for i in self.cost}
        self.votes = {i: sum(size * of.get(i, 0) for size, of in self.ballots) for i in self.cost}
        self.prepare()

    def prepare(self) -> None:
        """The order of equal projects, the limits, and who takes part."""
        rule, cost, votes = self.rule, self.cost, self.votes
        lots = {i: (cost[i], -votes[i], sha(self.seed + i), i) for i in cost}
        self.order = sorted(cost, key=None if rule["ties"] == "lexico" else lots.__getitem__)
        # A limit: how much each project weighs, and the most that chosen ones weigh together.
        self.limits: Any = [(dict.fromkeys(ids, 1), 1) for ids in rule.get("conflicts", [])]
        for cap in rule.get("caps", []):
            own = {i: cost[i] for i in cost if (cap["column"], cap["value"]) in self.known[i]}
            self.limits.append((own, int(Fraction(cap["at_most"].replace(",", ".")) * self.scale)))
        k, least = rule["min_share"] or 0, rule["threshold"] or 0
        few = [i for i in cost if k and votes[i] * k * self.budget < cost[i] * self.voters]
        self.out = dict.fromkeys(few, "below_min_share")
        self.out.update((i, "below_threshold") for i in cost if votes[i] < least)
        self.free = [i for i in self.order if i not in self.out and not cost[i] and self.fans[i]]
        self.paid = [i for i in self.order if i not in self.out and i not in self.free]

    def blocked(self, item: str, chosen: Any) -> bool:  # by a conflict or a cap
        mine = [(own, most) for own, most in self.limits if item in own]
        return any(sum(own.get(i, 0) for i in [*chosen, item]) > most for own, most in mine)

    def total(self, chosen: Any) -> Any:
        return sum(self.cost[i] for i in chosen)

    def shown(self, amount: Any, unit: int = 1) -> str:  # rounded down to millionths
        return text(amount * 10**6 // (unit * self.scale), 10**6)

    def transcript(self, number: int) -> Any:
        """Every step of the count, line by line: first what costs nothing, then the rule."""
        name: str = self.rule["rule"]
        chosen: Any = []
        facts: Any = number, name, self.seed, self.voters, text(self.budget, self.scale)
        yield line("result rule seed voters budget", *facts)
        for i in sorted(self.cost):
            facts = text(self.cost[i], self.scale), self.votes[i], self.people[i], self.out.get(i)
            yield line("project cost votes supporters out", i, *facts)
        for i in self.free:
            yield line("free blocked", i, *([True] if self.blocked(i, chosen) else []))
            chosen += [] if self.blocked(i, chosen) else [i]
        shares = name.startswith("mes-")
        yield from self.equal_shares(chosen) if shares else self.greedy("greedy", chosen)
        yield line("winners cost", chosen, text(self.total(chosen), self.scale))

    def greedy(self, word: str, chosen: Any) -> Any:
        """Most votes first (or most votes for the money), as long as the money lasts."""
        by_money = self.rule["rule"] == "greedy-votes-per-euro"
        score = {i: Fraction(self.votes[i], (by_money and self.cost[i]) or 1) for i in self.paid}
        waiting = [i for i in self.paid if i not in chosen]
        for i in sorted(waiting, key=lambda i: -score[i]):  # equal ones stay in their order
            money, blocked = self.budget - self.total(chosen), self.blocked(i, chosen)
            taken = self.cost[i] <= money and not blocked
            yield line(f"{word} money taken blocked", i, text(money, self.scale), taken, blocked)
            chosen += [i] if taken else []
            if self.rule["no_skip"] and not taken:
                break

    def equal_shares(self, chosen: Any) -> Any:
        """Raise the share of every voter step by step, as long as the budget pays the winners."""
        rule, free, kept = self.rule, list(chosen), None
        after: Any = (None, None)
        share = Fraction(self.budget, self.voters or 1) * bool(self.voters)
        share = Fraction(share // self.scale * self.scale) if rule["start"] == "floor" else share
        while True:
            winners = list(free)
            lines = list(self.rounds(share, winners))
            cost = self.total(winners)
            if kept and cost > self.budget:
                after = self.shown(share), text(cost, self.scale)
                break
            kept, chosen[:] = (share, lines), winners
            print("\rshare", self.shown(share), end="   ", file=sys.stderr)
            rest = [i for i in self.paid if self.fans[i] and i not in winners]
            if rule["completion"] == "add1-exhaustive":
                rest = [i for i in rest if cost + self.cost[i] <= self.budget]
            if rule["completion"] == "none" or all(self.blocked(i, winners) for i in rest):
                break
            share += Fraction(rule["step"].replace(",", ".")) * self.scale
        yield line("share next next_cost", self.shown(kept[0]), *after)
        yield from kept[1]
        if rule["then"] != "none":
            yield from self.greedy("then", chosen)
        if rule["comparison"]:
            yield from self.compare(chosen)

    def compare(self, chosen: Any) -> Any:
        """Keep the greedy result if it is worth more to more voters."""
        plain = {**self.rule, "rule": "greedy-votes", "threshold": None, "min_share": None}
        steps = list(Count(self.data, plain, self.seed).transcript(0))
        yield from (step for step in steps if "free" in step or "greedy" in step)
        greedy, votes = steps[-1]["winners"], [0, 0]
        for ballot, (size, of) in enumerate(self.ballots):
            worth = {i: self.fans[i][ballot][1] for i in of if of[i]}
            gain = sum(worth[i] * ((i in greedy) - (i in chosen)) for i in worth)
            votes[gain < 0] += size if gain else 0
        facts = "greedy-votes", *votes, votes[0] > votes[1]
        yield line("comparison prefer_greedy prefer_shares kept_greedy", *facts)
        chosen[:] = greedy if votes[0] > votes[1] else chosen

    def rounds(self, share: Fraction, chosen: Any) -> Any:
        """Equal Shares at one share: buy what costs its supporters least, while they can pay."""
        self.purse, self.unit = [share.numerator] * len(self.ballots), share.denominator
        price: Any = {i: 0 for i in self.paid if self.fans[i]}
        for number in range(1, len(price) + 1):
            least: Any = math.inf
            for i in sorted(price, key=price.__getitem__):
                if price[i] <= least:  # purses only shrink, so no price ever falls
                    price[i] = math.inf if self.blocked(i, chosen) else self.price(i)
                    least = min(least, price[i])
            if least == math.inf:
                break
            tied = sorted(i for i in price if price[i] == least)
            first = min(tied, key=self.order.index)
            facts = first, *self.pay(first, price.pop(first)), tied if len(tied) > 1 else []
            yield line("round project price full less less_paid tied", number, *facts)
            chosen.append(first)
        for i in sorted(price):
            left = sum(self.purse[n] * size for n, (size, _) in self.fans[i].items())
            facts = self.shown(left, self.unit), text(self.cost[i], self.scale)
            yield line("lost left cost blocked", i, *facts, self.blocked(i, chosen))

    def price(self, item: str) -> Any:
        """What one unit of worth costs: who has too little for it gives all that is left."""
        payers, missing, purse = self.fans[item], self.cost[item] * self.unit, self.purse
        while payers:
            weight = sum(size * worth for size, worth in payers.values())
            rich = {n: of for n, of in payers.items() if purse[n] * weight >= missing * of[1]}
            if len(rich) == len(payers):
                return Fraction(missing, weight * self.unit)
            missing -= sum(purse[n] * payers[n][0] for n in payers if n not in rich)
            payers = rich
        return math.inf

    def pay(self, item: str, price: Fraction) -> Any:
        """Take it from the purses: whole numbers of ever smaller parts (`unit`) of a cent."""
        finer = price.denominator // math.gcd(price.denominator, self.unit)
        self.purse, self.unit = [purse * finer for purse in self.purse], self.unit * finer
        due, most, full, less_paid = int(price * self.unit), 0, 0, 0
        for ballot, (size, worth) in self.fans[item].items():
            part = min(self.purse[ballot], due * worth)
            self.purse[ballot] -= part
            most, full = max(most, part), full + size * (part == due * worth)
            less_paid += part * size * (part < due * worth)
        paid = self.shown(most, self.unit), full, self.people[item] - full
        return *paid, self.shown(less_paid, self.unit)

    def digest(self, result: Any) -> str:
        """The fingerprint of a result and of all that decided it, in whatever order."""
        ballots = sorted([list(of), list(of.values()) * self.points, n] for n, of in self.ballots)
        costs = sorted([i, text(cost, self.scale)] for i, cost in self.cost.items())
        facts = ballots, costs, self.meta["vote_type"], text(self.budget, self.scale)
        vote = dump(line("ballots projects ballot_type budget", *facts), sort_keys=True)
        outcome = {key: value for key, value in result.items() if key != "digest"}
        known = line("input seed outcome", sha(vote), self.seed, outcome)
        return sha(dump(known, sort_keys=True))
