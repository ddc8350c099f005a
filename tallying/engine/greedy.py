"""Most votes first, or most votes for the money first: ranked once, taken while money lasts."""

from collections.abc import Sequence
from fractions import Fraction

from tallying.engine.eligible import Field, score
from tallying.engine.limits import Limits
from tallying.engine.outcome import Tie
from tallying.engine.ties import TieOrder, Tries


class Greedy:
    """Ranks a field once by the score of `rule`, and fills any amount of money from the ranking.

    A project is skipped if it does not fit or a limit bars it; with `no_skip` greedy stops there.
    """

    def __init__(
        self, field: Field, rule: str, order: TieOrder, limits: Limits, *, no_skip: bool
    ) -> None:
        self._cost = {item.id: item.cost for item in field.paid}
        self._score: dict[str, Fraction] = {
            item.id: score(rule, field, item) for item in field.paid
        }
        self._order, self._limits, self._no_skip = order, limits, no_skip
        self.ranking = sorted(self._score, key=lambda item: (-self._score[item], order.place(item)))

    def fill(self, money: int, before: Sequence[str] = ()) -> tuple[str, ...]:
        """The projects, not selected `before`, that `money` is spent on, in order."""
        selected: list[str] = []
        gone = set(before)
        for item in self.ranking:
            if item in gone:
                continue
            if self._can_take(item, money, (*before, *selected)):
                money -= self._cost[item]
                selected.append(item)
            elif self._no_skip:
                break
        return tuple(selected)

    def _can_take(self, item: str, money: int, earlier: Sequence[str]) -> bool:
        return self._cost[item] <= money and not self._limits.blocks(item, earlier)

    def ties(
        self, selected: tuple[str, ...], money: int, before: Sequence[str], tries: Tries
    ) -> list[Tie]:
        """The ties of `fill`, which gave `selected`: between projects of equal score that could be
        taken when one of them was."""
        alike: dict[Fraction, list[str]] = {}
        for item in self.ranking:
            if item not in before:
                alike.setdefault(self._score[item], []).append(item)
        winners, ties = {*before, *selected}, []
        for place, chosen in enumerate(selected):
            earlier = (*before, *selected[:place])
            level = alike[self._score[chosen]]
            tied = [item for item in level if self._can_take(item, money, earlier)]
            level.remove(chosen)
            if len(tied) > 1:
                by = self._order.decided_by(tied, chosen)
                between = tuple(sorted(tied))
                others = [item for item in between if item != chosen]
                changed = self._changes(others, money, earlier, winners, tries)
                ties.append(Tie(between, chosen, by, changed))
            money -= self._cost[chosen]
        return ties + self._tie_at_the_stop((*before, *selected), money)

    def _changes(
        self,
        others: list[str],
        money: int,
        earlier: tuple[str, ...],
        winners: set[str],
        tries: Tries,
    ) -> bool | None:
        """Whether another choice gives other winners.

        It does if one of these was not selected: preferred, it would have been. Where all were and
        there are no limits, any order takes them all and leaves as much money; with limits each
        other choice is tried.
        """

        def otherwise(other: str) -> set[str]:
            taken = (*earlier, other)
            return {*taken, *self.fill(money - self._cost[other], taken)}

        if not winners.issuperset(others):
            return True
        return self._limits.any and tries.changed(others, otherwise, winners)

    def _tie_at_the_stop(self, gone: tuple[str, ...], money: int) -> list[Tie]:
        """The tie where a greedy that may not skip stopped before an equal one it could take."""
        chosen = set(gone)
        rest = [item for item in self.ranking if item not in chosen]
        if not self._no_skip or not rest:
            return []
        equal = [item for item in rest[1:] if self._score[item] == self._score[rest[0]]]
        tied = [rest[0], *(item for item in equal if self._can_take(item, money, gone))]
        if len(tied) == 1:
            return []
        by = self._order.decided_by(tied, rest[0])
        return [Tie(tuple(sorted(tied)), rest[0], by, changed_winners=True)]
