"""The risk limit of an audit by comparing ballots: how many to draw, and what risk is left.

The super-simple simultaneous audit of Stark (USENIX EVT/WOTE 2010), in the form of Lindeman and
Stark, "A Gentle Introduction to Risk-Limiting Audits" (IEEE Security and Privacy 10, 2012), with
the inflator 1.03905 that Arlo uses too. Sheets are drawn with putting back. The risk is the largest
chance that an audit ends without a hand count although the paper would give another result. It is
conditional on the online votes, which no paper can tell about: margins are spread over the paper
ballots alone. Fractions decide; logarithms only say how much to draw.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, log

GAMMA = Fraction(103905, 100000)
TWICE = 2 * GAMMA


def sample_size(margin: Fraction, risk: Fraction, expected: int = 0) -> int:
    """Draws that reach the risk limit if at most `expected` overstate a margin by one vote.

    `margin` is diluted: votes of the smallest margin by paper ballot, above 0. n = ceil(-2 gamma
    (ln risk + expected ln(1 - 1 / (2 gamma))) / margin).
    """
    grown = log(risk) + expected * log(1 - 1 / TWICE)
    return ceil(-float(TWICE) * grown / float(margin))


@dataclass(frozen=True)
class Discrepancies:
    """Draws whose sheet overstates the smallest margins by two votes or one, or understates them.

    A sheet that is drawn twice counts twice.
    """

    over_two: int = 0
    over_one: int = 0
    under_one: int = 0
    under_two: int = 0

    @classmethod
    def of(cls, overstatements: Iterable[int]) -> "Discrepancies":
        """Counted from the votes by which each drawn sheet overstates, from -2 to 2."""
        found = list(overstatements)
        return cls(found.count(2), found.count(1), found.count(-1), found.count(-2))


def measured_risk(margin: Fraction, draws: int, found: Discrepancies) -> Fraction:
    """The Kaplan–Markov bound on the chance to find this where the result is wrong; at most 1.

    (1 - margin / 2 gamma)^draws, times (1 - t / 2 gamma)^-1 for each draw that overstates a margin
    by t votes (understates: t below 0).
    """
    chance = (1 - margin / TWICE) ** draws
    for votes, number in (
        (2, found.over_two),
        (1, found.over_one),
        (-1, found.under_one),
        (-2, found.under_two),
    ):
        chance /= (1 - votes / TWICE) ** number
    return min(Fraction(1), chance)
