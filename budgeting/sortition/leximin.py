"""`leximin`: the smallest chance of a candidate is as large as any lottery can make it.

Then the second smallest, and so on (Flanigan, Gölz, Gupta, Hennig and Procaccia, "Fair algorithms
for selecting citizens' assemblies", Nature 596, 2021). Candidates of one group have the same
chance, so that a lottery over panels is one over numbers of people of each group. Panels are found
one by one where the prices of the linear programme ask for them (column generation), until none
could raise the smallest chance. HiGHS solves the programmes; its release is part of the result, for
another one may find another lottery with the same chances.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from budgeting.sortition.chance import Chance
from budgeting.sortition.highs import Programme, Row, panels_of, solver
from budgeting.sortition.problem import Problem
from budgeting.sortition.work import Work

TICKETS = 10**9
NEARLY = 1e-7

Counts = tuple[int, ...]


@dataclass(frozen=True)
class Lottery:
    """Panels (people of each group), each with its tickets; one ticket is drawn."""

    panels: tuple[Counts, ...]
    tickets: tuple[int, ...]

    def drawn(self, chance: Chance) -> Counts:
        """The panel of the ticket that chance draws."""
        number = chance.below(sum(self.tickets))
        for place, tickets in enumerate(self.tickets):
            number -= tickets
            if number < 0:
                return self.panels[place]
        return self.panels[-1]

    def expected(self) -> list[float]:
        """How many people of each group the drawn panel has on average."""
        total = sum(self.tickets)
        weighted = (
            [count * tickets for count in panel]
            for panel, tickets in zip(self.panels, self.tickets, strict=True)
        )
        return [sum(column) / total for column in zip(*weighted, strict=True)]


def lottery(problem: Problem, fits: Sequence[int], work: Work) -> Lottery:
    """The lottery with the largest smallest chances; `fits` is one panel that meets the quotas.

    Raises SortitionError `extra_missing`, or `too_hard` when it takes too much work.
    """
    solver()
    search = _Search(problem, tuple(fits), work)
    while len(search.fixed) < len(problem.groups):
        search.stage()
    return search.lottery()


class _Search:
    """Chances are fixed from the smallest up. Variables of the programme: a price for each group,
    and the cap, which no panel's people may cost more than."""

    def __init__(self, problem: Problem, fits: Counts, work: Work) -> None:
        self.problem = problem
        self.work = work
        self.panels = [fits]
        self.fixed: dict[int, float] = {}
        self.pricing = panels_of(problem, work)

    def stage(self) -> None:
        """Fix the chance of at least one group."""
        groups = len(self.problem.groups)
        rows = [(-inf, 0.0, self._costs(panel) | {groups: -1.0}) for panel in self.panels]
        free = {group: 1.0 for group in range(groups) if group not in self.fixed}
        programme = Programme([inf] * (groups + 1), [*rows, (1.0, 1.0, free)], self.work)
        aim = [-self.fixed.get(group, 0.0) for group in range(groups)] + [1.0]
        while True:
            least, found = programme.solved(aim)
            prices, cap = found[:groups], found[groups]
            costs = [price / size for price, size in zip(prices, self.problem.sizes, strict=True)]
            worth, chosen = self.pricing.solved(costs, most=True)
            panel = tuple(round(count) for count in chosen)
            if worth <= cap + NEARLY or panel in self.panels:
                break
            self.panels.append(panel)
            programme.add((-inf, 0.0, self._costs(panel) | {groups: -1.0}))
        # Where the price is positive, every best lottery gives exactly this chance.
        chance = max(0.0, least - NEARLY)
        self.fixed |= {g: chance for g in free if prices[g] > NEARLY}

    def lottery(self) -> Lottery:
        """Shares of the panels that give every group its chance, as whole tickets."""
        count = len(self.panels)
        rows: list[Row] = []
        for group, chance in self.fixed.items():
            parts = {
                place: panel[group] / self.problem.sizes[group]
                for place, panel in enumerate(self.panels)
                if panel[group]
            }
            rows.append((chance, inf, parts | {count: 1.0}))
        whole = (1.0, 1.0, dict.fromkeys(range(count), 1.0))
        _missed, shares = Programme([inf] * (count + 1), [*rows, whole], self.work).solved(
            [0.0] * count + [1.0]
        )
        pairs = sorted(zip(self.panels, shares[:count], strict=True))
        kept = [(panel, round(share * TICKETS)) for panel, share in pairs if share * TICKETS >= 1]
        return Lottery(tuple(panel for panel, _ in kept), tuple(tickets for _, tickets in kept))

    def _costs(self, panel: Counts) -> dict[int, float]:
        """The part of each group that sits in a panel."""
        sizes = self.problem.sizes
        return {group: count / sizes[group] for group, count in enumerate(panel) if count}
