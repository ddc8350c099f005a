"""The exact side of a run of Equal Shares: prices of past rounds as fractions, made on demand.

A ballot that is not exhausted paid the price in full for every winner it supports, so it has
`share - sum of price_r x points_r` over the rounds r it supports. What the poor supporters X of a
round have together is therefore `share x M - sum_r price_r x M_r`, where M counts their ballots and
M_r adds their points for the winner of round r: whole numbers, one sum of an array for each round.
Nothing is ever added voter by voter.
A price is what one ballot pays, or what it pays by point; rho is that by what the project is worth.
"""

from dataclasses import dataclass
from operator import mul
from typing import Any, TypeAlias

import numpy as np
from gmpy2 import mpq
from numpy.typing import NDArray

from tallying.engine.election import Choices
from tallying.engine.supports import Backers, Floats, Places

Flags: TypeAlias = NDArray[np.bool_]
# A gmpy2 fraction; gmpy2 comes without types.
Exact: TypeAlias = Any


@dataclass(frozen=True)
class Settled:
    """A round: its winner's groups as they were at the start of the run (`all`), and those of them
    that were looked at (`backers`, none left out but exhausted ones) with what they have by point
    (`ratio`, 0 if exhausted) and which of them pay all they have (`poor`).
    """

    all: Backers
    backers: Backers
    ratio: Floats
    poor: Flags


class ExactPrices:
    """Exact prices and purses at one share, for the ballots of `choices`.

    The share and all prices are kept over one common denominator, which every round multiplies by
    its weight: whole numbers are added far more quickly than fractions.
    """

    def __init__(self, share: Exact, choices: Choices) -> None:
        self._choices, self._sizes = choices, choices.sizes
        self.rounds: list[Settled] = []
        self._share, self._over = int(share.numerator), int(share.denominator)
        self._prices: list[int] = []
        self.asked = False

    def _work_out(self) -> None:
        """The prices of all rounds so far; notes that they were asked for."""
        self.asked = self.asked or bool(self.rounds)
        while len(self._prices) < len(self.rounds):
            price, weight = self._next(self.rounds[len(self._prices)])
            self._share, self._over = self._share * weight, self._over * weight
            self._prices = [known * weight for known in self._prices]
            self._prices.append(price)

    def _next(self, settled: Settled) -> tuple[int, int]:
        """The price of the round after those worked out, over `weight` times the denominator."""
        paying = settled.backers.groups[settled.poor & (settled.ratio > 0)]
        weight = settled.backers.weight(~settled.poor)
        return settled.all.cost * self._over - self._together(paying), weight

    def price(self, offered: Settled) -> Exact:
        """The price of a round that comes next; without past ones where nobody is poor."""
        if (offered.poor & (offered.ratio > 0)).any():
            self._work_out()
        price, weight = self._next(offered)
        return mpq(price, self._over * weight)

    def floats(self) -> list[float]:
        """The prices of all rounds so far, each rounded once."""
        self._work_out()
        return [price / self._over for price in self._prices]

    def together(self, groups: Places) -> Exact:
        """What all ballots of these groups have; none of them may be exhausted."""
        if len(groups):
            self._work_out()
        return mpq(self._together(groups), self._over)

    def _together(self, groups: Places) -> int:
        """The same after the rounds worked out, by the denominator."""
        if not len(groups):
            return 0
        past = self.rounds[: len(self._prices)]
        paid = sum(map(mul, self._prices, self._weights(groups, past)))
        return self._share * int(self._sizes[groups].sum()) - int(paid)

    def _weights(self, groups: Places, past: list[Settled]) -> list[int]:
        """What the winner of each of these rounds is worth to these groups together."""
        if self._choices.points is None:
            most = max((settled.all.number for settled in past), default=0) + 1
            found = self._choices.supporters_among(groups, most)
            return [int(found[settled.all.number]) for settled in past]
        among = np.zeros(len(self._sizes))
        among[groups] = self._sizes[groups]
        return [settled.all.weight_of(among) for settled in past]

    def purses(self, groups: Places) -> list[Exact]:
        """What one ballot of each of these groups has; none of them may be exhausted."""
        self._work_out()
        known: dict[tuple[int, ...], Exact] = {}
        found = []
        for worths in self._worths(groups):
            if worths not in known:
                paid = sum(map(mul, self._prices, worths))
                known[worths] = mpq(self._share - paid, self._over)
            found.append(known[worths])
        return found

    def _worths(self, groups: Places) -> list[tuple[int, ...]]:
        """For each group what the winner of each round is worth to it, 0 where it gave nothing."""
        columns: list[list[int]] = []
        for settled in self.rounds:
            points = settled.all.points
            dtype: Any = np.int64 if points is None else points.dtype
            values: NDArray[Any] = np.zeros(len(self._sizes), dtype=dtype)
            values[settled.all.groups] = 1 if points is None else points
            columns.append(values[groups].tolist())
        if not columns:
            return [()] * len(groups)
        return list(zip(*columns, strict=True))
