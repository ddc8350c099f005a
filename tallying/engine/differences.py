"""Two results of the same election beside each other: what differs, why, and for whom.

Each project is funded in both, only here, only there, or in neither; for those that differ the
reason is the one its own result gives for the project it left out (see explain.py). A voter is
better off where the winners they support are worth more money, and, as a second measure, where they
are more in number (a voter's choices are weighed alike, whatever points they carry).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tallying.engine.election import BallotGroup, Election
from tallying.engine.explain import Story


@dataclass(frozen=True)
class Side:
    """One of the two results: its winners in order, why the others lost, what was spent (smallest
    units), and how many voters support a winner.
    """

    winners: tuple[str, ...]
    reasons: Mapping[str, str | None]
    spent: int
    with_winner: int


def side_of(story: Story) -> Side:
    """A result by its story."""
    return Side(
        winners=tuple(item.id for item in story.projects if item.selected),
        reasons={item.id: item.reason for item in story.projects},
        spent=story.spent,
        with_winner=story.voters_with_winner,
    )


@dataclass(frozen=True)
class Better:
    """How many voters are better off here, better off there, or equally well off."""

    here: int
    there: int
    equal: int

    def to_json(self) -> dict[str, int]:
        """The three numbers by name."""
        return {"here": self.here, "there": self.there, "equal": self.equal}


@dataclass(frozen=True)
class Differences:
    """How the result `here` differs from the one `there`; ids in order of selection.

    reasons         for `only_here` why the other result left it out, and for `only_there` why this
                    one did.
    moved           the money that goes to other projects: what those only here cost, and those only
                    there, in smallest units.
    with_winner     voters who support at least one winner, here and there.
    by_money        who is better off by what their winners cost; `by_number` by how many they are.
    """

    both: tuple[str, ...]
    only_here: tuple[str, ...]
    only_there: tuple[str, ...]
    reasons: dict[str, str]
    moved: tuple[int, int]
    spent: tuple[int, int]
    with_winner: tuple[int, int]
    by_money: Better
    by_number: Better

    def to_json(self) -> dict[str, Any]:
        """The differences by name; pairs are [here, there], amounts in smallest units."""
        return {
            "both": list(self.both),
            "only_here": list(self.only_here),
            "only_there": list(self.only_there),
            "reasons": self.reasons,
            "moved": list(self.moved),
            "spent": list(self.spent),
            "with_winner": list(self.with_winner),
            "by_money": self.by_money.to_json(),
            "by_number": self.by_number.to_json(),
        }


def differences(election: Election, here: Side, there: Side) -> Differences:
    """Two results of the same election compared."""
    only_here = tuple(item for item in here.winners if item not in there.winners)
    only_there = tuple(item for item in there.winners if item not in here.winners)
    costs = {item.id: item.cost for item in election.projects}
    found = {item: there.reasons[item] for item in only_here}
    found |= {item: here.reasons[item] for item in only_there}
    return Differences(
        both=tuple(item for item in here.winners if item in there.winners),
        only_here=only_here,
        only_there=only_there,
        reasons={item: reason for item, reason in found.items() if reason},
        moved=(sum(costs[item] for item in only_here), sum(costs[item] for item in only_there)),
        spent=(here.spent, there.spent),
        with_winner=(here.with_winner, there.with_winner),
        by_money=_better(election, only_here, only_there, costs),
        by_number=_better(election, only_here, only_there, dict.fromkeys(costs, 1)),
    )


def _better(
    election: Election, gains: Sequence[str], losses: Sequence[str], worth: Mapping[str, int]
) -> Better:
    """Voters by whether what they get only here is worth more than what they get only there."""
    weights = {item: worth[item] for item in gains} | {item: -worth[item] for item in losses}
    here = there = equal = 0
    for group in election.ballots:
        gain = sum(weights.get(item, 0) for item in _supported(group))
        here += group.count * (gain > 0)
        there += group.count * (gain < 0)
        equal += group.count * (gain == 0)
    return Better(here, there, equal)


def _supported(group: BallotGroup) -> list[str]:
    weights = group.points or (1,) * len(group.choices)
    return [item for item, weight in zip(group.choices, weights, strict=True) if weight > 0]
