"""Was any group passed over? EJR+ up to one project, checked on a result.

Definition, for approvals with cost satisfaction (a voter's satisfaction is the money that goes to
winners they approve): a group of k of the n voters is entitled to k/n of the budget B. A result W
passes it over if all of the group approve one project c that lost, and even with c none of them
would have more satisfaction than the entitlement:

    satisfaction of i in W  +  cost(c)  <=  k x B / n      for every i of the group.

A result satisfies EJR+ up to one project if it passes over no group. EJR+ is due to Brill and
Peters, "Robust and Verifiable Proportionality Axioms for Multiwinner Voting" (EC 2023, arXiv
2302.01989), who need no cohesive set of projects, only one common loser, so that it can be checked;
"up to one project" and the theorem for projects with costs follow Peters, Pierczyński and Skowron
(arXiv 2008.13276). With projects of equal cost this is EJR+ itself.

Check: a group of given size can only be better placed by taking the least satisfied supporters of
c. So sort these, and look at each number of them: O(projects x ballots).

Theorem: mes-cost with an exact start and no threshold or limit passes over no group. Proof: let c
lose, and k voters approve it. As long as each of them has cost(c)/k left, c can be had at
rho <= 1/k, so all that is bought is bought at rho <= 1/k. One of them, i, must at some time have
less than cost(c)/k, for else c would have been bought. By then i paid more than B/n - cost(c)/k,
each time at most 1/k for each unit of satisfaction, and so has more than k x B/n - cost(c).
A completion raises all shares and `then` adds winners, which keeps this true.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from tallying.engine.election import APPROVAL_TYPES, Election


@dataclass(frozen=True)
class PassedOver:
    """A group that was passed over: its common loser, and how many approve it.

    deserved   their part of the budget, in smallest units.
    got        the most that any of them has in winners.
    """

    project: str
    voters: int
    deserved: Fraction
    got: int

    def to_json(self) -> dict[str, Any]:
        """Amounts in whole smallest units, rounded down."""
        return {
            "project": self.project,
            "voters": self.voters,
            "deserved": self.deserved.numerator // self.deserved.denominator,
            "got": self.got,
        }


def passed_over(
    election: Election, selected: frozenset[str], budget: int | None = None
) -> tuple[PassedOver, ...] | None:
    """Groups that `selected` passes over, the largest for each project; None where the check is not
    defined: on ballots with points or ranks.

    Sorted by project id. `budget` is the election's own where it is left out.
    """
    if election.ballot_type not in APPROVAL_TYPES or any(item.points for item in election.ballots):
        return None
    money = election.budget if budget is None else budget
    costs = {item.id: item.cost for item in election.projects}
    supporters: dict[str, dict[int, int]] = {item: {} for item in costs if item not in selected}
    for group in election.ballots:
        got = sum(costs[choice] for choice in group.choices if choice in selected)
        for choice in group.choices:
            if choice in supporters:
                levels = supporters[choice]
                levels[got] = levels.get(got, 0) + group.count
    found = [
        _largest(item, costs[item], levels, money, election.voters)
        for item, levels in sorted(supporters.items())
    ]
    return tuple(item for item in found if item)


def _largest(
    project: str, cost: int, levels: dict[int, int], budget: int, voters: int
) -> PassedOver | None:
    """The largest group that is passed over for `project`; `levels`: voters by satisfaction."""
    size, largest = 0, None
    for got in sorted(levels):
        size += levels[got]
        if (got + cost) * voters <= size * budget:
            largest = PassedOver(project, size, Fraction(size * budget, voters), got)
    return largest
