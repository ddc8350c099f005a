"""Purses as floats that carry a proven bound, and exact fractions for what the bound cannot tell.

A project's price x (paid by a supporter, or by one point of worth) solves
    sum over supporters of  voters x min(purse, x x points)  =  cost.
For any set X of supporters let phi(X) = (cost - what X has) / (weight of the others). Then
phi(X) <= price, because X pays at most what it has; and phi(X) = price where X is just those with
purse < price x points. So any X gives a lower bound, whether or not floats chose it well, and the
price never falls while purses shrink. Moving to X whoever cannot pay phi(X) leads to the price.

Bounds. u = 2**-53. Every purse is off by at most `error` (E). A float sum of n products is off by
at most n x u x (1 + n x u) times the sum of sizes, in any order of adding (Higham, Accuracy and
Stability of Numerical Algorithms, 2002, section 3.1). With slack = (n + 8) x 2**-51, four times as
much and more,
    what X has is off by     E x voters(X) + slack x cost
    phi(X) is off by         (E x voters(X) + slack x cost) / weight + slack x phi(X)
the division by the weight of the rich being all that can make E grow. Paying adds that bound (times
points) to E, and one rounding of a number no larger than the share. E starts as the rounding of the
share. Where E has grown past REGROUND x share, purses are made anew from exact prices.

If no supporter's ratio purse / points lies within the bound of phi(X), X is the true set and phi(X)
is the price up to its bound: the offer is `sure`. Else fractions decide, for just the groups in
doubt. An exhausted group has exactly 0.0; another has at least TINY, which is below every rounding,
so that the two are never confused.
"""

from dataclasses import dataclass

import numpy as np
from gmpy2 import mpq
from numpy.typing import NDArray

from tallying.engine.exact_prices import Exact, ExactPrices, Settled
from tallying.engine.supports import Backers, Floats

REGROUND = 2.0**-30
TINY = 1e-200
_ROUNDING = 2.0**-51
_DOWN, _UP = 1 - 2.0**-49, 1 + 2.0**-49


@dataclass(slots=True, eq=False)
class Offer:
    """What a project would cost its supporters now.

    price, spread  phi(X) and how far off it may be; price - spread never exceeds the true price.
    ratio, poor    [n] purse by point, and X, for the groups of `backers`.
    weight         that of the others, as a float.
    sure           X is the true set, so price + spread is not below the true price.
    exact          the true price, where it was worked out.
    """

    place: int
    backers: Backers
    price: float
    spread: float
    ratio: Floats
    poor: NDArray[np.bool_]
    weight: float
    sure: bool = False
    exact: Exact | None = None

    @property
    def low(self) -> float:
        """At most the true rho."""
        return max(0.0, (self.price - self.spread) / self.backers.worth * _DOWN)

    @property
    def high(self) -> float:
        """At least the true rho, if `sure`."""
        return (self.price + self.spread) / self.backers.worth * _UP


class BoundedPurses:
    """All purses of one run. `candidates` by place; `sizes` [groups] ballots of each group."""

    def __init__(self, share: Exact, sizes: Floats, candidates: list[Backers]) -> None:
        self.share = float(share)
        self.amount = np.full(len(sizes), self.share)
        self.error = self.share * _ROUNDING
        self.exact = ExactPrices(share, sizes)
        self._all, self._now = candidates, list(candidates)

    def offer(self, place: int, least: float) -> Offer | None:
        """The offer of a candidate, whose rho is known to be `least` or more; None if its
        supporters do not have its cost."""
        backers = self._now[place]
        purse = self.amount.take(backers.groups)
        if 4 * np.count_nonzero(purse) < 3 * len(purse):
            backers = self._now[place] = backers.only(purse > 0)
            purse = purse[purse > 0]
        slack = (len(purse) + 8) * _ROUNDING
        total = float(np.dot(backers.voters, purse))
        unsure = slack * total + self.error * backers.supporters
        if total + unsure < backers.cost:
            return None
        start = least * backers.worth * _DOWN
        offer = self._solve(place, backers, purse, start)
        if offer.weight <= 0 or total - unsure < backers.cost:
            offer = Offer(place, backers, start, 0.0, offer.ratio, offer.ratio < 0, 0.0)
            return offer if self.settle_doubt(offer) else None
        return offer

    def _solve(self, place: int, backers: Backers, purse: Floats, start: float) -> Offer:
        """Move the poor to X, from `start` (at most the price) on, until phi(X) moves nobody."""
        values = backers.voters if backers.floats is None else backers.voters * backers.floats
        ratio = purse if backers.floats is None else purse / backers.floats
        whole = float(values.sum())
        poor, count, price = ratio < start, -1, start
        while (found := int(np.count_nonzero(poor))) > count:
            count, chosen = found, poor
            among = backers.voters * chosen
            voters = float(among.sum())
            if backers.floats is None:
                weight = whole - voters
            else:
                weight = float(np.dot(values, ~chosen))
            if weight <= 0:
                break
            price = (backers.cost - float(np.dot(among, purse))) / weight
            poor = ratio < price
        slack = (len(purse) + 8) * _ROUNDING
        if weight <= 0:
            return Offer(place, backers, start, 0.0, ratio, chosen, 0.0)
        spread = (self.error * voters + slack * backers.cost) / weight + slack * price
        return Offer(place, backers, price, spread, ratio, chosen, weight)

    def confirm(self, offer: Offer) -> bool:
        """Make an offer sure, by fractions if it has to be; False if it turns out too dear."""
        if offer.sure:
            return True
        margin = offer.spread + self._margin(offer.price)
        sure = offer.ratio < offer.price - margin
        offer.sure = bool(
            np.array_equal(sure, offer.ratio <= offer.price + margin)
            and np.array_equal(sure, offer.poor)
        )
        return offer.sure or self.settle_doubt(offer)

    def _margin(self, price: float) -> float:
        """How far off a ratio near `price` may be."""
        return self.error + _ROUNDING * abs(price)

    def settle_doubt(self, offer: Offer) -> bool:
        """Work out the true price and X; False if the supporters do not have the cost."""
        backers, ratio = offer.backers, offer.ratio
        least = offer.price - offer.spread
        poor = (ratio < least - self._margin(least)) | (ratio <= 0)
        while True:
            weight = backers.weight(~poor)
            if not weight:
                return False
            price = (
                backers.cost - self.exact.together(backers.groups[poor & (ratio > 0)])
            ) / weight
            more = ~poor & self._below(backers, ratio, price)
            if not more.any():
                break
            poor |= more
        offer.exact, offer.poor, offer.sure = price, poor, True
        offer.price = float(price)
        offer.spread = offer.price * _ROUNDING
        return True

    def _below(self, backers: Backers, ratio: Floats, price: Exact) -> NDArray[np.bool_]:
        """Which groups certainly have less than price x points, the close ones decided exactly."""
        about = float(price)
        margin = self._margin(about)
        below = ratio < about - margin
        close = np.flatnonzero((np.abs(ratio - about) <= margin) & (ratio > 0))
        if len(close):
            purses = self.exact.purses(backers.groups[close])
            points = [1] * len(close) if backers.points is None else backers.points[close].tolist()
            below[close] = [has < price * point for has, point in zip(purses, points, strict=True)]
        return below

    def exactly(self, offer: Offer) -> Exact:
        """The exact rho of a sure offer."""
        if offer.exact is None:
            backers = offer.backers
            poor = backers.groups[offer.poor & (offer.ratio > 0)]
            weight = backers.weight(~offer.poor)
            offer.exact = (backers.cost - self.exact.together(poor)) / weight
        return mpq(offer.exact) / offer.backers.worth

    def pay(self, offer: Offer) -> None:
        """Everybody pays for a sure offer; those in X pay all they have."""
        backers = offer.backers
        purse = offer.ratio if backers.floats is None else self.amount.take(backers.groups)
        paid = offer.price if backers.floats is None else offer.price * backers.floats
        left = np.maximum(purse - paid, TINY)
        left[offer.poor] = 0.0
        self.amount[backers.groups] = left
        poor = backers.groups[offer.poor & (offer.ratio > 0)]
        weight = backers.weight(~offer.poor)
        whole = self._all[offer.place]
        self.exact.rounds.append(Settled(whole, poor, weight, offer.exact))
        most = 1.0 if backers.floats is None else float(backers.floats.max())
        self.error += offer.spread * most + _ROUNDING * self.share
        if self.error > REGROUND * self.share:
            self._reground()

    def _reground(self) -> None:
        """Purses anew from exact prices; each payment and each subtraction is rounded once."""
        amount = np.full(len(self.amount), self.share)
        for price, settled in zip(self.exact.prices(), self.exact.rounds, strict=True):
            points = settled.all.floats
            amount[settled.all.groups] -= float(price) * (1.0 if points is None else points)
        exhausted = self.amount == 0.0
        self.amount = np.maximum(amount, TINY)
        self.amount[exhausted] = 0.0
        self.error = self.share * _ROUNDING * (4 + 4 * len(self.exact.rounds))
