"""What a tally takes in: projects, grouped ballots and the election they make.

Amounts are whole numbers of the smallest unit of the file they came from; `Election.scale` says how
many of these make one unit (100 for cents in a file in euro, 1 for a file in whole euro).
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tallying.engine.errors import EngineError


@dataclass(frozen=True)
class Project:
    """One project on the ballot. `cost` in smallest units; `extra` other columns of the file."""

    id: str
    cost: int
    name: str = ""
    extra: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
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

    @property
    def voters(self) -> int:
        """The number of ballots, empty ones included."""
        return sum(group.count for group in self.ballots)

    def votes(self) -> dict[str, int]:
        """Approvals of each project, or its points where ballots give points."""
        totals = dict.fromkeys((project.id for project in self.projects), 0)
        for group in self.ballots:
            weights = group.points or (1,) * len(group.choices)
            for choice, weight in zip(group.choices, weights, strict=True):
                totals[choice] += weight * group.count
        return totals

    def supporters(self) -> dict[str, int]:
        """How many ballots support each project (approve it, or give it at least one point)."""
        totals = dict.fromkeys((project.id for project in self.projects), 0)
        for group in self.ballots:
            weights = group.points or (1,) * len(group.choices)
            for choice, weight in zip(group.choices, weights, strict=True):
                totals[choice] += group.count if weight > 0 else 0
        return totals


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
