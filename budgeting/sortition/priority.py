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

from budgeting.sortition.errors import SortitionError
from budgeting.sortition.problem import Problem
from budgeting.sortition.whole import box_of, one_more

MOST_KNOWN = 500


class Known:
    """Panels that meet the quotas, found so far: they save a search, and change no answer."""

    def __init__(self, fits: Sequence[int]) -> None:
        self._panels = np.array([fits])

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
    """Seats on the way to a panel that meets the quotas; `fits` is always one such panel.

    `undecided` counts the groups that were passed by because the search was cut off.
    """

    def __init__(self, problem: Problem, known: Known) -> None:
        self.problem = problem
        self.known = known
        self.fits = fits = known.first()
        self.taken = [0] * len(problem.groups)
        self.closed = [False] * len(problem.groups)
        self.counts = list(problem.counts(fits))
        self.seated = [0] * len(problem.categories)
        self.undecided = 0

    def offer(self, group: int) -> bool:
        """A seat for one more of this group, if the quotas can still be met then."""
        if self.closed[group]:
            return False
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
        for other, count in enumerate(self.fits):
            theirs = self.problem.members[other]
            if count > self.taken[other] and all(
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
        self.counts = list(self.problem.counts(fits))
        return True

    def _search(self, group: int) -> bool:
        """Look for a panel that has one more of the group and everybody who has a seat."""
        if self.taken[group] >= self.problem.sizes[group] or self._plainly_too_many(group):
            return False
        low = [*self.taken]
        low[group] += 1
        sizes = zip(self.problem.sizes, self.taken, self.closed, strict=True)
        high = [taken if closed else size for size, taken, closed in sizes]
        if known := self.known.between(low, high):
            return self._settle(known)
        box = box_of(self.problem, low, high, miss=0)
        try:
            found, closed = one_more(self.problem, box, group)
        except SortitionError:
            self.undecided += 1
            return False
        for each in closed:
            self.closed[each] = True
        if found:
            self.known.keep(found.counts)
        return self._settle(found.counts) if found else False

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


def fill(problem: Problem, known: Known, order: Iterable[int]) -> tuple[list[int], Filling]:
    """Go through the groups of the candidates in the order of the lot.

    Answers the places in `order` that got a seat, and how the seats were filled.
    """
    filling = Filling(problem, known)
    seated: list[int] = []
    for place, group in enumerate(order):
        if filling.offer(group):
            seated.append(place)
            if len(seated) == problem.seats:
                break
    return seated, filling
