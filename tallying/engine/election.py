"""What a tally takes in: projects, grouped ballots and the election they make.

Amounts are whole numbers of the smallest unit of the file they came from; `Election.scale` says how
many of these make one unit (100 for cents in a file in euro, 1 for a file in whole euro).
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tallying.engine.errors import EngineError

# Sums of whole numbers below this are exact in numpy's integers.
MOST_EXACT = 2**62


@dataclass(frozen=True)
class Project:
    """One project on the ballot. `cost` in smallest units; `extra` other columns of the file."""

    id: str
    cost: int
    name: str = ""
    extra: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class BallotGroup:
    """`count` identical ballots.

    `choices` are project ids: sorted for approvals and points, in order of preference for rankings.
    `points` has one whole number for each choice, or is empty where the format has none. A ballot
    without choices approves nothing and still counts as a voter.
    """

    choices: tuple[str, ...]
    count: int
    points: tuple[int, ...] = ()


APPROVAL_TYPES = ("approval", "choose-1")
POINT_TYPES = ("cumulative", "scoring")
BALLOT_TYPES = (*APPROVAL_TYPES, *POINT_TYPES, "ordinal")


@dataclass(frozen=True)
class Election:
    """Everything that decides, plus `meta` (the file's own description, which decides nothing)."""

    projects: tuple[Project, ...]
    ballots: tuple[BallotGroup, ...]
    budget: int
    scale: int = 1
    ballot_type: str = "approval"
    meta: Mapping[str, str] = field(default_factory=dict, hash=False)
    # What a lenient reading left out or took as found, in sentences; decides nothing.
    notes: tuple[str, ...] = ()

    @cached_property
    def voters(self) -> int:
        """The number of ballots, empty ones included."""
        return sum(group.count for group in self.ballots)

    @cached_property
    def choices(self) -> "Choices":
        """The ballots as flat arrays, made once."""
        return Choices.of(self)

    def votes(self) -> dict[str, int]:
        """Approvals of each project, or its points where ballots give points."""
        return dict(self._votes)

    def supporters(self) -> dict[str, int]:
        """How many ballots support each project (approve it, or give it at least one point)."""
        return dict(self._supporters)

    @cached_property
    def _votes(self) -> dict[str, int]:
        return self._totals(self.choices.weights())

    @cached_property
    def _supporters(self) -> dict[str, int]:
        points = self.choices.points
        return self._votes if points is None else self._totals((points != 0).astype(np.int64))

    def _totals(self, weights: NDArray[Any] | None) -> dict[str, int]:
        flat, size = self.choices, len(self.projects)
        values = flat.voters[flat.group]
        if weights is not None and weights.dtype == object:
            totals = np.zeros(size, dtype=object)
            np.add.at(totals, flat.project, values.astype(object) * weights)
        else:
            totals = np.zeros(size, dtype=np.int64)
            np.add.at(totals, flat.project, values if weights is None else values * weights)
        return dict(zip((item.id for item in self.projects), map(int, totals), strict=True))


@dataclass(frozen=True)
class Choices:
    """Every choice of every group of ballots, in the order of the ballots.

    voters   [groups] how many ballots a group has.
    group    [choices] the place of the group in `Election.ballots`.
    project  [choices] the place of the project in `Election.projects`.
    points   [choices] what the ballot gives, NO_POINTS where its group has no points; None where no
             group has any. Python's integers where sums of these could leave numpy's.
    """

    voters: NDArray[np.int64]
    group: NDArray[np.intp]
    project: NDArray[np.intp]
    points: NDArray[Any] | None

    @classmethod
    def of(cls, election: Election) -> "Choices":
        """The choices of all ballots. Raises KeyError for a choice that is not a project."""
        ballots = election.ballots
        place = {project.id: number for number, project in enumerate(election.projects)}
        lengths = np.fromiter((len(group.choices) for group in ballots), np.intp, len(ballots))
        names = chain.from_iterable(group.choices for group in ballots)
        return cls(
            voters=np.fromiter((group.count for group in ballots), np.int64, len(ballots)),
            group=np.repeat(np.arange(len(ballots)), lengths),
            project=np.fromiter(map(place.__getitem__, names), np.intp, int(lengths.sum())),
            points=_points(election) if any(group.points for group in ballots) else None,
        )

    @cached_property
    def sizes(self) -> NDArray[np.float64]:
        """[groups] voters as floats, exact below 2**53."""
        return self.voters.astype(np.float64)

    @cached_property
    def _starts(self) -> NDArray[np.intp]:
        """[groups + 1] where the choices of each group begin."""
        return np.searchsorted(self.group, np.arange(len(self.voters) + 1))

    def supporters_among(self, groups: NDArray[np.intp], projects: int) -> NDArray[np.float64]:
        """[projects] how many ballots of these groups choose each project, whole numbers."""
        lengths = self._starts[groups + 1] - self._starts[groups]
        ends = np.cumsum(lengths)
        total = int(ends[-1]) if len(ends) else 0
        at = np.arange(total) + np.repeat(self._starts[groups] - ends + lengths, lengths)
        weights = np.repeat(self.sizes[groups], lengths)
        found = np.bincount(self.project[at], weights, minlength=projects)
        return found.astype(np.float64, copy=False)

    def weights(self) -> NDArray[Any] | None:
        """What each choice counts in votes: its points, or one; None where all count one."""
        return None if self.points is None else np.where(self.points < 0, 1, self.points)


# Stands for a choice without points; points are never negative.
NO_POINTS = -1


def _points(election: Election) -> NDArray[Any]:
    given = [group.points or (NO_POINTS,) * len(group.choices) for group in election.ballots]
    flat = list(chain.from_iterable(given))
    small = max(flat, default=0) * max(1, election.voters) < MOST_EXACT
    return np.array(flat, dtype=np.int64 if small else object)


def canonical(data: object) -> bytes:
    """JSON with sorted keys, no spaces and UTF-8 text: the bytes that digests are made of."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def sha256(data: bytes) -> str:
    """The digest as it is published: "sha256:" and 64 hexadecimal digits."""
    return "sha256:" + hashlib.sha256(data).hexdigest()


def json_object(data: object, code: str, what: str) -> dict[str, Any]:
    """`data` as an object with text keys, or EngineError `code`."""
    if not isinstance(data, dict) or not all(isinstance(key, str) for key in data):
        raise EngineError(code, f"{what} is not a JSON object.")
    return data
