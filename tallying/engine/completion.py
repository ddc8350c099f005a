"""Raising the share until the rule says stop, passing over what is proven to change nothing.

The result is that of trying every share, one after the other: a share is passed over only where
spans.py proves that it neither overspends nor stops the completion.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from tallying.engine.eligible import Field
from tallying.engine.equal_shares import EqualShares, Run
from tallying.engine.exact_prices import Exact
from tallying.engine.limits import Limits
from tallying.engine.prospects import Passing
from tallying.engine.raises import MOST_RUNS, Raises
from tallying.engine.rule import Rule
from tallying.engine.spans import Spans

# A span that was not proven is tried again after so many steps at most.
MOST_WAIT = 8
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


class _Walk:
    """From share to share, over the spans that are proven to change nothing that counts.

    `number` is how many raises were made. Spans grow while they are proven (but not at once after
    they shrank) and shrink where not; where even two steps are not, single ones are taken for a
    while.
    """

    def __init__(self, raises: Raises, spans: Spans) -> None:
        self.number = 0
        self._raises, self._spans = raises, spans
        self._stride, self._wait, self._failed, self._shrunk = 2, 0, 0, False

    def on(self, tell: Callable[[], None]) -> None:
        """To the next share that has to be looked at; every one that is passed over is proven."""
        tell()
        while self._wait == 0 and self._passed_over():
            tell()
        self._wait = max(0, self._wait - 1)
        self.number += 1

    def _passed_over(self) -> bool:
        """Try to pass over a span; False if the next share has to be looked at."""
        while self._stride >= 2:
            last = min(self.number + self._stride, MOST_RUNS - 1)
            share = self._raises.share
            part = self._spans.part_passed(share(self.number + 1), share(last))
            if part == 1.0 and last > self.number:
                self.number, self._failed = last, 0
                self._stride *= 1 if self._shrunk else 2
                self._shrunk = False
                return True
            self._shrunk = True
            self._stride = min(self._stride // 2, int(self._stride * part))
        self._failed += 1
        self._stride, self._wait = 2, min(MOST_WAIT, 2 * self._failed - 1)
        return False


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
        passing, far = self.passing(), 5
        walk = _Walk(raises, shares.spans(passing))
        while walk.number < MOST_RUNS:
            share = raises.share(walk.number)
            run = shares.run_or_pass(share, passing)
            if run and run.cost > budget:
                return self._before(shares, raises, walk.number, run)
            if run and self.nothing_left(run):
                return Completed(run, share, walk.number + 1)
            if run:
                far = max(far, min(94, 94 * run.cost // max(1, budget)))
            walk.on(partial(tell, far, "sharing"))
        raise raises.too_many(f"more than {MOST_RUNS:,}")

    def _before(self, shares: EqualShares, raises: Raises, number: int, over: Run) -> Completed:
        """The last share before one that spends too much."""
        if not number:
            return Completed(Run((), 0), raises.first, 1, raises.first, over.cost)
        share = raises.share(number - 1)
        return Completed(shares.run(share), share, number + 1, raises.share(number), over.cost)

    def passing(self) -> Passing:
        """What has to hold where shares are passed over."""
        limits, exhaustive = self.limits, self.rule.completion == "add1-exhaustive"
        bound = {item for ids in self.rule.conflicts for item in ids}
        bound.update(item.id for item in self.field.supported if limits.caps_of[item.id])
        return Passing(
            self.field.election.budget,
            exhaustive,
            frozenset(bound),
            limits.blocks if limits.any else None,
            self.free,
        )

    def nothing_left(self, run: Run) -> bool:
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
