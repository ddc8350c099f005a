"""The rounds of Equal Shares, one winner each: who paid how much, and what was left.

In each round the project with the least rho is taken, where rho is the price of one unit of worth
at which its supporters pay its whole cost, each min(what is left, rho x worth) (Peters, Pierczyński
and Skowron, "Proportional Participatory Budgeting with Additive Utilities", arXiv 2008.13276).
"""

from dataclasses import dataclass
from fractions import Fraction

from tallying.engine.election import Election
from tallying.engine.outcome import Outcome
from tallying.engine.payments import Payments


@dataclass(frozen=True)
class Round:
    """One round; amounts in smallest units, exact.

    price      the most that one supporter paid.
    full       voters who paid rho x worth.
    less       supporters whose purse was smaller than that and who paid all of it (maybe nothing).
    less_paid  what these paid together.
    left_over  what all voters together have after the round.
    tied       all projects that had this rho, sorted; empty where it was alone.
    """

    project: str
    price: Fraction
    full: int
    less: int
    less_paid: Fraction
    left_over: Fraction
    tied: tuple[str, ...]


def rounds_of(election: Election, outcome: Outcome, payments: Payments) -> tuple[Round, ...]:
    """The rounds of an outcome with a share, in order; `payments` is its replay."""
    costs = {item.id: item.cost for item in election.projects}
    tied = {tie.chosen: tie.between for tie in reversed(outcome.ties)}
    money = (outcome.share or Fraction(0)) * outcome.voters
    rounds = []
    for winner in outcome.by_rule:
        money -= costs[winner]
        full, less, less_paid = _payers(election, winner, payments)
        rounds.append(
            Round(
                project=winner,
                price=payments.prices[winner],
                full=full,
                less=less,
                less_paid=less_paid,
                left_over=money,
                tied=tied.get(winner, ()),
            )
        )
    return tuple(rounds)


def _payers(election: Election, winner: str, payments: Payments) -> tuple[int, int, Fraction]:
    """How many paid in full, how many less, and what these paid together.

    Somebody always pays in full: rho is settled by the supporters who are not used up.
    """
    shares = []
    for place, payment in payments.paid[winner]:
        group = election.ballots[place]
        # All who approve a project value it alike; points are worth what they are.
        worth = group.points[group.choices.index(winner)] if group.points else 1
        shares.append((group.count, payment, payment / worth))
    rho = max(each for _, _, each in shares)
    full = sum(count for count, _, each in shares if each == rho)
    less = [(count, payment) for count, payment, each in shares if each < rho]
    return (
        full,
        sum(count for count, _ in less),
        sum((count * payment for count, payment in less), Fraction(0)),
    )


def winners_per_voter(election: Election, winners: frozenset[str]) -> tuple[int, ...]:
    """How many voters support no winner, exactly one, exactly two …; ends with a count above 0.

    Empty without voters.
    """
    counts: dict[int, int] = {}
    for group in election.ballots:
        weights = group.points or (1,) * len(group.choices)
        pairs = zip(group.choices, weights, strict=True)
        got = sum(choice in winners and weight > 0 for choice, weight in pairs)
        counts[got] = counts.get(got, 0) + group.count
    most = max((got for got, count in counts.items() if count), default=-1)
    return tuple(counts.get(got, 0) for got in range(most + 1))
