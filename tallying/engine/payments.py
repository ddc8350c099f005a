"""Who paid what under Equal Shares, replayed round by round at the final share, exactly."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from gmpy2 import mpq

from tallying.engine.election import Election
from tallying.engine.eligible import field_of
from tallying.engine.limits import Limits
from tallying.engine.outcome import Outcome
from tallying.engine.purses import Payment, Purses


@dataclass(frozen=True)
class Round:
    """One step of Equal Shares, in smallest units; `payment` says who paid the project.

    `tied`: all projects that were equal at this step, sorted; empty where there was only one.
    `left_over`: what all voters have together after it.
    """

    project: str
    payment: Payment
    tied: tuple[str, ...]
    left_over: Fraction


@dataclass(frozen=True)
class Payments:
    """`rounds`: the steps in order. `prices`: for each winner of the rule, what one of its
    supporters paid at most. `paid`: by winner, pairs of a ballot group (its place in the election)
    and what each of its voters paid. `left`: for each other project with a cost and supporters,
    what these have left together. `remaining`: what one voter of each group has left. Amounts are
    smallest units.
    """

    rounds: tuple[Round, ...]
    left: dict[str, Fraction]
    remaining: tuple[Fraction, ...]

    @property
    def prices(self) -> dict[str, Fraction]:
        """The most that one supporter paid, by winner."""
        return {item.project: item.payment.price for item in self.rounds}

    @property
    def paid(self) -> dict[str, tuple[tuple[int, Fraction], ...]]:
        """What each group paid, by winner."""
        return {item.project: item.payment.by_group for item in self.rounds}


def replay(election: Election, outcome: Outcome) -> Payments:
    """The payments for `outcome.by_rule`, in that order, from `outcome.share`.

    The order and the share decide everything: each winner's price is unique. Needs an outcome with
    a share; raises ValueError where its winners cannot be paid at that share.
    """
    share = outcome.share or Fraction(0)
    purses = Purses(election, outcome.rule.rule, share)
    rivals = _Rivals(election, outcome, purses)
    left_over, costs = share * election.voters, {item.id: item.cost for item in election.projects}
    rounds = []
    for winner in outcome.by_rule:
        rho = purses.rho(winner)
        if rho is None:
            message = "this outcome was not counted at this share"
            raise ValueError(message)
        tied = rivals.equal_to(winner, rho)
        left_over -= costs[winner]
        rounds.append(Round(winner, purses.pay(winner, rho), tied, left_over))
        rivals.after(winner)
    left = {
        item: purses.left(item)
        for item, named in purses.backers.items()
        if named and item not in outcome.by_rule and costs[item]
    }
    return Payments(tuple(rounds), left, purses.remaining())


class _Rivals:
    """The projects that could still be taken, to find those equal to the one that was.

    Purses only shrink, so a price never falls: the last one known is a lower bound, and a project
    whose bound is above the winner's price need not be looked at again.
    """

    def __init__(self, election: Election, outcome: Outcome, purses: Purses) -> None:
        self._limits = Limits(election, outcome.rule.conflicts, outcome.rule.caps)
        self._purses, self._chosen = purses, list(outcome.free)
        known = field_of(election, outcome.rule).supported
        self._bound = {item.id: mpq(0) for item in known}
        self._drop(self._blocked())

    def equal_to(self, winner: str, rho: mpq) -> tuple[str, ...]:
        """All projects with the price of the winner, sorted; none if it was alone."""
        equal = []
        for item in [item for item, bound in self._bound.items() if bound <= rho]:
            price = self._purses.rho(item)
            if price is None:
                self._drop([item])
                continue
            self._bound[item] = price
            if price == rho:
                equal.append(item)
        return tuple(sorted(equal)) if set(equal) > {winner} else ()

    def after(self, winner: str) -> None:
        """Leave out a project that was taken, and those it blocks."""
        self._chosen.append(winner)
        self._drop([winner, *self._blocked()])

    def _blocked(self) -> list[str]:
        return [item for item in self._bound if self._limits.blocks(item, self._chosen)]

    def _drop(self, items: Iterable[str]) -> None:
        for item in items:
            self._bound.pop(item, None)
