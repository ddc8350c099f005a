"""What a run can still spend, and what it surely leaves: often known long before its end.

Let some projects be selected, and let `purses` be at least what each ballot has left. From there on

- a project whose supporters do not have its cost together is never selected, as purses only shrink:
  it is out;
- what is spent in the end is at most what is spent now and the cost of all that are not out;
- it is also at most what is spent now and what the supporters of those that are not out have, as
  nobody else pays anything any more;
- a project that is out is left in the end, and so a completion does not stop for want of one. Where
  it has to fit as well, it does if it fits beside the most that may be spent.

So a run that surely stays within the budget, and leaves something, is not followed to its end; nor
is a whole span of shares, where all select the same and `purses` are the greatest of them. Both
bounds of what is spent only fall during a run, so the least that was found holds for good. A
project that some limit names is never what is left, as it may be blocked in the end.

Rounding: a float sum of n products is off by less than n x 2**-51 of itself, and by `error` for
each voter where purses are no bounds but off by as much (bounded_purses.py).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from tallying.engine.exact_prices import Flags
from tallying.engine.offers import dot
from tallying.engine.span_prices import APART
from tallying.engine.supports import Backers, Floats, Places

# How many rounds lie between two looks.
_LOOK = 2


@dataclass(frozen=True)
class Passing:
    """What has to hold to pass over shares: `most` may be spent; `exhaustive`: something that fits
    is left; `bound` are projects that some limit names; `blocks` says whether selected ones bar
    another."""

    most: int
    exhaustive: bool
    bound: frozenset[str] = frozenset()
    blocks: Callable[[str, Sequence[str]], bool] | None = None
    free: tuple[str, ...] = ()


class Supporters:
    """Every supporting group of every candidate in one row. `sizes` [groups] is ballots."""

    def __init__(self, candidates: Sequence[Backers], sizes: Floats) -> None:
        self.candidates, self.sizes = candidates, sizes
        self._groups: Places = np.concatenate([item.groups for item in candidates])
        self._voters: Floats = np.concatenate([item.voters for item in candidates])
        lengths = [len(item.groups) for item in candidates]
        self._owner: Places = np.repeat(np.arange(len(candidates)), lengths)
        self.costs = np.array([float(item.cost) for item in candidates])
        self.supporters = np.array([item.supporters for item in candidates])
        self.dear = self.costs * (1 - APART) / self.supporters
        self.all = float(sizes.sum())
        self.apart = APART + len(sizes) * 2.0**-51
        # The round from which a look paid, at another share.
        self.look_from = 0
        self._last = (b"", (self._groups, self._voters, self._owner))

    def only(self, live: Flags) -> tuple[Places, Floats, Places]:
        """Groups, voters and owner of just these candidates; the last answer is kept."""
        if self._last[0] != live.tobytes():
            keep = live[self._owner]
            found = (self._groups[keep], self._voters[keep], self._owner[keep])
            self._last = (live.tobytes(), found)
        return self._last[1]


class Prospect:
    """Of one run, or of a span: what may follow. `spent` and `may_cost` are exact."""

    def __init__(self, supporters: Supporters, passing: Passing, share: float) -> None:
        """Every purse starts with `share` at most."""
        self._of, self._passing = supporters, passing
        self._live = np.ones(len(supporters.candidates), dtype=np.bool_)
        self._ceiling = float("inf")
        self.spent, self.may_cost = 0, sum(item.cost for item in supporters.candidates)
        self._cheapest_out: int | None = None
        self._due = supporters.look_from
        for place in np.flatnonzero(share * (1 + APART) < supporters.dear).tolist():
            self.out(place)
        self._groups, self._voters, self._owner = supporters.only(self._live)

    @property
    def live(self) -> Flags:
        """[candidates] who may still be selected."""
        return self._live

    def select(self, place: int) -> None:
        """It is selected."""
        self.spent += self._of.candidates[place].cost
        self.drop(place)

    def drop(self, place: int) -> None:
        """It is not selected from here on, and nothing else is known of it."""
        if self._live[place]:
            self._live[place] = False
            self.may_cost -= self._of.candidates[place].cost

    def out(self, place: int) -> None:
        """Its supporters cannot pay it."""
        item, known = self._of.candidates[place], self._cheapest_out
        if item.id not in self._passing.bound and (known is None or item.cost < known):
            self._cheapest_out = item.cost
        self.drop(place)

    def look(self, number: int, purses: Floats, error: float = 0.0) -> bool:
        """Put out whoever cannot be paid from `purses`, if a look is due in this round."""
        if number < self._due:
            return False
        self._due = number + _LOOK
        of, purse = self._of, purses.take(self._groups)
        totals = np.bincount(self._owner, self._voters * purse, minlength=len(self._live))
        short = totals * (1 + of.apart) + error * of.supporters < of.costs * (1 - APART)
        for place in np.flatnonzero(short & self._live).tolist():
            self.out(place)
        keep = self._live[self._owner] & (purse > 0)
        if 4 * np.count_nonzero(keep) < 3 * len(keep):
            self._leave_out(keep)
        paying = np.zeros(len(purses), dtype=np.bool_)
        paying[self._groups] = True
        money = dot(of.sizes * paying, purses) * (1 + of.apart) + error * of.all
        self._ceiling = min(self._ceiling, (self.spent + money) * (1 + APART))
        return True

    def _leave_out(self, keep: Flags) -> None:
        """Look no more at supports that do not matter."""
        self._groups, self._voters = self._groups[keep], self._voters[keep]
        self._owner = self._owner[keep]

    def passed(self, number: int) -> bool:
        """Whether nothing that can still follow would overspend or stop a completion; `number` were
        selected."""
        most = min(self.spent + self.may_cost, self._ceiling)
        if most > self._passing.most or self._cheapest_out is None:
            return False
        if self._passing.exhaustive and self._cheapest_out > self._passing.most - most:
            return False
        self._of.look_from = max(0, number - _LOOK)
        return True
