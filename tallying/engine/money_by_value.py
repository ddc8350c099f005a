"""Where the money goes: by the values of one column, such as theme, area or need.

An entitlement is a voter's equal part of the money that was spent, laid out over the values of the
projects on their own ballot, each choice weighing alike: a voter who chooses two projects for
green and one for sport is entitled to two thirds on green. Beside it stands what went to each
value and, under Equal Shares, what voters themselves paid for it out of their equal shares.
"""

from dataclasses import dataclass
from fractions import Fraction

from tallying.engine.election import Election
from tallying.engine.outcome import Outcome
from tallying.engine.payments import replay


@dataclass(frozen=True)
class ValueMoney:
    """One value of a column ("" for projects without one); amounts in smallest units.

    projects, winners   how many there are.
    cost                what the winners cost.
    votes               votes for its projects, winners or not (points on ballots with points).
    paid                what voters paid for it in the rounds of Equal Shares; None for greedy.
    entitled            the equal part, in what was spent, of voters who choose its projects.
    """

    value: str
    projects: int
    winners: int
    cost: int
    votes: int
    paid: Fraction | None
    entitled: Fraction


def money_and_votes(election: Election, outcome: Outcome, column: str) -> tuple[ValueMoney, ...]:
    """The values of `column`, most money first, then by value."""
    value = {item.id: item.extra.get(column, "") for item in election.projects}
    won = frozenset(outcome.selected)
    paid = _paid(election, outcome, value) if outcome.share is not None else None
    entitled = _entitled(election, outcome.total_cost, value)
    found = []
    for name in sorted(set(value.values())):
        own = [item for item in election.projects if value[item.id] == name]
        found.append(
            ValueMoney(
                value=name,
                projects=len(own),
                winners=sum(item.id in won for item in own),
                cost=sum(item.cost for item in own if item.id in won),
                votes=sum(outcome.votes[item.id] for item in own),
                paid=None if paid is None else paid.get(name, Fraction(0)),
                entitled=entitled.get(name, Fraction(0)),
            )
        )
    return tuple(sorted(found, key=lambda item: (-item.cost, item.value)))


def _paid(election: Election, outcome: Outcome, value: dict[str, str]) -> dict[str, Fraction]:
    """What voters paid for the projects of each value."""
    totals: dict[str, Fraction] = {}
    for project, payments in replay(election, outcome).paid.items():
        spent = sum(election.ballots[group].count * amount for group, amount in payments)
        totals[value[project]] = totals.get(value[project], Fraction(0)) + spent
    return totals


def _entitled(election: Election, spent: int, value: dict[str, str]) -> dict[str, Fraction]:
    """The equal parts of voters who choose something, over the values of what they choose."""
    parts: dict[tuple[str, int], int] = {}
    choosing = 0
    for group in election.ballots:
        weights = group.points or (1,) * len(group.choices)
        chosen = [item for item, each in zip(group.choices, weights, strict=True) if each > 0]
        choosing += group.count * bool(chosen)
        for item in chosen:
            key = (value[item], len(chosen))
            parts[key] = parts.get(key, 0) + group.count
    totals: dict[str, Fraction] = {}
    for (name, size), count in parts.items():
        part = Fraction(spent * count, size * choosing)
        totals[name] = totals.get(name, Fraction(0)) + part
    return totals
