"""Bounds of a price that are rounded apart, for purses that are bounds themselves.

A raised price is lifted by 2**-30 of itself and by `pad`, a lowered one lowered by as much. How far
a sum of n terms, and the division by the weight of those who are not poor, are off (see phi(X) in
bounded_purses.py) is taken off a lowered price; where a raised one does not make up for it, it is
not known.
"""

import numpy as np

from tallying.engine.offers import dot
from tallying.engine.supports import Backers, Floats

APART, NEVER = 2.0**-30, float("inf")
_ROUNDING = 2.0**-51


def lowered_price(
    item: Backers, purse: Floats, least: float, pad: float, most: float = NEVER
) -> float:
    """At most the price from these purses, whose rho is `least` or more; NEVER if they certainly do
    not have the cost. Any X will do, so it is not sought further where rho is above `most`."""
    slack = (len(purse) + 8) * _ROUNDING
    if dot(item.voters, purse) * (1 + slack) < item.cost:
        return NEVER
    enough = most * item.worth * (1 + 4 * APART) + 2 * pad
    start = least * item.worth * (1 - APART)
    price, off = _phi(item, purse, start, 1.0, 0.0, enough)
    return max(0.0, price - off - price * APART - pad)


def raised_price(item: Backers, purse: Floats, least: float, pad: float) -> float:
    """At least the price from these purses, whose rho is `least` or more; NEVER if not known.

    X is whoever has less than y = phi(X) raised, so that y brings in more
    than the cost by (y - phi(X)) x weight, which has to be more than phi(X) may be off.
    """
    start = least * item.worth * (1 - APART)
    price, off = _phi(item, purse, start, 1 + APART, pad, NEVER)
    above = price * (1 + APART) + pad
    return above if above - price > 2 * off else NEVER


def _phi(
    item: Backers, purse: Floats, start: float, times: float, pad: float, enough: float
) -> tuple[float, float]:
    """phi(X) = (cost - what X has) / weight of the others, and how far off it may be.

    X is whoever has less than `times` x phi(X) + `pad`, or fewer if phi(X) is above `enough`;
    `start` is at most the price. Off by NEVER if everybody is in X, or rounding hides who is.
    """
    ratio, has = purse if item.floats is None else purse / item.floats, item.voters * purse
    slack, count, price, weight = (len(purse) + 8) * _ROUNDING, -1, start, item.whole
    while price <= enough or count < 0:
        poor = ratio < price * times + pad
        found = int(np.count_nonzero(poor))
        if found <= count:
            break
        count, among = found, poor.astype(np.float64)
        if item.floats is None:
            weight = item.supporters - dot(item.voters, among)
        else:
            weight = dot(item.values, (~poor).astype(np.float64))
        if weight <= 0:
            return price, NEVER
        price = (item.cost - dot(has, among)) / weight
    return price, NEVER if found < count else slack * (item.cost / weight + abs(price))
