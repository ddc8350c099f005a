"""Who paid what under Equal Shares, replayed at the final share with exact fractions."""

from dataclasses import dataclass
from fractions import Fraction

from gmpy2 import mpq

from tallying.engine.election import Election
from tallying.engine.eligible import worth
from tallying.engine.outcome import Outcome


@dataclass(frozen=True)
class Payments:
    """`prices`: for each winner of the rule, what one of its supporters paid at most.
    `paid`: by winner, pairs of a ballot group (its place in the election) and what each of its
    voters paid. `left`: for each other project, what its supporters have left together.
    `remaining`: what one voter of each group has left. Amounts are smallest units.
    """

    prices: dict[str, Fraction]
    paid: dict[str, tuple[tuple[int, Fraction], ...]]
    left: dict[str, Fraction]
    remaining: tuple[Fraction, ...]


def replay(election: Election, outcome: Outcome) -> Payments:
    """The payments for `outcome.by_rule`, in that order, from `outcome.share`.

    The order and the share decide everything: each winner's price is unique. Needs an outcome with
    a share.
    """
    share = outcome.share or Fraction(0)
    purse = [mpq(share.numerator, share.denominator)] * len(election.ballots)
    backers = _backers(election, outcome.rule.rule)
    costs = {item.id: item.cost for item in election.projects}
    prices, paid = {}, {}
    for winner in outcome.by_rule:
        rho = _rho(costs[winner], backers[winner], purse, election)
        payments = []
        for group, value in backers[winner]:
            payment = min(purse[group], rho * value)
            purse[group] -= payment
            payments.append((group, _plain(payment)))
        paid[winner] = tuple(payments)
        prices[winner] = max(payment for _, payment in payments)
    left = {
        item.id: _plain(sum(purse[group] * election.ballots[group].count for group, _ in named))
        for item in election.projects
        if (named := backers[item.id]) and item.id not in paid and item.cost
    }
    return Payments(prices, paid, left, tuple(_plain(amount) for amount in purse))


def _backers(election: Election, rule: str) -> dict[str, list[tuple[int, int]]]:
    """For each project the groups that support it, with what it is worth to one of their voters."""
    projects = {item.id: item for item in election.projects}
    backers: dict[str, list[tuple[int, int]]] = {item: [] for item in projects}
    for number, group in enumerate(election.ballots):
        for place, choice in enumerate(group.choices):
            points = group.points[place] if group.points else None
            value = worth(rule, projects[choice], points)
            if value > 0:
                backers[choice].append((number, value))
    return backers


def _rho(cost: int, backers: list[tuple[int, int]], purse: list[mpq], election: Election) -> mpq:
    """The least price for one unit of worth at which the backers pay `cost` in full."""
    weight = sum(value * election.ballots[group].count for group, value in backers)
    missing = mpq(cost)
    for group, value in sorted(backers, key=lambda item: purse[item[0]] / item[1]):
        rho = missing / weight
        if rho * value <= purse[group]:
            return rho
        missing -= purse[group] * election.ballots[group].count
        weight -= value * election.ballots[group].count
    message = "this outcome was not counted at this share"
    raise ValueError(message)


def _plain(value: mpq) -> Fraction:
    return Fraction(int(value.numerator), int(value.denominator))
