"""How many raises of the share a completion would make: far too many are refused before the first.

The figure is an estimate. The share has to reach the price of the cheapest project, or of the
dearest where the budget pays for all; else it goes on for about as far as it began. It never goes
further than the cost of all projects together, at which one voter could pay for everything.
"""

from gmpy2 import mpq

from tallying.engine.eligible import Field
from tallying.engine.errors import EngineError
from tallying.engine.rule import Rule
from tallying.engine.shares import Exact

MOST_RUNS = 1_000_000


def raise_of(rule: Rule, field: Field, share: Exact) -> Exact:
    """The raise in smallest units, for a first share of `share`; needs a supported project.

    Raises EngineError `too_many_runs` where more than MOST_RUNS raises are to be expected.
    """
    election = field.election
    step = mpq(rule.step_size.numerator, rule.step_size.denominator) * election.scale
    prices = [mpq(item.cost, field.supporters[item.id]) for item in field.supported]
    total = sum(item.cost for item in field.supported)
    price = max(prices) if total <= election.budget else min(prices)
    ahead = max(mpq(election.budget, max(1, election.voters)), price - share)
    runs = int(min(ahead, total - share) / step)
    if runs > MOST_RUNS:
        raise too_many(rule, f"about {runs:,}")
    return step


def too_many(rule: Rule, number: str) -> EngineError:
    """The refusal of a count that needs `number` raises."""
    return EngineError(
        "too_many_runs",
        f"With a raise of {rule.step} the share would be raised {number} times;"
        f" at most {MOST_RUNS:,} are made. Take a larger step.",
    )
