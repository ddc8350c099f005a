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
where voters(X) need not count the exhausted, who have exactly nothing;
the division by the weight of the rich being all that can make E grow. Paying adds that bound (times
points) to E, and one rounding of a number no larger than the share. E starts as the rounding of the
share. Where E has grown past COARSE x share, or past FINE x share and exact prices are known as
something was in doubt, purses are made anew from them.

If no supporter's ratio purse / points lies within the bound of phi(X), X is the true set and phi(X)
is the price up to its bound: the offer is `sure`. Else fractions decide, for just the groups in
doubt. An exhausted group has exactly 0.0; another has at least TINY, which is below every rounding,
so that the two are never confused.
"""

import numpy as np
from gmpy2 import mpq

from tallying.engine.election import Choices
from tallying.engine.exact_prices import Exact, ExactPrices, Flags, Settled
from tallying.engine.offers import DOWN, UP, Offer, dot
from tallying.engine.supports import Backers, Floats

COARSE, FINE = 2.0**-13, 2.0**-40
TINY = 1e-200
_ROUNDING = 2.0**-51
_FEW = 500


class BoundedPurses:
    """All purses of one run, for the ballots of `choices`; `candidates` by place."""

    def __init__(self, share: Exact, choices: Choices, candidates: list[Backers]) -> None:
        self.share = float(share)
        self.amount = np.full(len(choices.voters), self.share)
        self.error = self.share * _ROUNDING
        self.exact = ExactPrices(share, choices)
        self._all, self._now = candidates, list(candidates)
        # Arrays to work in: making new ones takes longer than filling them.
        most = max((len(item.groups) for item in candidates), default=0)
        self._purse, self._ratio, self._has = np.empty(most), np.empty(most), np.empty(most)
        self._flags = np.empty(most, dtype=np.bool_)

    def offer(self, place: int, least: float, most: float = np.inf) -> Offer | None:
        """The offer of a candidate, whose rho is known to be `least` or more; None if its
        supporters do not have its cost. One whose `low` is above `most` is not worked out further.
        """
        backers, purse = self._purses(place)
        total = dot(backers.voters, purse)
        unsure = _slack(purse) * total + self.error * backers.supporters
        if total + unsure < backers.cost:
            return None
        start = least * backers.worth * DOWN
        offer = self._solve(place, purse, start, most)
        if offer and offer.low > most:
            return offer
        if offer is None or total - unsure < backers.cost:
            offer = Offer(place, backers, start, 0.0)
            return offer if self.settle_doubt(offer) else None
        return offer

    def _purses(self, place: int) -> tuple[Backers, Floats]:
        """The backers who are not all exhausted, and what they have."""
        backers = self._now[place]
        size = len(backers.groups)
        purse, some = self._purse[:size], self._flags[:size]
        self.amount.take(backers.groups, out=purse, mode="clip")
        if size < _FEW:
            return backers, purse
        np.greater(purse, 0.0, out=some)
        if 4 * np.count_nonzero(some) < 3 * size:
            self._now[place] = backers.only(some)
            return self._purses(place)
        return backers, purse

    def _solve(self, place: int, purse: Floats, start: float, most: float) -> Offer | None:
        """Move the poor to X, from `start` (at most the price) on, until phi(X) moves nobody."""
        backers, size = self._now[place], len(purse)
        ratio, poor, slack = self._ratios(backers, purse), self._flags[:size], _slack(purse)
        has = np.multiply(backers.voters, purse, out=self._has[:size])
        count, price, spread, rich, alike = -1, start, 0.0, 0.0, backers.floats is None
        while True:
            np.less(ratio, price, out=poor)
            found = int(np.count_nonzero(poor))
            if found <= count:
                break
            count, among = found, _ones(poor)
            voters = dot(backers.voters, among)
            rich = backers.supporters - voters if alike else dot(backers.values, _ones(~poor))
            if rich <= 0:
                return None
            price = (backers.cost - dot(has, among)) / rich
            spread = (self.error * voters + slack * backers.cost) / rich + slack * price
            if price - spread > most * backers.worth * UP * UP:
                break
        # Fewer than before: rounding hides who is poor.
        return None if found < count else Offer(place, backers, price, spread, rich)

    def _ratios(self, backers: Backers, purse: Floats) -> Floats:
        """Purse by point, in an array that the next call overwrites."""
        if backers.floats is None:
            return purse
        return np.divide(purse, backers.floats, out=self._ratio[: len(purse)])

    def _look(self, offer: Offer) -> Floats:
        """Remember the ratios of an offer."""
        if offer.ratio is None:
            backers = offer.backers
            purse = self.amount.take(backers.groups)
            offer.ratio = purse if backers.floats is None else purse / backers.floats
        return offer.ratio

    def confirm(self, offer: Offer) -> bool:
        """Make an offer sure, by fractions if it has to be; False if it turns out too dear."""
        if offer.sure:
            return True
        ratio = self._look(offer)
        self._sharpen(offer, ratio)
        margin = offer.spread + self._margin(offer.price)
        poor = ratio < offer.price - margin
        offer.sure = np.count_nonzero(poor) == np.count_nonzero(ratio <= offer.price + margin)
        offer.poor = poor
        return offer.sure or self.settle_doubt(offer)

    def _sharpen(self, offer: Offer, ratio: Floats) -> None:
        """Leave the exhausted, who have exactly nothing, out of how far off the price may be."""
        exhausted = ratio <= 0
        if offer.rich and exhausted.any():
            voters = dot(offer.backers.voters, _ones(exhausted))
            offer.spread -= self.error * voters / offer.rich
            offer.rich = 0.0

    def _margin(self, price: float) -> float:
        """How far off a ratio near `price` may be."""
        return self.error + _ROUNDING * abs(price)

    def settle_doubt(self, offer: Offer) -> bool:
        """Work out the true price and X; False if the supporters do not have the cost."""
        backers, ratio = offer.backers, self._look(offer)
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

    def _below(self, backers: Backers, ratio: Floats, price: Exact) -> Flags:
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
            offer.exact = self.exact.price(self._settled(offer))
        return mpq(offer.exact) / offer.backers.worth

    def _settled(self, offer: Offer) -> Settled:
        if offer.poor is None:
            message = "this offer is not sure"
            raise ValueError(message)
        whole = self._all[offer.place]
        return Settled(whole, offer.backers, self._look(offer), offer.poor)

    def pay(self, offer: Offer) -> None:
        """Everybody pays for a sure offer; those in X pay all they have."""
        settled, backers = self._settled(offer), offer.backers
        purse, points, most = settled.ratio, backers.floats, 1.0
        if points is not None:
            purse, most = self.amount.take(backers.groups), float(points.max())
        left = np.maximum(purse - offer.price * (1.0 if points is None else points), TINY)
        left[settled.poor] = 0.0
        self.amount[backers.groups] = left
        self.exact.rounds.append(settled)
        self.error += offer.spread * most + _ROUNDING * self.share
        limit = FINE if self.exact.asked else COARSE
        if self.error > limit * self.share:
            self._reground()

    def _reground(self) -> None:
        """Purses anew from exact prices; each payment and each subtraction is rounded once."""
        amount = np.full(len(self.amount), self.share)
        for price, settled in zip(self.exact.floats(), self.exact.rounds, strict=True):
            points = settled.all.floats
            amount[settled.all.groups] -= price * (1.0 if points is None else points)
        exhausted = self.amount == 0.0
        self.amount = np.maximum(amount, TINY)
        self.amount[exhausted] = 0.0
        self.error = self.share * _ROUNDING * (4 + 4 * len(self.exact.rounds))
        self.exact.asked = False


def _ones(flags: Flags) -> Floats:
    return flags.astype(np.float64)


def _slack(terms: Floats) -> float:
    return (len(terms) + 8) * _ROUNDING
