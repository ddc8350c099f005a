"""A ballot project with what the rules made of it: the rows of every page about a result."""

from dataclasses import dataclass
from typing import Any

from proposals.models import BallotProject, FollowUp


@dataclass(frozen=True)
class Row:
    """A ballot project with what the deciding rule, and the one beside it, made of it."""

    project: BallotProject
    story: dict[str, Any]
    compared: dict[str, Any] | None
    follow_up: FollowUp | None = None

    @property
    def funded(self) -> bool:
        return bool(self.story["position"])

    @property
    def funded_otherwise(self) -> bool:
        return bool(self.compared and self.compared["position"])


def percent(part: int, whole: int) -> int:
    """Whole percent, rounded down; nothing of nothing is 0."""
    return 100 * part // whole if whole else 0
