"""The order in which equal projects are taken, and how each tie was decided.

Public order: lowest cost, then most votes, then the lot: the SHA-256 digest of the bytes
`seed.encode("utf-8") + project_id.encode("utf-8")` (joined without separator), compared byte by
byte, lowest first. Anyone who knows the seed, drawn in public after the list of projects closed,
can work it out. The order `lexico` compares the ids as text, as pabutools does by default.

Whether a tie changed the winners is found by carrying the rule out with another choice. With many
equal projects that would never end, so only so many other choices are tried for one outcome, and
the same number by whoever counts.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping

from tallying.engine.election import Project

# A run takes about as long as the square of the number of projects that are equal.
MOST_TRIED = 100_000


def lot(seed: str, project_id: str) -> bytes:
    """The 32 bytes that decide between projects of equal cost and votes; the lowest goes first."""
    return hashlib.sha256(seed.encode() + project_id.encode()).digest()


def tries_allowed(projects: int) -> int:
    """How many other choices at ties are tried for one outcome with so many projects."""
    return max(1, MOST_TRIED // max(1, projects) ** 2)


class Tries:
    """The other choices that are tried for one outcome, in the order of its ties.

    `tell` hears before each of them how far the count is; what it raises ends the count.
    """

    def __init__(self, projects: int, tell: Callable[[int, str], None]) -> None:
        self.left, self._tell = tries_allowed(projects), tell

    def changed(
        self, others: Iterable[str], otherwise: Callable[[str], set[str]], winners: set[str]
    ) -> bool | None:
        """Whether one of the `others`, in this order, gives other winners; `otherwise` says which.

        None if that is not known, as no more may be tried.
        """
        for other in others:
            if not self.left:
                return None
            self.left -= 1
            self._tell(95, "ties")
            if otherwise(other) != winners:
                return True
        return False


class TieOrder:
    """One strict order of all projects, asked whenever some of them are equal."""

    def __init__(
        self, projects: Iterable[Project], votes: Mapping[str, int], seed: str, ties: str
    ) -> None:
        self._cost = {project.id: project.cost for project in projects}
        self._votes = votes
        self._lexico = ties == "lexico"

        def public(item: str) -> tuple[int, int, bytes, str]:
            return self._cost[item], -votes[item], lot(seed, item), item

        ordered = sorted(self._cost) if self._lexico else sorted(self._cost, key=public)
        self._place = {project: place for place, project in enumerate(ordered)}

    def place(self, project: str) -> int:
        """The place of a project in the order, from 0."""
        return self._place[project]

    def first(self, tied: Iterable[str]) -> str:
        """The project that goes first."""
        return min(tied, key=self.place)

    def decided_by(self, tied: Iterable[str], chosen: str) -> str:
        """What set `chosen` apart from the others: cost, votes or lot; or lexico."""
        if self._lexico:
            return "lexico"
        others = [item for item in tied if item != chosen]
        cheap = [item for item in others if self._cost[item] == self._cost[chosen]]
        if not cheap:
            return "cost"
        return "lot" if any(self._votes[x] == self._votes[chosen] for x in cheap) else "votes"
