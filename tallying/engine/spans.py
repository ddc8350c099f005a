"""Whether a whole span of shares can be passed over: proven at its two ends, not share by share.

For a fixed order of winners, every purse grows with the share and every price falls with it (the
price that solves sum of voters x min(purse, price x points) = cost falls as purses grow, and with
more in the purse and less to pay, more is left). So at every share of a span [b, c] each purse lies
between `low`, what is left at b, and `high`, what is left at c, and each rho between those of the
two. That proves, for all shares of the span at once:

- A project that the supporters cannot pay from `high` is never selected from there on: it is out.
- A project whose rho from `low` is below what every other one asks from `high` is the next winner.
- If two projects overlap, and rho from `low` of each, even after the other was paid, is below what
  all others ask from `high`, these two are the next winners in one order or the other. The lesser
  purses of both orders from `low`, and the greater ones from `high`, hold for both.
- Winners so far, and all that are not out, cost together at least what any share of the span
  spends. Is this no more than the budget, no share of the span overspends, whatever follows.
- A project that is out is left at every share of the span, so a completion does not stop there
  because nothing is left (or nothing that fits, if it fits beside all those that may be selected).

Rounding: `low` and `high` are bounds, not purses, so it is enough to round them apart, by far more
than one subtraction can be off (span_prices.py). Nothing is decided here but that shares need no
look of their own.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush

import numpy as np

from tallying.engine.exact_prices import Exact
from tallying.engine.offers import dot
from tallying.engine.span_prices import APART, NEVER, lowered_price, raised_price
from tallying.engine.supports import Backers, Floats

_PART_OF_SHARE = 2.0**-48
# How many rounds lie between two looks at who can still be paid.
_LOOK = 3
_SMALL = 250_000


@dataclass(frozen=True)
class Passing:
    """What has to hold for a span: `most` may be spent; `exhaustive`: something that fits is left;
    `bound` are projects that some limit names; `blocks` says whether selected ones bar another."""

    most: int
    exhaustive: bool
    bound: frozenset[str] = frozenset()
    blocks: Callable[[str, Sequence[str]], bool] | None = None
    free: tuple[str, ...] = ()


class _GivenUpError(Exception):
    """No proof; `part` of the span (0 to 1) may have one."""

    def __init__(self, part: float = 0.5) -> None:
        self.part = part


@dataclass
class _State:
    """The walk along one span. `waiting`: a heap of (what rho is at least at the end, place)."""

    low: Floats
    high: Floats
    pad: float
    waiting: list[tuple[float, int]]
    spent: int = 0
    may_cost: int = 0
    cheapest_out: int | None = None
    selected: list[str] = field(default_factory=list)
    # What rho is at least in this round, by place.
    asked: dict[int, float] = field(default_factory=dict)


class Spans:
    """Spans of shares for one set of candidates. `sizes` [groups] is ballots of each group."""

    def __init__(self, candidates: Sequence[Backers], sizes: Floats, passing: Passing) -> None:
        self._candidates, self._sizes, self._passing = candidates, sizes, passing
        self._rho = [item.cost / item.whole / item.worth for item in candidates]
        self._dear = np.array([item.cost / item.supporters for item in candidates])
        # Ballots of each supporting group, project by project, where that is small enough to keep.
        self._all: Floats | None = None
        if len(candidates) * len(sizes) <= _SMALL:
            self._all = np.zeros((len(candidates), len(sizes)))
            for row, item in zip(self._all, candidates, strict=True):
                row[item.groups] = item.voters

    def part_passed(self, first: Exact, last: Exact) -> float:
        """1 if every share from `first` to `last` may be passed over; else a guess how much of the
        span might be, of which nothing is proven."""
        state = self._start(float(first) * (1 - APART), float(last) * (1 + APART))
        try:
            while not self._proven(state):
                if not self._step(state):
                    return 1.0 if self._proven(state) else 0.5
        except _GivenUpError as reason:
            return min(max(reason.part, 0.0), 0.99)
        return 1.0

    def _start(self, first: float, last: float) -> _State:
        groups = len(self._sizes)
        state = _State(np.full(groups, first), np.full(groups, last), last * _PART_OF_SHARE, [])
        for place in np.flatnonzero(last * (1 + APART) < self._dear).tolist():
            self._out(state, place)
        for place in np.flatnonzero(last * (1 + APART) >= self._dear).tolist():
            state.waiting.append((self._rho[place] * (1 - APART), place))
            state.may_cost += self._candidates[place].cost
        heapify(state.waiting)
        return state

    def _out(self, state: _State, place: int) -> None:
        item = self._candidates[place]
        if item.id not in self._passing.bound:
            known = state.cheapest_out
            state.cheapest_out = item.cost if known is None else min(known, item.cost)

    def _proven(self, state: _State) -> bool:
        """Whether nothing that can still follow would overspend or stop a completion."""
        most = self._passing.most - state.spent - state.may_cost
        if most < 0 or state.cheapest_out is None:
            return False
        return not self._passing.exhaustive or state.cheapest_out <= most

    def _step(self, state: _State) -> bool:
        """One or two more winners; False at the end."""
        state.asked.clear()
        if len(state.selected) % _LOOK == _LOOK - 1:
            self._look(state)
        first = self._next(state, NEVER)
        if first is None:
            return False
        price = self._price(first, state.low, state, state.asked[first])
        self._check_payable(state, first, price)
        second = self._next(state, price / self._candidates[first].worth)
        if second is None:
            self._pay(first, state.low, price)
            self._pay(first, state.high, state.asked[first] * self._candidates[first].worth)
        else:
            self._settle_both(state, first, second)
        for place in (first, second):
            if place is not None:
                item = self._candidates[place]
                state.selected.append(item.id)
                state.spent += item.cost
                state.may_cost -= item.cost
        return True

    def _look(self, state: _State) -> None:
        """Put out whoever cannot be paid any more."""
        waiting = []
        totals = None if self._all is None else (self._all @ state.high).tolist()
        for least, place in state.waiting:
            item = self._candidates[place]
            if totals is None:
                total = dot(item.voters, state.high.take(item.groups))
            else:
                total = totals[place]
            if total * (1 + APART) < item.cost:
                state.may_cost -= item.cost
                self._out(state, place)
            else:
                waiting.append((least, place))
        heapify(waiting)
        state.waiting = waiting

    def _next(self, state: _State, most: float) -> int | None:
        """The project that asks the least rho from `high`, if that is not above `most`."""
        while state.waiting and state.waiting[0][0] <= most:
            least, place = heappop(state.waiting)
            item = self._candidates[place]
            if place in state.asked:
                return place
            if self._blocked(item.id, state.selected):
                state.may_cost -= item.cost
                continue
            price = self._lowered(place, state.high, state, least)
            if price == NEVER:
                state.may_cost -= item.cost
                self._out(state, place)
                continue
            state.asked[place] = max(least, price / item.worth)
            heappush(state.waiting, (state.asked[place], place))
        return None

    def _blocked(self, project: str, selected: Sequence[str]) -> bool:
        passing = self._passing
        return bool(passing.blocks and passing.blocks(project, (*passing.free, *selected)))

    def _price(self, place: int, purses: Floats, state: _State, least: float) -> float:
        """At least the price from these purses; NEVER if they do not have the cost. rho is known
        to be `least` or more."""
        item = self._candidates[place]
        return raised_price(item, purses.take(item.groups), least, state.pad)

    def _lowered(self, place: int, purses: Floats, state: _State, least: float) -> float:
        """At most the price from these purses; NEVER if they certainly do not have the cost."""
        item = self._candidates[place]
        return lowered_price(item, purses.take(item.groups), least, state.pad)

    def _check_payable(self, state: _State, place: int, price: float) -> None:
        """Give up where `low` cannot pay; it could from about where the totals meet the cost."""
        if price == NEVER:
            item = self._candidates[place]
            least = dot(item.voters, state.low.take(item.groups))
            most = dot(item.voters, state.high.take(item.groups))
            raise _GivenUpError((item.cost - least) / (most - least) if most > least else 0.5)

    def _pay(self, place: int, purses: Floats, price: float) -> None:
        item = self._candidates[place]
        paid = price if item.floats is None else price * item.floats
        purses[item.groups] = np.maximum(purses.take(item.groups) - paid, 0.0)

    def _settle_both(self, state: _State, first: int, second: int) -> None:
        """Two winners in either order, of which neither bars the other."""
        names = [self._candidates[place].id for place in (first, second)]
        if self._blocked(names[0], [*state.selected, names[1]]) or self._blocked(
            names[1], [*state.selected, names[0]]
        ):
            raise _GivenUpError
        ends, top = [], 0.0
        for order in ((first, second), (second, first)):
            low, high = state.low.copy(), state.high.copy()
            for place in order:
                price = self._price(place, low, state, state.asked[place])
                self._check_payable(state, place, price)
                top = max(top, price / self._candidates[place].worth)
                self._pay(place, low, price)
                least = self._lowered(place, high, state, state.asked[place])
                if least == NEVER:
                    raise _GivenUpError
                self._pay(place, high, least)
            ends.append((low, high))
        state.waiting = [entry for entry in state.waiting if entry[1] not in (first, second)]
        heapify(state.waiting)
        if self._next(state, top) is not None:
            raise _GivenUpError
        np.minimum(ends[0][0], ends[1][0], out=state.low)
        np.maximum(ends[0][1], ends[1][1], out=state.high)
