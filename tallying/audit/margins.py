"""By how many votes a result of most-votes-first stands, and how far a sheet overstates that.

Assertions in the way of Blom, Stuckey and Teague's and Stark's audits (SHANGRLA, "Sets of
Half-Average Nulls Generate Risk-Limiting Audits", 2020), for a knapsack. For each project that was
not chosen and would have fitted into the whole budget, take winners from the most voted one on,
until what they leave is too little for it. As long as each of these has more votes than the loser,
the loser finds too little money left when it is its turn.

Why that suffices: let all of these comparisons be true of the paper, and go through the projects by
their true votes. As long as only winners were taken, the next winner still fits, since all winners
together fit the budget; and the next loser does not, since its blocking winners come before it and
were all taken. So the same projects win. No other blocking set has a larger smallest margin: it
would have to do without the least voted of these, and those above that one do not block.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

LEAST, MOST = -2, 2


@dataclass(frozen=True)
class Assertion:
    """`winner` has more votes than `loser`, by `margin` in the count."""

    winner: str
    loser: str
    margin: int


def assertions(
    costs: Mapping[str, int], votes: Mapping[str, int], winners: Sequence[str], budget: int
) -> list[Assertion]:
    """What has to be true for these winners to be right; costs and budget in one unit.

    Votes and costs by project. Without a loser that would have fitted there is nothing to hold.
    """
    chosen = sorted(winners, key=lambda item: -votes[item])
    found: list[Assertion] = []
    for loser in sorted(set(costs) - set(chosen)):
        left = budget
        for winner in chosen:
            if costs[loser] > left:
                break
            left -= costs[winner]
            found.append(Assertion(winner, loser, votes[winner] - votes[loser]))
    return found


def smallest_margin(of: Iterable[Assertion]) -> int | None:
    """The fewest votes by which an assertion holds; None where there is none to hold."""
    return min((one.margin for one in of), default=None)


def overstatement(
    of: Sequence[Assertion], recorded: frozenset[str], paper: frozenset[str] | None
) -> int:
    """By how many votes the record of one sheet overstates a margin, the worst of all assertions.

    `recorded` and `paper` are the projects that were recorded and that stand on the sheet. A sheet
    that is not there (None) is taken to have voted for every loser and against every winner.
    """
    return max((_one(each, recorded, paper) for each in of), default=0)


def margins_on_paper(
    of: Sequence[Assertion], sheets: Iterable[tuple[frozenset[str], frozenset[str] | None]]
) -> list[int]:
    """The margins once these sheets, (recorded, paper) each, count as people read them."""
    every = list(sheets)
    return [each.margin - sum(_one(each, *sheet) for sheet in every) for each in of]


def _one(of: Assertion, recorded: frozenset[str], paper: frozenset[str] | None) -> int:
    said = (of.winner in recorded) - (of.loser in recorded)
    true = -1 if paper is None else (of.winner in paper) - (of.loser in paper)
    return said - true
