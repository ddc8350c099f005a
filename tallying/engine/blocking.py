"""Which limit stands in the way of a project: the conflict or the cap, by name."""

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from tallying.engine.election import Election
from tallying.engine.limits import Cap
from tallying.engine.rule import Rule


@dataclass(frozen=True)
class Blocked:
    """What keeps a project out: winners it excludes (`conflict`), or a cap that is used up."""

    conflict: tuple[str, ...] = ()
    cap: Cap | None = None

    def to_json(self) -> dict[str, Any]:
        """{"conflict": [ids]} or {"cap": {"column", "value", "at_most"}}."""
        return {"cap": self.cap.to_json()} if self.cap else {"conflict": list(self.conflict)}


def blocked_by(
    election: Election, rule: Rule, project: str, beside: Collection[str]
) -> Blocked | None:
    """The limit that `project` would break beside `beside`; a conflict before a cap, else None."""
    conflict = {
        other
        for ids in rule.conflicts
        if project in ids
        for other in ids
        if other != project and other in beside
    }
    if conflict:
        return Blocked(conflict=tuple(sorted(conflict)))
    projects = {item.id: item for item in election.projects}
    for cap in rule.caps:
        if projects[project].extra.get(cap.column) == cap.value:
            used = sum(
                projects[item].cost
                for item in beside
                if projects[item].extra.get(cap.column) == cap.value
            )
            if used + projects[project].cost > Fraction(cap.amount) * election.scale:
                return Blocked(cap=cap)
    return None
