"""The transcript of a result: one line of JSON per fact, enough to follow every single decision.

It is made from the election and the outcome alone: Equal Shares is replayed at its final share and
greedy is ranked anew, whatever found the winners. Two programs that count alike write the same
bytes. Whoever paid is only ever a number of people. Amounts are decimal text in the unit of the
file; those that may be fractions of it are rounded down to six decimals, after every decision was
made exactly.

Lines of one result, in this order (`null` where there is nothing to say):

  result, rule, seed, voters, budget      what is counted
  project, cost, votes, supporters, out   each project by id; out says why it takes no part
  free [blocked]                          a project that costs nothing, selected before the rule
  share, next, next_cost                  Equal Shares: final share; the one after it, rejected
                                          because its winners cost more than the budget
  round, project, price, full, less, less_paid, tied
                                          who paid: `full` voters paid rho x worth (`price` at
                                          most), `less` had less and paid all they had
  lost, left, cost, blocked               what the supporters of any other have left together
  then | greedy, money, taken, blocked    a greedy step, with the money left before it
  comparison, prefer_greedy, prefer_shares, kept_greedy
  winners, cost                           in order of selection
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from tallying.engine.amounts import format_amount
from tallying.engine.counting import Count
from tallying.engine.election import Election, Project
from tallying.engine.eligible import field_of, score, why_not, worth
from tallying.engine.limits import Limits
from tallying.engine.outcome import Outcome
from tallying.engine.payments import replay
from tallying.engine.rule import Rule
from tallying.engine.ties import TieOrder

MILLIONTHS = 10**6
Line = dict[str, Any]


def transcript_text(election: Election, outcomes: Sequence[Outcome]) -> str:
    """The transcripts of all results of a bundle, the deciding one first, as one file."""
    numbered = enumerate(outcomes, 1)
    lines = [line for number, item in numbered for line in transcript_of(election, item, number)]
    return "".join(line + "\n" for line in lines)


def transcript_of(election: Election, outcome: Outcome, number: int) -> list[str]:
    """The lines of one result, the `number`-th of its bundle, without line ends.

    Raises EngineError as the engine does, and ValueError where `outcome` is of another election.
    """
    return [
        json.dumps(line, ensure_ascii=False, separators=(",", ":"))
        for line in _lines(election, outcome, number)
    ]


def _lines(election: Election, outcome: Outcome, number: int) -> Iterator[Line]:
    rule, steps = outcome.rule, Steps(election, outcome.rule, outcome.seed)
    head = {"result": number, "rule": rule.rule, "seed": outcome.seed, "voters": election.voters}
    yield {**head, "budget": format_amount(election.budget, election.scale)}
    yield from steps.projects()
    yield from steps.free_lines()
    if rule.is_mes:
        yield from _by_shares(election, outcome, steps)
    else:
        yield from steps.greedy("greedy", rule.rule, steps.free)
    cost = format_amount(outcome.total_cost, election.scale)
    yield {"winners": list(outcome.selected), "cost": cost}


def _by_shares(election: Election, outcome: Outcome, steps: "Steps") -> Iterator[Line]:
    rule, shares = outcome.rule, outcome
    if outcome.kept_greedy:
        # What Equal Shares gave was set aside, so it is counted again.
        shares = Count(election).run(replace(rule, comparison=False), outcome.seed)
    yield from _rounds(election, shares, steps)
    chosen = [*shares.free, *shares.by_rule]
    if rule.then != "none":
        yield from steps.greedy("then", "greedy-votes", chosen)
    if rule.comparison:
        yield from _comparison(election, outcome, shares)


def _rounds(election: Election, shares: Outcome, steps: "Steps") -> Iterator[Line]:
    scale, payments = election.scale, replay(election, shares)
    after = {
        "next": None if shares.next_share is None else _floored(shares.next_share, scale),
        "next_cost": None if shares.next_cost is None else format_amount(shares.next_cost, scale),
    }
    yield {"share": _floored(shares.share or Fraction(0), scale), **after}
    for number, step in enumerate(payments.rounds, 1):
        yield {
            "round": number,
            "project": step.project,
            "price": _floored(step.payment.price, scale),
            "full": step.payment.full,
            "less": step.payment.less,
            "less_paid": _floored(step.payment.less_paid, scale),
            "tied": list(step.tied),
        }
    chosen = [*shares.free, *shares.by_rule]
    for item in sorted(steps.field.supported, key=lambda item: item.id):
        if item.id not in shares.by_rule:
            yield {
                "lost": item.id,
                "left": _floored(payments.left[item.id], scale),
                "cost": format_amount(item.cost, scale),
                "blocked": steps.limits.blocks(item.id, chosen),
            }


def _comparison(election: Election, outcome: Outcome, shares: Outcome) -> Iterator[Line]:
    """The greedy result that is compared: no threshold, else as the rule says; then who prefers."""
    rule = outcome.rule
    plain = Rule(
        "greedy-votes",
        ties=rule.ties,
        no_skip=rule.no_skip,
        conflicts=rule.conflicts,
        caps=rule.caps,
    )
    steps = Steps(election, plain, outcome.seed)
    yield from steps.free_lines()
    winners = set(steps.free)
    for line in steps.greedy("greedy", "greedy-votes", steps.free):
        yield line
        winners |= {line["greedy"]} if line["taken"] else set()
    greedy, equal = _preferences(election, rule.rule, winners, set(shares.selected))
    prefer = {"prefer_greedy": greedy, "prefer_shares": equal}
    yield {"comparison": "greedy-votes", **prefer, "kept_greedy": greedy > equal}


def _preferences(
    election: Election, rule: str, greedy: set[str], shares: set[str]
) -> tuple[int, int]:
    """How many voters prefer each of two sets of winners, by what these are worth to them."""
    projects, prefer = {item.id: item for item in election.projects}, [0, 0]
    for group in election.ballots:
        gain = 0
        for place, item in enumerate(group.choices):
            points = group.points[place] if group.points else None
            value = worth(rule, projects[item], points)
            gain += value * ((item in greedy) - (item in shares))
        if gain:
            prefer[gain < 0] += group.count
    return prefer[0], prefer[1]


class Steps:
    """One rule on one election: who takes part, what is free, and what greedy does."""

    def __init__(self, election: Election, rule: Rule, seed: str) -> None:
        self._election, self._rule = election, rule
        self.field = field_of(election, rule)
        self.order = TieOrder(election.projects, self.field.votes, seed, rule.ties)
        self.limits = Limits(election, rule.conflicts, rule.caps)
        self._asked = sorted((item.id for item in self.field.free), key=self.order.place)
        self.free: list[str] = []
        for item in self._asked:
            self.free += [] if self.limits.blocks(item, self.free) else [item]

    def projects(self) -> Iterator[Line]:
        """Every project of the election, by id."""
        for item in sorted(self._election.projects, key=lambda item: item.id):
            votes = self.field.votes[item.id]
            yield {
                "project": item.id,
                "cost": format_amount(item.cost, self._election.scale),
                "votes": votes,
                "supporters": self.field.supporters[item.id],
                "out": why_not(self._election, self._rule, item, votes),
            }

    def free_lines(self) -> Iterator[Line]:
        """Supported projects that cost nothing, in the order in which they are taken."""
        for item in self._asked:
            yield {"free": item} if item in self.free else {"free": item, "blocked": True}

    def greedy(self, word: str, rule: str, chosen: Iterable[str]) -> Iterator[Line]:
        """What greedy does with the money that `chosen` leaves, project by project."""
        taken, cost = list(chosen), {item.id: item.cost for item in self._election.projects}
        money = self._election.budget - sum(cost[item] for item in taken)
        for item in self._ranking(rule, set(taken)):
            blocked = self.limits.blocks(item.id, taken)
            takes = not blocked and item.cost <= money
            shown = format_amount(money, self._election.scale)
            yield {word: item.id, "money": shown, "taken": takes, "blocked": blocked}
            if takes:
                taken.append(item.id)
                money -= item.cost
            elif self._rule.no_skip:
                return

    def _ranking(self, rule: str, gone: set[str]) -> list[Project]:
        waiting = [item for item in self.field.paid if item.id not in gone]
        score_of = {item.id: score(rule, self.field, item) for item in waiting}
        return sorted(waiting, key=lambda item: (-score_of[item.id], self.order.place(item.id)))


def _floored(amount: Fraction, scale: int) -> str:
    """An amount of smallest units in units of the file, rounded down to six decimals."""
    return format_amount(int(amount * MILLIONTHS // scale), MILLIONTHS)
