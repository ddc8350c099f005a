"""A panel that meets the quotas nearly, often wholly: found by exchanging one person for another.

In whole numbers and in a fixed order, so that it is the same everywhere. It proves nothing when it
misses a quota; that is for `whole`. What it finds is a panel all the same: whoever widens the
quotas to it can draw.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from budgeting.sortition.problem import Problem
from budgeting.sortition.whole import Panel
from budgeting.sortition.work import STEP, Work

GATHER = 10  # to fetch a number from elsewhere costs as much as to go through ten
Whole = NDArray[np.int64]


def near(problem: Problem, work: Work) -> Panel:
    """A panel for all seats from whoever misses the quotas least, then exchanged."""
    search = _Search(problem, work)
    for _seat in range(problem.seats):
        search.add(np.array(problem.sizes))
    return search.exchanged(np.zeros(len(problem.groups), np.int64), np.array(problem.sizes))


def near_with(
    problem: Problem, chosen: Sequence[int], low: Sequence[int], high: Sequence[int], work: Work
) -> Panel:
    """The same from a panel with one person too many; at least `low`, at most `high` of a group."""
    search = _Search(problem, work, chosen)
    search.take(np.array(low))
    return search.exchanged(np.array(low), np.array(high))


class _Search:
    def __init__(self, problem: Problem, work: Work, chosen: Sequence[int] = ()) -> None:
        self.problem, self.work = problem, work
        self.members = np.array(problem.members)
        self.least, self.most = np.array(problem.least), np.array(problem.most)
        self.chosen = np.array(chosen or [0] * len(problem.groups), np.int64)
        self.counts = np.array(problem.counts(self.chosen.tolist()), np.int64)

    def missed(self, counts: Whole) -> Whole:
        missed: Whole = np.maximum(self.least - counts, 0) + np.maximum(counts - self.most, 0)
        return missed

    def best(self, high: Whole) -> tuple[int, int]:
        """The first group of which one more costs least, and how much the quotas miss then."""
        self.work.spend(GATHER * self.members.size + STEP)
        missed = self.missed(self.counts)
        more = (self.missed(self.counts + 1) - missed)[self.members].sum(axis=1)
        more[self.chosen >= high] = len(missed) * 2 + 1
        place = int(more.argmin())
        return place, int(missed.sum() + more[place])

    def add(self, high: Whole) -> None:
        self._move(self.best(high)[0], 1)

    def take(self, low: Whole) -> None:
        """One less of the group that the quotas need least."""
        places = np.flatnonzero(self.chosen > low)
        less = self.missed(self.counts - 1) - self.missed(self.counts)
        self._move(int(places[less[self.members[places]].sum(axis=1).argmin()]), -1)

    def exchanged(self, low: Whole, high: Whole) -> Panel:
        """Exchange as long as the quotas are missed by less after it."""
        missed, better = int(self.missed(self.counts).sum()), True
        while missed and better:
            better = False
            for group in np.flatnonzero(self.chosen > low).tolist():
                self._move(group, -1)
                other, then = self.best(high)
                better = then < missed
                self._move(other if better else group, 1)
                if better:
                    missed = then
                    break
        return self._panel()

    def _move(self, group: int, by: int) -> None:
        self.chosen[group] += by
        self.counts[self.members[group]] += by

    def _panel(self) -> Panel:
        return Panel(
            tuple(self.chosen.tolist()),
            tuple(np.maximum(self.least - self.counts, 0).tolist()),
            tuple(np.maximum(self.counts - self.most, 0).tolist()),
        )
