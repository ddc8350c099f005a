"""Who supports each project, as arrays: what Equal Shares looks at, made once for all shares."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tallying.engine.election import MOST_EXACT, NO_POINTS, Election
from tallying.engine.eligible import worth

Floats: TypeAlias = NDArray[np.float64]
Places: TypeAlias = NDArray[np.intp]


@dataclass(frozen=True)
class Backers:
    """The groups of ballots that support one project.

    number       the place of the project in the election.
    cost, worth  of the project; worth is what it is worth to each of them, 1 where `points` says.
    groups       [n] places of the groups, each once.
    voters       [n] how many ballots each has; whole numbers below 2**53, so exact as floats.
    points       [n] what the project is worth to one ballot, exact; None where all value it alike.
    floats       [n] the same, rounded.
    values       [n] voters x floats; `whole` is their sum, `supporters` that of voters.
    """

    id: str
    number: int
    cost: int
    worth: int
    groups: Places
    voters: Floats
    points: NDArray[Any] | None = None
    floats: Floats | None = None
    values: Floats = field(init=False)
    supporters: float = field(init=False)
    whole: float = field(init=False)

    def __post_init__(self) -> None:
        values = self.voters if self.floats is None else self.voters * self.floats
        object.__setattr__(self, "values", values)
        object.__setattr__(self, "supporters", float(self.voters.sum()))
        object.__setattr__(self, "whole", float(values.sum()))

    def like(self, other: "Backers") -> bool:
        """Whether the other project costs the same and is worth the same to every ballot."""
        return (self.cost, self.worth) == (other.cost, other.worth) and (
            np.array_equal(self.groups, other.groups)
            and (
                other.points is None
                if self.points is None
                else other.points is not None and np.array_equal(self.points, other.points)
            )
        )

    def weight(self, among: NDArray[np.bool_] | None = None) -> int:
        """Worth of the project to all these ballots together, exact (by ballot if all alike)."""
        if self.points is None:
            return int(self.supporters if among is None else self.voters[among].sum())
        voters = self.voters if among is None else self.voters[among]
        points = self.points if among is None else self.points[among]
        return int(np.dot(voters.astype(np.int64).astype(points.dtype), points))

    def weight_of(self, voters: Floats) -> int:
        """The same among other ballots: `voters` has their number for every group."""
        found = voters[self.groups]
        if self.points is None:
            return int(found.sum())
        return int(np.dot(found.astype(np.int64).astype(self.points.dtype), self.points))

    def only(self, keep: NDArray[np.bool_]) -> "Backers":
        """Some of the groups."""
        return Backers(
            self.id,
            self.number,
            self.cost,
            self.worth,
            self.groups[keep],
            self.voters[keep],
            None if self.points is None else self.points[keep],
            None if self.floats is None else self.floats[keep],
        )


def backers_of(election: Election, rule: str) -> dict[str, Backers]:
    """The backers of each project that has some, by the worth that `rule` gives it."""
    flat = election.choices
    order = np.argsort(flat.project.astype(np.int32), kind="stable")
    ends = np.cumsum(np.bincount(flat.project, minlength=len(election.projects)))
    parts = np.split(order, ends[:-1]) if len(ends) else []
    found = {}
    for number, part in enumerate(parts):
        project = election.projects[number]
        backers = _backers(election, rule, number, part)
        if len(backers.groups):
            found[project.id] = backers
    return found


def _backers(election: Election, rule: str, number: int, part: Places) -> Backers:
    flat, project = election.choices, election.projects[number]
    value = worth(rule, project, None)
    groups = flat.group[part]
    if flat.points is None:
        voters = flat.voters[groups].astype(np.float64)
        return Backers(project.id, number, project.cost, value, groups, voters)
    points = _exact(flat.points[part], value, election.voters)
    groups, points = groups[points != 0], points[points != 0]
    voters = flat.voters[groups].astype(np.float64)
    floats = points.astype(np.float64)
    return Backers(project.id, number, project.cost, 1, groups, voters, points, floats)


def _exact(points: NDArray[Any], value: int, voters: int) -> NDArray[Any]:
    """Points as given, `value` where a ballot gives none; sums of them stay exact."""
    blank = points == NO_POINTS
    if not blank.any():
        return points
    if value * voters >= MOST_EXACT:
        points = points.astype(object)
    return np.where(blank, value, points)


def by_id(found: dict[str, Backers], ids: Sequence[str]) -> list[Backers]:
    """The backers of these projects, in that order."""
    return [found[item] for item in ids]
