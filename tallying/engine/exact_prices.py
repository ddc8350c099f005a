"""The exact side of a run of Equal Shares: prices of past rounds as fractions, made on demand.

A ballot that is not exhausted paid the price in full for every winner it supports, so it has
`share - sum of price_r x points_r` over the rounds r it supports. What the poor supporters X of a
round have together is therefore `share x M - sum_r price_r x M_r`, where M counts their ballots and
M_r adds their points for the winner of round r: whole numbers, one sum of an array for each round.
Nothing is ever added voter by voter, and a price is a fraction of few operations.
A price is what one ballot pays, or what it pays by point; rho is that by what the project is worth.
"""

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from gmpy2 import mpq
from numpy.typing import NDArray

from tallying.engine.supports import Backers, Floats, Places

Flags: TypeAlias = NDArray[np.bool_]
# A gmpy2 fraction; gmpy2 comes without types.
Exact: TypeAlias = Any


@dataclass(frozen=True)
class Settled:
    """A round: its winner's groups as they were at the start of the run (`all`), and those of them
    that are left out of account no longer (`backers`) with what they have by point (`ratio`, 0 if
    nothing) and which of them pay all they have (`poor`). `price` is there if it was worked out.
    """

    all: Backers
    backers: Backers
    ratio: Floats
    poor: Flags
    price: Exact | None = None


class ExactPrices:
    """Exact prices and purses at one share. `sizes` [groups] is how many ballots each group has."""

    def __init__(self, share: Exact, sizes: Floats) -> None:
        self.share, self._sizes = share, sizes
        self.rounds: list[Settled] = []
        self._prices: list[Exact] = []
        self.asked = False

    def prices(self) -> list[Exact]:
        """The price of every round so far; notes that it was asked for."""
        self.asked = self.asked or bool(self.rounds)
        while len(self._prices) < len(self.rounds):
            settled = self.rounds[len(self._prices)]
            price = self._price(settled) if settled.price is None else settled.price
            self._prices.append(price)
        return self._prices

    def price(self, offered: Settled) -> Exact:
        """The price of a round that comes next; without past ones where nobody is poor."""
        if (offered.poor & (offered.ratio > 0)).any():
            self.prices()
        return self._price(offered)

    def _price(self, settled: Settled) -> Exact:
        paying = settled.backers.groups[settled.poor & (settled.ratio > 0)]
        weight = settled.backers.weight(~settled.poor)
        return (settled.all.cost - self._together(paying)) / weight

    def together(self, groups: Places) -> Exact:
        """What all ballots of these groups have; none of them may be exhausted."""
        if len(groups):
            self.prices()
        return self._together(groups)

    def _together(self, groups: Places) -> Exact:
        """The same before the round whose price comes next."""
        if not len(groups):
            return mpq(0)
        among = np.zeros(len(self._sizes))
        among[groups] = self._sizes[groups]
        total = self.share * int(among.sum())
        for price, settled in zip(self._prices, self.rounds, strict=False):
            weight = settled.all.weight_of(among)
            if weight:
                total -= price * weight
        return total

    def purses(self, groups: Places) -> list[Exact]:
        """What one ballot of each of these groups has; none of them may be exhausted."""
        prices, known = self.prices(), {}
        found = []
        for worths in self._worths(groups):
            if worths not in known:
                paid = [price * worth for price, worth in zip(prices, worths, strict=True) if worth]
                known[worths] = self.share - sum(paid)
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
