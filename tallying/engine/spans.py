"""Whether a whole span of shares can be passed over: proven at its two ends, not share by share.

For a fixed order of winners, every purse grows with the share and every price falls with it (the
price that solves sum of voters x min(purse, price x points) = cost falls as purses grow, and with
more in the purse and less to pay, more is left). So at every share of a span [b, c] each purse lies
between `low`, what is left at b, and `high`, what is left at c, and each rho between those of the
two. That proves, for all shares of the span at once:

- A project that the supporters cannot pay from `high` is never selected from there on: it is out.
- A project whose rho from `low` is below what every other one asks from `high` is the next winner.
- A project that nobody is too poor for at `low` has just cost / weight as its rho, at every share
  of the span; no rho is ever below that of its project. So it goes before whoever has a greater
  one, or an equal one and a later place among ties, however close they are.
- If two projects overlap, and rho from `low` of each, even after the other was paid, is below what
  all others ask from `high`, these two are the next winners in one order or the other. The lesser
  purses of both orders from `low`, and the greater ones from `high`, hold for both.
What may follow these winners, at most, tells whether the span is passed (prospects.py).

Rounding: `low` and `high` are bounds, not purses, so it is enough to round them apart, by far more
than one subtraction can be off (span_prices.py). Nothing is decided here but that shares need no
look of their own.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush

import numpy as np
from gmpy2 import mpq

from tallying.engine.exact_prices import Exact
from tallying.engine.offers import dot
from tallying.engine.prospects import Passing, Prospect, Supporters
from tallying.engine.span_prices import APART, NEVER, lowered_price, raised_price
from tallying.engine.supports import Floats

_PART_OF_SHARE = 2.0**-48


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
    prospect: Prospect
    selected: list[str] = field(default_factory=list)
    # What rho is at least in this round, by place.
    asked: dict[int, float] = field(default_factory=dict)


class Spans:
    """Spans of shares for one set of candidates."""

    def __init__(self, supporters: Supporters, passing: Passing) -> None:
        self._candidates = supporters.candidates
        self._supporters, self._passing = supporters, passing
        self._rho = [item.cost / item.whole / item.worth for item in self._candidates]
        # The least that rho can ever be, exact; candidates stand in the order of ties.
        self._least = [mpq(item.cost, item.weight() * item.worth) for item in self._candidates]

    def part_passed(self, first: Exact, last: Exact) -> float:
        """1 if every share from `first` to `last` may be passed over; else a guess how much of the
        span might be, of which nothing is proven."""
        state = self._start(float(first) * (1 - APART), float(last) * (1 + APART))
        try:
            while not state.prospect.passed(len(state.selected)):
                if not self._step(state):
                    return 1.0 if state.prospect.passed(len(state.selected)) else 0.5
        except _GivenUpError as reason:
            return min(max(reason.part, 0.0), 0.99)
        return 1.0

    def _start(self, first: float, last: float) -> _State:
        groups = len(self._supporters.sizes)
        low, high = np.full(groups, first), np.full(groups, last)
        prospect = Prospect(self._supporters, self._passing, last)
        places = np.flatnonzero(prospect.live).tolist()
        waiting = [(self._rho[place] * (1 - APART), place) for place in places]
        heapify(waiting)
        return _State(low, high, last * _PART_OF_SHARE, waiting, prospect)

    def _step(self, state: _State) -> bool:
        """One or two more winners; False at the end."""
        state.asked.clear()
        if state.prospect.look(len(state.selected), state.high):
            live = state.prospect.live
            state.waiting = [entry for entry in state.waiting if live[entry[1]]]
            heapify(state.waiting)
        first = self._next(state, NEVER)
        if first is None:
            return False
        first, price, second = self._ahead(state, first)
        if second is None:
            self._pay(first, state.low, price)
            self._pay(first, state.high, state.asked[first] * self._candidates[first].worth)
        else:
            self._settle_both(state, first, second)
        for place in (first, second):
            if place is not None:
                state.selected.append(self._candidates[place].id)
                state.prospect.select(place)
        return True

    def _ahead(self, state: _State, first: int) -> tuple[int, float, int | None]:
        """Who is next, at most at which price, and who overlaps with it, if anybody does whose
        place is not certain."""
        later = []
        price = self._payable(state, first)
        while (other := self._next(state, price / self._candidates[first].worth)) is not None:
            if self._surely_before(state, other, first):
                first, other = other, first
                price = self._payable(state, first)
            elif not self._surely_before(state, first, other):
                break
            later.append(other)
        for place in later:
            heappush(state.waiting, (state.asked[place], place))
        return first, price, other

    def _surely_before(self, state: _State, one: int, other: int) -> bool:
        if (self._least[one], one) > (self._least[other], other):
            return False
        item = self._candidates[one]
        purse = state.low.take(item.groups)
        ratio = purse if item.floats is None else purse / item.floats
        return float(ratio.min()) > item.cost / item.whole * (1 + APART) + state.pad

    def _payable(self, state: _State, place: int) -> float:
        """At least the price of a project that can be paid all along the span."""
        price = self._price(place, state.low, state, state.asked[place])
        self._check_payable(state, place, price)
        return price

    def _next(self, state: _State, most: float) -> int | None:
        """The project that asks the least rho from `high`, if that is not above `most`."""
        best = most
        while state.waiting and state.waiting[0][0] <= most:
            least, place = heappop(state.waiting)
            item = self._candidates[place]
            if place in state.asked:
                return place
            if self._blocked(item.id, state.selected):
                state.prospect.drop(place)
                continue
            price = self._lowered(place, state.high, state, least, best)
            if price == NEVER:
                state.prospect.out(place)
                continue
            rho = max(least, price / item.worth)
            if rho <= best:
                state.asked[place] = best = rho
            heappush(state.waiting, (rho, place))
        return None

    def _blocked(self, project: str, selected: Sequence[str]) -> bool:
        passing = self._passing
        return bool(passing.blocks and passing.blocks(project, (*passing.free, *selected)))

    def _price(self, place: int, purses: Floats, state: _State, least: float) -> float:
        """At least the price from these purses; NEVER if they do not have the cost. rho is known
        to be `least` or more."""
        item = self._candidates[place]
        return raised_price(item, purses.take(item.groups), least, state.pad)

    def _lowered(
        self, place: int, purses: Floats, state: _State, least: float, most: float = NEVER
    ) -> float:
        """At most the price from these purses; NEVER if they certainly do not have the cost. Not
        worked out further where it makes a rho above `most`."""
        item = self._candidates[place]
        return lowered_price(item, purses.take(item.groups), least, state.pad, most)

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
