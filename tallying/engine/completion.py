"""Raising the share until the rule says stop."""

from collections.abc import Callable
from dataclasses import dataclass

from tallying.engine.eligible import Field
from tallying.engine.equal_shares import EqualShares, Run
from tallying.engine.exact_prices import Exact
from tallying.engine.limits import Limits
from tallying.engine.raises import MOST_RUNS, Raises
from tallying.engine.rule import Rule

# percent (0 to 100) and a short English word; it may raise to cancel the tally
Progress = Callable[[int, str], None]


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
        raises = Raises.of(self.rule, self.field)
        if self.rule.completion == "none" or not self.field.supported:
            return Completed(shares.run(raises.first), raises.first, 1)
        raises.refuse_too_many(self.field)
        budget = self.field.election.budget
        last, far = Completed(Run((), 0), raises.first, 0), 5
        for number in range(MOST_RUNS):
            share = raises.share(number)
            run = shares.run(share)
            if run.cost > budget:
                return Completed(last.run, last.share, number + 1, share, run.cost)
            last = Completed(run, share, number + 1)
            if self._nothing_left(run):
                return last
            far = max(far, min(94, 94 * run.cost // max(1, budget)))
            tell(far, "sharing")
        raise raises.too_many(f"more than {MOST_RUNS:,}")

    def _nothing_left(self, run: Run) -> bool:
        """Whether no higher share can, or by the rule should, select more."""
        chosen, won = (*self.free, *run.selected), set(run.selected)
        left = [
            item.cost
            for item in self.field.supported
            if item.id not in won and not self.limits.blocks(item.id, chosen)
        ]
        if self.rule.completion == "add1-exhaustive":
            return all(run.cost + cost > self.field.election.budget for cost in left)
        return not left
