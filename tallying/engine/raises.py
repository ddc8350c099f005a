"""The shares that a completion goes through, and the refusal of far too many of them."""

from dataclasses import dataclass

from gmpy2 import mpq

from tallying.engine.eligible import Field
from tallying.engine.errors import EngineError
from tallying.engine.exact_prices import Exact
from tallying.engine.rule import Rule

MOST_RUNS = 1_000_000


@dataclass(frozen=True)
class Raises:
    """The first share of a rule and its raise, exact, in smallest units."""

    rule: Rule
    first: Exact
    step: Exact

    @classmethod
    def of(cls, rule: Rule, field: Field) -> "Raises":
        """The shares of `rule`. Without voters nobody has a share, so it is nothing."""
        size = rule.step_size
        step = mpq(size.numerator, size.denominator) * field.election.scale
        return cls(rule, _first_share(rule, field), step)

    def share(self, number: int) -> Exact:
        """The share after `number` raises."""
        return self.first + number * self.step

    def refuse_too_many(self, field: Field) -> None:
        """Refuse a step that is far too small for the election: EngineError `too_many_runs`.

        How often it is made is estimated: up to the price of the cheapest project, or of the
        dearest where the budget pays for all, or else about as far as the share began; and never
        beyond the cost of all projects together, at which one voter could pay for everything.
        """
        election, supported = field.election, field.supported
        prices = [mpq(item.cost, field.supporters[item.id]) for item in supported]
        total = sum(item.cost for item in supported)
        price = max(prices) if total <= election.budget else min(prices)
        ahead = max(mpq(election.budget, max(1, election.voters)), price - self.first)
        runs = int(min(ahead, total - self.first) / self.step)
        if runs > MOST_RUNS:
            raise self.too_many(f"about {runs:,}")

    def too_many(self, number: str) -> EngineError:
        """The refusal of a count that needs `number` raises."""
        return EngineError(
            "too_many_runs",
            f"With a raise of {self.rule.step} the share would be raised {number} times;"
            f" at most {MOST_RUNS:,} are made. Take a larger step.",
        )


def _first_share(rule: Rule, field: Field) -> Exact:
    election = field.election
    if not election.voters:
        return mpq(0)
    if rule.start == "exact":
        return mpq(election.budget, election.voters)
    scale = election.scale
    return mpq(election.budget // (election.voters * scale) * scale)
