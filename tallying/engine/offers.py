"""What a project would cost its supporters now, between two bounds."""

from dataclasses import dataclass

from tallying.engine.exact_prices import Exact, Flags
from tallying.engine.supports import Backers, Floats

DOWN, UP = 1 - 2.0**-49, 1 + 2.0**-49
_PART = 8192


@dataclass(slots=True, eq=False)
class Offer:
    """What a project would cost its supporters now.

    price, spread  phi(X) of bounded_purses.py and how far off it may be: the true price is not
                   below price - spread.
    rich           the weight of the others, where `spread` counts the exhausted in X too; else 0.
    sure           X is the true set, so price + spread is not below the true price.
    ratio, poor    [n] purse by point, and X, for the groups of `backers`; there if `sure`.
    exact          the true price, where it was worked out.
    """

    place: int
    backers: Backers
    price: float
    spread: float
    rich: float = 0.0
    sure: bool = False
    ratio: Floats | None = None
    poor: Flags | None = None
    exact: Exact | None = None

    @property
    def low(self) -> float:
        """At most the true rho."""
        return max(0.0, (self.price - self.spread) / self.backers.worth * DOWN)

    @property
    def high(self) -> float:
        """At least the true rho, if `sure`."""
        return (self.price + self.spread) / self.backers.worth * UP


def dot(left: Floats, right: Floats) -> float:
    """The sum of products, in parts that the library does not spread over threads."""
    if len(left) <= _PART:
        return float(left.dot(right))
    parts = range(0, len(left), _PART)
    return sum(float(left[at : at + _PART].dot(right[at : at + _PART])) for at in parts)
