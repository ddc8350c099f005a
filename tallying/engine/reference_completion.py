"""Every share of a completion, one after the other, for the independent recount."""

from collections.abc import Callable
from dataclasses import dataclass

from gmpy2 import mpq

from tallying.engine.eligible import Field
from tallying.engine.errors import EngineError
from tallying.engine.limits import Limits
from tallying.engine.reference_shares import EqualShares, Exact, Run
from tallying.engine.rule import Rule

# percent (0 to 100) and a short English word; it may raise to cancel the tally
Progress = Callable[[int, str], None]
# Far too many raises are refused before the first of them.
MOST_RUNS = 1_000_000


@dataclass(frozen=True)
class Completed:
    """The final run of Equal Shares, its share, how many shares were tried, and the one after it.

    `next_share` was tried and rejected: its winners cost `next_cost`, more than the budget.
    """

    run: Run
    share: Exact
    runs: int
    next_share: Exact | None = None
    next_cost: int | None = None


@dataclass(frozen=True)
class Completion:
    """How one rule goes from share to share; `free` is selected before any of them."""

    rule: Rule
    field: Field
    limits: Limits
    free: tuple[str, ...]

    def complete(self, shares: EqualShares, tell: Progress) -> Completed:
        """Raise the share until the rule says stop; the last run within the budget counts.

        add1 stops before the first overspend, or when every supported project is selected or
        blocked. Its result can be empty: with two projects of 5, one supporter each and a budget of
        5, the raise that buys one buys both. Raises EngineError `too_many_runs`.
        """
        budget = self.field.election.budget
        share = self.first_share()
        if self.rule.completion == "none" or not self.field.supported:
            return Completed(shares.run(share), share, 1)
        self._refuse_too_many(share)
        last, far = Completed(Run((), 0, ()), share, 0), 5
        for runs in range(1, MOST_RUNS + 1):
            run = shares.run(share)
            if run.cost > budget:
                return Completed(last.run, last.share, runs, share, run.cost)
            last = Completed(run, share, runs)
            if self.nothing_left(run):
                return last
            far = max(far, min(94, 94 * run.cost // max(1, budget)))
            tell(far, "sharing")
            share += self.step
        raise self._too_many(f"more than {MOST_RUNS:,}")

    def raised(self, times: int) -> Exact:
        """The share after so many raises."""
        return self.first_share() + times * self.step

    def first_share(self) -> Exact:
        """Budget divided by voters; without voters nobody has a share, so it is nothing."""
        election = self.field.election
        if not election.voters:
            return mpq(0)
        if self.rule.start == "exact":
            return mpq(election.budget, election.voters)
        return mpq(election.budget // (election.voters * election.scale) * election.scale)

    def nothing_left(self, run: Run) -> bool:
        """Whether no higher share can, or by the rule should, select more."""
        chosen = (*self.free, *run.selected)
        left = [
            item.cost
            for item in self.field.supported
            if item.id not in run.selected and not self.limits.blocks(item.id, chosen)
        ]
        if self.rule.completion == "add1-exhaustive":
            return all(run.cost + cost > self.field.election.budget for cost in left)
        return not left

    @property
    def step(self) -> Exact:
        """The raise in smallest units."""
        size = self.rule.step_size
        return mpq(size.numerator, size.denominator) * self.field.election.scale

    def _refuse_too_many(self, share: Exact) -> None:
        """Refuse a step that is far too small for the election.

        How often it is made is estimated: up to the price of the cheapest project, or of the
        dearest where the budget pays for all, or else about as far as the share began; and never
        beyond the cost of all projects, at which one voter could pay for everything.
        """
        election, supported = self.field.election, self.field.supported
        prices = [mpq(item.cost, self.field.supporters[item.id]) for item in supported]
        total = sum(item.cost for item in supported)
        price = max(prices) if total <= election.budget else min(prices)
        ahead = max(mpq(election.budget, max(1, election.voters)), price - share)
        runs = int(min(ahead, total - share) / self.step)
        if runs > MOST_RUNS:
            raise self._too_many(f"about {runs:,}")

    def _too_many(self, number: str) -> EngineError:
        return EngineError(
            "too_many_runs",
            f"With a raise of {self.rule.step} the share would be raised {number} times;"
            f" at most {MOST_RUNS:,} are made. Take a larger step.",
        )


def quiet(_percent: int, _word: str) -> None:
    """Progress nobody listens to."""
