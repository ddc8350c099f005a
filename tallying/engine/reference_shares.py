"""Equal Shares at any share for the independent recount: pabutools' algorithm, prebuilt voters.

Rule: Peters, Pierczyński and Skowron, "Proportional Participatory Budgeting with Additive
Utilities" (arXiv 2008.13276). The choice of each project is that of pabutools' `mes_inner_algo`,
handed in by reference.py. It gets voters and projects that are built once and used for every share:
its front door builds them anew each time, which takes longer than the run itself, and a completion
tries hundreds of shares. The tests compare with the front door.
"""

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias

from gmpy2 import mpq

from tallying.engine.eligible import Field, worth
from tallying.engine.limits import Limits
from tallying.engine.ties import TieOrder

# A gmpy2 fraction; gmpy2 comes without types.
Exact: TypeAlias = Any
# How many runs are kept for other rules of the same election: memory has an end.
MOST_KNOWN = 20_000
# What to choose at which step (number of projects chosen before) instead of what the order says.
Prefer = tuple[int, str]


class _Payer:
    """A group of identical ballots: what one of its voters still has, and how many they are."""

    __slots__ = ("budget", "multiplicity", "values")

    def __init__(self, multiplicity: int, values: dict[str, int] | None) -> None:
        self.multiplicity = multiplicity
        self.values = values
        self.budget: Exact = 0

    def total_budget(self) -> Exact:
        return self.multiplicity * self.budget

    def budget_over_sat_project(self, project: "_Candidate") -> Exact:
        # On approvals all supporters of a project value it alike: dividing changes no order.
        return self.budget if self.values is None else self.budget / self.values[project.name]


class _Candidate:
    """A supported project: what it is worth in all, who supports it, and its price at best."""

    __slots__ = (
        "affordability",
        "cost",
        "initial_affordability",
        "name",
        "project",
        "supporter_indices",
        "total_sat",
        "value",
    )

    def __init__(self, name: str, cost: int, value: int) -> None:
        self.name, self.project, self.cost, self.value = name, name, cost, value
        self.supporter_indices: list[int] = []
        self.total_sat = 0
        self.initial_affordability: Exact = 0
        self.affordability: Exact = 0

    def supporters_sat(self, supporter: _Payer) -> int:
        return self.value if supporter.values is None else supporter.values[self.name]


@dataclass(frozen=True)
class Met:
    """A tie: before it `step` projects had been chosen; of those that could be, one was chosen."""

    step: int
    between: tuple[str, ...]
    chosen: str


class _Settler:
    """Settles ties in the public order, or as preferred at one step, and keeps a list."""

    def __init__(self, order: TieOrder, prefer: Prefer | None, chosen: list[str]) -> None:
        self._order, self._prefer, self._chosen = order, prefer, chosen
        self.met: dict[int, list[str]] = {}

    def order(
        self, _instance: object, _profile: object, projects: list[_Candidate]
    ) -> list[_Candidate]:
        step = len(self._chosen)
        ranked = sorted(projects, key=lambda item: self._order.place(item.name))
        if self._prefer and self._prefer[0] == step:
            ranked.sort(key=lambda item: item.name != self._prefer[1])  # type: ignore[index]
        self.met[step] = sorted(item.name for item in ranked)
        return ranked


@dataclass(frozen=True)
class Run:
    """Projects in order of selection at one share, their cost, and the ties met on the way."""

    selected: tuple[str, ...]
    cost: int
    ties: tuple[Met, ...]


class EqualShares:
    """Runs the method at one share after another; shares it remembers are run once.

    `free` is selected before the rule starts; `limits` hold from there on.
    """

    def __init__(
        self,
        field: Field,
        rule: str,
        order: TieOrder,
        limits: Limits,
        free: tuple[str, ...],
        algorithm: Callable[..., None],
    ) -> None:
        self._order, self._limits, self._free = order, limits, free
        self._algorithm = algorithm
        self._payers: list[_Payer] = []
        self._candidates = {
            item.id: _Candidate(item.id, item.cost, worth(rule, item, None))
            for item in field.supported
        }
        for group in field.election.ballots:
            self._add(group.choices, group.points, group.count)
        for item in self._candidates.values():
            item.initial_affordability = mpq(item.cost, item.total_sat)
        self._known: dict[Exact, Run] = {}

    def _add(self, choices: tuple[str, ...], points: tuple[int, ...], count: int) -> None:
        """Add the ballots of a group to the candidates they support."""
        values = dict(zip(choices, points, strict=True)) if points else None
        supported = [
            self._candidates[item]
            for item in choices
            if item in self._candidates and (values is None or values[item] > 0)
        ]
        if not supported:
            return
        payer = _Payer(count, values)
        self._payers.append(payer)
        for candidate in supported:
            candidate.supporter_indices.append(len(self._payers) - 1)
            candidate.total_sat += count * candidate.supporters_sat(payer)

    def independent(self, tied: tuple[str, ...]) -> bool:
        """Whether no limit is declared and no voter supports two of these projects of equal price.

        Then taking one changes no price of the others, prices never fall, and so all of them are
        taken, one after the other, in any order, and leave every purse the same.
        """
        if self._limits.any:
            return False
        lists = [self._candidates[item].supporter_indices for item in tied]
        return sum(map(len, lists)) == len(set().union(*lists))

    def alike(self, tied: tuple[str, ...]) -> bool:
        """Whether these cost the same and every voter values them the same, without a limit."""
        first, *others = (self._candidates[item] for item in tied)
        wanted = self._valued(first)
        return not self._limits.any and all(self._valued(item) == wanted for item in others)

    def _valued(self, item: _Candidate) -> tuple[int, list[tuple[int, int]]]:
        """Its cost, and what it is worth to each of its supporters."""
        payers = item.supporter_indices
        return item.cost, [(payer, item.supporters_sat(self._payers[payer])) for payer in payers]

    def run(self, share: Exact, prefer: Prefer | None = None) -> Run:
        """The result when every voter starts with `share` (an exact fraction, smallest units)."""
        if prefer is None and share in self._known:
            return self._known[share]
        selected, ties = self._within_limits(share, prefer)
        cost = sum(self._candidates[item].cost for item in selected)
        run = Run(tuple(selected), cost, tuple(ties))
        if prefer is None and len(self._known) < MOST_KNOWN:
            self._known[share] = run
        return run

    def _within_limits(self, share: Exact, prefer: Prefer | None) -> tuple[list[str], list[Met]]:
        """Run, take out what is blocked at the first choice that breaks a limit, and run again.

        Exact: what is blocked there was not chosen before, and taking it out changes no earlier
        choice. Ties up to there are those of the run that still had it, less what was blocked.
        """
        out: set[str] = set()
        ties: list[Met] = []
        settled = 0
        while True:
            names, met = self._plain(share, out, prefer)
            end = first_blocked(self._limits, self._free, names)
            for step in range(settled, end):
                between = met.get(step, [])
                if self._limits.any:
                    between = self._open(between, names[:step])
                if len(between) > 1:
                    ties.append(Met(step, tuple(between), names[step]))
            if end == len(names):
                return names, ties
            settled = end
            out |= self._candidates.keys() - set(self._open(self._candidates, names[:end]))
            out -= set(names[:end])

    def _open(self, items: Iterable[str], chosen: list[str]) -> list[str]:
        """Those of `items` that are not blocked by what was chosen."""
        return [item for item in items if not self._limits.blocks(item, (*self._free, *chosen))]

    def _plain(
        self, share: Exact, out: set[str], prefer: Prefer | None
    ) -> tuple[list[str], dict[int, list[str]]]:
        """What pabutools chooses without the projects in `out`, and between what at each tie."""
        for payer in self._payers:
            payer.budget = share
        for candidate in self._candidates.values():
            candidate.affordability = candidate.initial_affordability
        chosen: list[str] = []
        settler = _Settler(self._order, prefer, chosen)
        # pabutools calls itself once for each winner.
        sys.setrecursionlimit(max(sys.getrecursionlimit(), 1000 + 2 * len(self._candidates)))
        left = {item for name, item in self._candidates.items() if name not in out}
        self._algorithm((), (), self._payers, left, settler, chosen, [], True)
        return chosen, settler.met


def first_blocked(limits: Limits, before: Iterable[str], names: Iterable[str]) -> int:
    """The place of the first of `names` that those before it block; their number if none is."""
    chosen, place = list(before), 0
    for item in names:
        if limits.blocks(item, chosen):
            return place
        chosen.append(item)
        place += 1
    return place


def plain(value: Exact) -> Fraction:
    """The same fraction as Python's own."""
    return Fraction(int(value.numerator), int(value.denominator))
