"""What the voters of each group still have under Equal Shares, in exact whole numbers.

All purses are numerators over one denominator, which grows as prices bring new ones. Source of the
rule: Peters, Pierczyński and Skowron, "Proportional Participatory Budgeting with Additive
Utilities" (arXiv 2008.13276): a project is paid at the least rho at which its supporters, each
paying min(what is left, rho x worth), pay its whole cost.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import gcd

from gmpy2 import mpq, mpz

from tallying.engine.election import Election
from tallying.engine.eligible import worth


@dataclass(frozen=True)
class Payment:
    """How one project was paid, in smallest units.

    `price`: the most that one supporter paid. `full`: how many paid rho x worth. `less`: how many
    had less than that, and paid all they had, together `less_paid`. `by_group`: pairs of a ballot
    group (its place in the election) and what each of its voters paid.
    """

    price: Fraction
    full: int
    less: int
    less_paid: Fraction
    by_group: tuple[tuple[int, Fraction], ...]


class Purses:
    """The purses of all groups of identical ballots, each voter starting with `share`."""

    def __init__(self, election: Election, rule: str, share: Fraction) -> None:
        self._count = [group.count for group in election.ballots]
        self._purse = [mpz(share.numerator)] * len(election.ballots)
        self._unit = mpz(share.denominator)
        self._cost = {project.id: project.cost for project in election.projects}
        self.backers = _backers(election, rule)
        self._weight = {
            item: sum(value * self._count[group] for group, value in named)
            for item, named in self.backers.items()
        }

    def rho(self, project: str) -> mpq | None:
        """The least price for one unit of worth; None where the supporters have too little.

        Nobody counts as poor at first; who has less than rho x worth then gives all it has, which
        raises rho for the others, until nobody new is poor.
        """
        payers, missing = self.backers[project], self._cost[project] * self._unit
        weight = self._weight[project]
        while weight:
            # purse < missing x worth / weight, for whole purses: purse < that, rounded up
            due = {value: -(-missing * value // weight) for value in {v for _, v in payers}}
            poor = [(group, value) for group, value in payers if self._purse[group] < due[value]]
            if not poor:
                return mpq(missing, weight * self._unit)
            payers = [(group, value) for group, value in payers if self._purse[group] >= due[value]]
            missing -= sum(self._purse[group] * self._count[group] for group, _ in poor)
            weight -= sum(value * self._count[group] for group, value in poor)
        return None

    def pay(self, project: str, rho: mpq) -> Payment:
        """Take the cost of a project from the purses of its supporters."""
        raised = rho.denominator // gcd(int(rho.denominator), int(self._unit))
        if raised > 1:
            self._unit *= raised
            self._purse = [purse * raised for purse in self._purse]
        due = rho.numerator * (self._unit // rho.denominator)
        full = less = 0
        less_paid, paid = mpz(0), []
        for group, value in self.backers[project]:
            payment = min(self._purse[group], due * value)
            if payment < due * value:
                less, less_paid = (
                    less + self._count[group],
                    less_paid + payment * self._count[group],
                )
            else:
                full += self._count[group]
            self._purse[group] -= payment
            paid.append((group, payment))
        shown = {payment: self._plain(payment) for _, payment in paid}
        by_group = tuple((group, shown[payment]) for group, payment in paid)
        return Payment(max(shown.values()), full, less, self._plain(less_paid), by_group)

    def left(self, project: str) -> Fraction:
        """What the supporters of a project have together."""
        named = self.backers[project]
        return self._plain(sum(self._purse[group] * self._count[group] for group, _ in named))

    def remaining(self) -> tuple[Fraction, ...]:
        """What one voter of each group has."""
        shown = {purse: self._plain(purse) for purse in set(self._purse)}
        return tuple(shown[purse] for purse in self._purse)

    def _plain(self, amount: mpz) -> Fraction:
        return Fraction(int(amount), int(self._unit))


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
