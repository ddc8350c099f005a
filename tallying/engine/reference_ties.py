"""The ties of a run of Equal Shares, each with whether it mattered, for the independent recount."""

from collections.abc import Callable
from functools import partial

from tallying.engine.outcome import Tie
from tallying.engine.reference_completion import Completed
from tallying.engine.reference_shares import EqualShares, Met, Run
from tallying.engine.ties import TieOrder, Tries

# All winners that a run comes to, with what the `then` step adds.
Winners = Callable[[Run], set[str]]


class SharesTies:
    """The ties of the run that `done` ended with.

    Each other choice is tried at the final share: the share itself is not found anew for a what-if,
    nor is the comparison repeated.
    """

    def __init__(
        self, shares: EqualShares, done: Completed, winners: Winners, tries: Tries
    ) -> None:
        self._shares, self._done, self._tries = shares, done, tries
        self._winners, self._actual = winners, winners(done.run)

    def log(self, order: TieOrder) -> list[Tie]:
        """In the order in which they were met."""
        return [
            Tie(
                met.between,
                met.chosen,
                order.decided_by(met.between, met.chosen),
                self._changed(met),
            )
            for met in self._done.run.ties
        ]

    def _changed(self, met: Met) -> bool | None:
        others = [item for item in met.between if item != met.chosen]
        if not self._actual.issuperset(others):
            return True  # preferred, it would have won
        if self._shares.independent(met.between) or self._in_a_row(met):
            return False
        return self._tries.changed(others, partial(self._otherwise, met.step), self._actual)

    def _in_a_row(self, met: Met) -> bool:
        """Whether these differ in nothing but their ids, and were taken one after the other.

        Whichever is first, the next of them goes before all that went after it: all of them are
        taken in a row again, and leave every purse the same.
        """
        taken = self._done.run.selected[met.step : met.step + len(met.between)]
        return set(taken) == set(met.between) and self._shares.alike(met.between)

    def _otherwise(self, step: int, other: str) -> set[str]:
        return self._winners(self._shares.run(self._done.share, (step, other)))
