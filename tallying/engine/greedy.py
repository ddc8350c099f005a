"""Most votes first (or most votes for the money first), ranked and filled by pabutools."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from pabutools.election import ApprovalProfile, Instance
from pabutools.election import Project as PabuProject
from pabutools.rules import greedy_utilitarian_welfare
from pabutools.tiebreaking import TieBreakingRule

from tallying.engine.eligible import Field, score
from tallying.engine.outcome import Tie
from tallying.engine.ties import TieOrder


@dataclass(frozen=True)
class Filled:
    """Projects in order of selection and the ties met on the way."""

    selected: tuple[str, ...]
    ties: tuple[Tie, ...]


class _Totals:
    """Total satisfaction by project, so that pabutools need not add it up ballot by ballot."""

    def __init__(self, totals: dict[str, int]) -> None:
        self._totals = totals

    def total_satisfaction_project(self, project: PabuProject) -> int:
        return self._totals[project.name]


class Greedy:
    """Ranks a field once and fills any amount of money from the ranking."""

    def __init__(self, field: Field, rule: str, order: TieOrder, *, no_skip: bool) -> None:
        self._cost = {item.id: item.cost for item in field.paid}
        self._score: dict[str, Fraction] = {
            item.id: score(rule, field, item) for item in field.paid
        }
        self._order, self._no_skip = order, no_skip
        # Cost_Sat is votes x cost, Cardinality_Sat is votes: divided by cost, pabutools' score.
        times_cost = rule != "greedy-votes-per-euro"
        self._totals = _Totals(
            {
                item.id: field.votes[item.id] * (item.cost if times_cost else 1)
                for item in field.paid
            }
        )
        self.ranking = self._pabutools(sum(self._cost.values()), ())

    def _pabutools(self, budget: int, taken: Iterable[str]) -> tuple[str, ...]:
        """What pabutools adds to `taken` within `budget` (money for the rest of the projects)."""
        skip = set(taken)
        projects = [
            PabuProject(item, cost) for item, cost in self._cost.items() if item not in skip
        ]
        found = greedy_utilitarian_welfare(
            Instance(projects, budget_limit=budget),
            ApprovalProfile(),
            sat_profile=self._totals,
            is_sat_additive=True,
            tie_breaking=TieBreakingRule(lambda _inst, _prof, item: self._order.place(item.name)),
        )
        return tuple(item.name for item in found)

    def fill(self, money: int, taken: Iterable[str] = ()) -> Filled:
        """Spend `money` on projects that are not in `taken`."""
        taken = frozenset(taken)
        if self._no_skip:
            selected = self._until_first_misfit(money, taken)
        else:
            selected = self._pabutools(money, taken)
        return Filled(selected, tuple(self._ties(selected, money, taken)))

    def _until_first_misfit(self, money: int, taken: frozenset[str]) -> tuple[str, ...]:
        selected = []
        for item in self.ranking:
            if item in taken:
                continue
            if self._cost[item] > money:
                break
            money -= self._cost[item]
            selected.append(item)
        return tuple(selected)

    def _ties(self, selected: tuple[str, ...], money: int, taken: frozenset[str]) -> list[Tie]:
        """Ties between projects of equal score that fitted when one of them was taken.

        Another choice changes the winners exactly when one of these was not selected: preferred,
        it would have been; and where all were, any order takes them all and leaves as much money.
        """
        alike: dict[Fraction, list[str]] = {}
        for item in self.ranking:
            if item not in taken:
                alike.setdefault(self._score[item], []).append(item)
        chosen_ones, ties = set(selected), []
        for chosen in selected:
            level = alike[self._score[chosen]]
            tied = [item for item in level if self._cost[item] <= money]
            level.remove(chosen)
            money -= self._cost[chosen]
            if len(tied) > 1:
                by = self._order.decided_by(tied, chosen)
                changed = not chosen_ones.issuperset(tied)
                ties.append(Tie(tuple(sorted(tied)), chosen, by, changed))
        return ties + self._tie_at_the_stop(chosen_ones | taken, money)

    def _tie_at_the_stop(self, gone: frozenset[str] | set[str], money: int) -> list[Tie]:
        """The tie met where a greedy that may not skip stopped before an equal one that fits."""
        rest = [item for item in self.ranking if item not in gone]
        if not self._no_skip or not rest:
            return []
        equal = [item for item in rest if self._score[item] == self._score[rest[0]]]
        tied = [rest[0], *(item for item in equal if self._cost[item] <= money)]
        if len(tied) == 1:
            return []
        by = self._order.decided_by(tied, rest[0])
        return [Tie(tuple(sorted(tied)), rest[0], by, changed_winners=True)]
