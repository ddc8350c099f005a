"""`random-priority`: the candidates get an order by lot, and whoever still fits takes a seat.

The list is gone through in that order. A candidate gets a seat unless the quotas could then no
longer all be met by anybody; whether they could is decided exactly (see `whole`). This is the
random priority mechanism (Abdulkadiroğlu and Sönmez 1998; Bogomolnaia and Moulin 2001) with the
panels that meet all quotas as what can be chosen.

What it gives: the quotas are met whenever any panel meets them; candidates with the same values
have the same chance; whoever sits in some panel that meets the quotas has a chance of at least
1 / candidates; nobody gains by other values than their own having been drawn before. What it does
not give: the largest possible smallest chance; that is `leximin`.
"""

from collections.abc import Iterable, Sequence

import numpy as np

from budgeting.sortition.near import near_with
from budgeting.sortition.problem import Problem
from budgeting.sortition.whole import Panel, box_of, one_more
from budgeting.sortition.work import STEP, Work

MOST_KNOWN = 500
LOOK = 1_000  # units of work for each group that a search looks at


class Known:
    """Panels that meet the quotas, found so far: they save a search, and change no answer."""

    def __init__(self, fits: Sequence[int]) -> None:
        self._panels = np.array([fits])

    @property
    def numbers(self) -> int:
        """How many numbers `between` goes through, several times each."""
        return 10 * int(self._panels.size)

    def first(self) -> list[int]:
        return self._kept(0)

    def between(self, low: Sequence[int], high: Sequence[int]) -> list[int] | None:
        right = (self._panels >= low).all(axis=1) & (self._panels <= high).all(axis=1)
        return self._kept(int(right.argmax())) if right.any() else None

    def keep(self, fits: Sequence[int]) -> None:
        self._panels = np.vstack([self._panels[-MOST_KNOWN:], fits])

    def _kept(self, place: int) -> list[int]:
        return [int(count) for count in self._panels[place]]


class Filling:
    """Seats on the way to a panel that meets the quotas; `fits` is always one such panel."""

    def __init__(self, problem: Problem, known: Known, work: Work) -> None:
        self.problem = problem
        self.known = known
        self.work = work
        self.taken = [0] * len(problem.groups)
        self.closed = [False] * len(problem.groups)
        self.seated = [0] * len(problem.categories)
        self._settle(known.first())

    def offer(self, group: int) -> bool:
        """A seat for one more of this group, if the quotas can still be met then."""
        if self.closed[group]:
            return False
        self.work.spend(STEP)
        if self.fits[group] > self.taken[group] or self._exchange(group) or self._search(group):
            self.taken[group] += 1
            for category in self.problem.members[group]:
                self.seated[category] += 1
            return True
        self.closed[group] = True
        return False

    def _exchange(self, group: int) -> bool:
        """Put one of the group in the place of somebody in `fits` who has no seat yet."""
        if self.taken[group] >= self.problem.sizes[group]:
            return False
        mine = self.problem.members[group]
        for other in self.sitting:
            theirs = self.problem.members[other]
            if self.fits[other] > self.taken[other] and all(
                a == b
                or (
                    self.counts[a] < self.problem.most[a] and self.counts[b] > self.problem.least[b]
                )
                for a, b in zip(mine, theirs, strict=True)
            ):
                self.fits[group] += 1
                self.fits[other] -= 1
                return self._settle(self.fits)
        return False

    def _settle(self, fits: Sequence[int]) -> bool:
        self.fits = list(fits)
        self.sitting = [group for group, count in enumerate(fits) if count]
        self.counts = list(self.problem.counts(fits))
        return True

    def _search(self, group: int) -> bool:
        """Look for a panel that has one more of the group and everybody who has a seat.

        Raises `too_hard`: whoever is passed by was never passed by for want of time.
        """
        if self.taken[group] >= self.problem.sizes[group] or self._plainly_too_many(group):
            return False
        self.work.spend(LOOK * len(self.fits) + self.known.numbers)
        low = [*self.taken]
        low[group] += 1
        sizes = zip(self.problem.sizes, self.taken, self.closed, strict=True)
        high = [taken if closed else size for size, taken, closed in sizes]
        if known := self.known.between(low, high):
            return self._settle(known)
        found, closed = self._decided(group, low, high)
        for each in closed:
            self.closed[each] = True
        if found:
            self.known.keep(found.counts)
        return self._settle(found.counts) if found else False

    def _decided(
        self, group: int, low: list[int], high: list[int]
    ) -> tuple[Panel | None, list[int]]:
        """Such a panel, or which groups cannot have one more: see `one_more`."""
        if sum(high) < self.problem.seats:
            return None, [group]
        chosen = list(self.fits)
        chosen[group] += 1
        panel = near_with(self.problem, chosen, low, high, self.work)
        if not panel.missed:
            return panel, []
        return one_more(self.problem, box_of(self.problem, low, high, miss=0), group, self.work)

    def _plainly_too_many(self, group: int) -> bool:
        """The category is full, or the seats that are left are all owed to others."""
        mine = set(self.problem.members[group])
        if any(self.seated[place] >= self.problem.most[place] for place in mine):
            return True
        left = self.problem.seats - sum(self.taken) - 1
        for _column, places in self.problem.by_column():
            owed = (self.problem.least[i] - self.seated[i] - (i in mine) for i in places)
            if sum(max(0, each) for each in owed) > left:
                return True
        return False


def fill(
    problem: Problem, known: Known, order: Iterable[int], work: Work
) -> tuple[list[int], list[int]]:
    """Go through the groups of the candidates in the order of the lot.

    Answers the places in `order` that got a seat, and the seats of each group. Raises `too_hard`.
    """
    filling = Filling(problem, known, work)
    seated: list[int] = []
    for place, group in enumerate(order):
        if filling.offer(group):
            seated.append(place)
            if len(seated) == problem.seats:
                break
    return seated, filling.taken
