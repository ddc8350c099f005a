"""Most votes first for the independent recount: ranked and filled by pabutools, with its ties."""

from collections.abc import Callable, Mapping
from fractions import Fraction

from tallying.engine.eligible import Field, score
from tallying.engine.limits import Limits
from tallying.engine.outcome import Tie
from tallying.engine.reference_shares import first_blocked
from tallying.engine.ties import TieOrder, Tries

# Costs and total satisfaction by project, and money in; projects in order of selection out.
Fill = Callable[[Mapping[str, int], Mapping[str, int], int], tuple[str, ...]]


class Greedy:
    """Ranks a field once and fills any amount of money from the ranking, within limits."""

    def __init__(
        self,
        field: Field,
        rule: str,
        order: TieOrder,
        limits: Limits,
        pabutools: Fill,
        *,
        no_skip: bool,
    ) -> None:
        self._cost = {item.id: item.cost for item in field.paid}
        self._score: dict[str, Fraction] = {
            item.id: score(rule, field, item) for item in field.paid
        }
        self._order, self._limits, self._no_skip = order, limits, no_skip
        self._pabutools = pabutools
        # Cost_Sat is votes x cost, Cardinality_Sat is votes: divided by cost, pabutools' score.
        times_cost = rule != "greedy-votes-per-euro"
        self._totals = {
            item.id: field.votes[item.id] * (item.cost if times_cost else 1) for item in field.paid
        }
        self.ranking = pabutools(self._cost, self._totals, sum(self._cost.values()))

    def fill(self, money: int, before: tuple[str, ...]) -> tuple[str, ...]:
        """The projects, not selected `before`, that `money` is spent on, in order."""
        if self._no_skip:
            return self._until_first_misfit(money, before)
        costs = {item: cost for item, cost in self._cost.items() if item not in before}
        while True:
            found = self._pabutools(costs, self._totals, money)
            end = first_blocked(self._limits, before, found)
            if end == len(found):
                return found
            # It was not chosen before this: taking it out changes no earlier choice.
            del costs[found[end]]

    def _until_first_misfit(self, money: int, before: tuple[str, ...]) -> tuple[str, ...]:
        selected: list[str] = []
        for item in self.ranking:
            if item in before:
                continue
            if self._cost[item] > money or self._limits.blocks(item, (*before, *selected)):
                break
            money -= self._cost[item]
            selected.append(item)
        return tuple(selected)

    def ties(
        self, selected: tuple[str, ...], money: int, before: tuple[str, ...], tries: Tries
    ) -> list[Tie]:
        """The ties of `fill`, which gave `selected`: between projects of equal score that could be
        taken when one of them was."""
        alike: dict[Fraction, list[str]] = {}
        for item in self.ranking:
            if item not in before:
                alike.setdefault(self._score[item], []).append(item)
        ties = []
        for place, chosen in enumerate(selected):
            earlier = (*before, *selected[:place])
            level = alike[self._score[chosen]]
            tied = [item for item in level if self._can_take(item, money, earlier)]
            level.remove(chosen)
            if len(tied) > 1:
                by = self._order.decided_by(tied, chosen)
                between = tuple(sorted(tied))
                others = [item for item in between if item != chosen]
                changed = self._changes(others, money, earlier, {*before, *selected}, tries)
                ties.append(Tie(between, chosen, by, changed))
            money -= self._cost[chosen]
        return ties + self._tie_at_the_stop((*before, *selected), money)

    def _can_take(self, item: str, money: int, earlier: tuple[str, ...]) -> bool:
        return self._cost[item] <= money and not self._limits.blocks(item, earlier)

    def _changes(
        self,
        others: list[str],
        money: int,
        earlier: tuple[str, ...],
        winners: set[str],
        tries: Tries,
    ) -> bool | None:
        """Whether another choice gives other winners.

        Without limits exactly when one of these was not selected: preferred, it would have been;
        and where all were, any order takes them all and leaves as much money. With limits each
        other choice is tried.
        """

        def otherwise(other: str) -> set[str]:
            taken = (*earlier, other)
            return {*taken, *self.fill(money - self._cost[other], taken)}

        if not winners.issuperset(others):
            return True
        return self._limits.any and tries.changed(others, otherwise, winners)

    def _tie_at_the_stop(self, gone: tuple[str, ...], money: int) -> list[Tie]:
        """The tie met where a greedy that may not skip stopped before an equal one that fits."""
        rest = [item for item in self.ranking if item not in gone]
        if not self._no_skip or not rest:
            return []
        equal = [item for item in rest[1:] if self._score[item] == self._score[rest[0]]]
        tied = [rest[0], *(item for item in equal if self._can_take(item, money, gone))]
        if len(tied) == 1:
            return []
        by = self._order.decided_by(tied, rest[0])
        return [Tie(tuple(sorted(tied)), rest[0], by, changed_winners=True)]
