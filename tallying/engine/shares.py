"""The Method of Equal Shares at any share, decided by pabutools in exact fractions.

Rule: Peters, Pierczyński and Skowron, "Proportional Participatory Budgeting with Additive
Utilities" (arXiv 2008.13276). The choice of each project is that of pabutools'
`mes_inner_algo`; it is handed voters and projects that are built once and used for every share,
because building them anew costs more than the run itself when a completion tries hundreds of
shares. The tests compare with pabutools' own front door.
"""

import sys
from dataclasses import dataclass
from typing import Any, TypeAlias

from gmpy2 import mpq
from pabutools.rules.mes.mes_rule import mes_inner_algo

from tallying.engine.eligible import Field, worth
from tallying.engine.ties import TieOrder

# A gmpy2 fraction; gmpy2 comes without types.
Exact: TypeAlias = Any
# How many runs are kept for other rules of the same election: memory has an end.
MOST_KNOWN = 20_000
# What to choose at which tie (counted from 0) instead of what the order says.
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


class _Settler:
    """Settles ties in the public order, or as preferred at one of them, and keeps a list."""

    def __init__(self, order: TieOrder, prefer: Prefer | None) -> None:
        self._order, self._prefer = order, prefer
        self.met: list[tuple[tuple[str, ...], str]] = []

    def order(
        self, _instance: object, _profile: object, projects: list[_Candidate]
    ) -> list[_Candidate]:
        ranked = sorted(projects, key=lambda item: self._order.place(item.name))
        if self._prefer and self._prefer[0] == len(self.met):
            ranked.sort(key=lambda item: item.name != self._prefer[1])  # type: ignore[index]
        self.met.append((tuple(sorted(item.name for item in ranked)), ranked[0].name))
        return ranked


@dataclass(frozen=True)
class Run:
    """Projects in order of selection at one share, their cost, and the ties met on the way."""

    selected: tuple[str, ...]
    cost: int
    ties: tuple[tuple[tuple[str, ...], str], ...]


class EqualShares:
    """Runs the method at one share after another; shares it remembers are run once."""

    def __init__(self, field: Field, rule: str, order: TieOrder) -> None:
        self._order = order
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
        """Whether no voter supports two of these projects of equal price.

        Then taking one changes no price of the others, prices never fall, and so all of them are
        taken, one after the other, in any order, and leave every purse the same.
        """
        lists = [self._candidates[item].supporter_indices for item in tied]
        return sum(map(len, lists)) == len(set().union(*lists))

    def run(self, share: Exact, prefer: Prefer | None = None) -> Run:
        """The result when every voter starts with `share` (an exact fraction, smallest units)."""
        if prefer is None and share in self._known:
            return self._known[share]
        for payer in self._payers:
            payer.budget = share
        for candidate in self._candidates.values():
            candidate.affordability = candidate.initial_affordability
        settler = _Settler(self._order, prefer)
        found: list[list[str]] = []
        # pabutools calls itself once for each winner.
        sys.setrecursionlimit(max(sys.getrecursionlimit(), 1000 + 2 * len(self._candidates)))
        left = set(self._candidates.values())
        mes_inner_algo((), (), self._payers, left, settler, [], found, True)
        selected = tuple(found[0])
        cost = sum(self._candidates[item].cost for item in selected)
        run = Run(selected, cost, tuple(settler.met))
        if prefer is None and len(self._known) < MOST_KNOWN:
            self._known[share] = run
        return run
