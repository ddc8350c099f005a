"""Limits that a rule declares: projects that exclude each other, and caps on groups of projects.

A conflict is a set of projects of which at most one may win. A cap is the most that may go to the
projects with one value in one column of the file, such as all grants to citizens or one theme. A
project that would break a limit is blocked; what is selected only grows, so it stays blocked.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from tallying.engine.amounts import is_plain, read_amount
from tallying.engine.election import Election, json_object
from tallying.engine.errors import EngineError

MOST_LIMITS = 1000
_NO_CONFLICTS: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Cap:
    """At most `at_most` (decimal text, unit of the file) for projects with `value` in `column`.

    Written as a reader of files finds them: the column in lower case, no spaces around column or
    value, the amount in plain digits. Raises EngineError `rule_value_unknown` for anything else,
    which another program might read otherwise.
    """

    column: str
    value: str
    at_most: str

    def __post_init__(self) -> None:
        if self.column != self.column.strip().lower() or not self.column:
            raise _bad("the column of a cap", "in lower case, without spaces around it")
        if self.value != self.value.strip() or not self.value:
            raise _bad("the value of a cap", "text without spaces around it")
        if not is_plain(self.at_most):
            raise _bad("at_most of a cap", "digits, with at most one decimal point")

    @property
    def amount(self) -> Decimal:
        """The most, in units of the file."""
        return read_amount(self.at_most, "the cap")

    def to_json(self) -> dict[str, str]:
        """The cap as it stands in a rule."""
        return {"column": self.column, "value": self.value, "at_most": self.at_most}


class Limits:
    """The limits of one rule on one election.

    Raises EngineError `rule_names_unknown_project` for a conflict with a project that is not there.
    """

    def __init__(
        self, election: Election, conflicts: Iterable[tuple[str, ...]], caps: Iterable[Cap]
    ) -> None:
        self._cost = {project.id: project.cost for project in election.projects}
        # The numbers of its conflicts by project: no list of all others, which grows as a square.
        self._conflicts: dict[str, set[int]] = {}
        for number, ids in enumerate(conflicts):
            for item in ids:
                if item not in self._cost:
                    sentence = f"The rule names project “{item}”, which is not there."
                    raise EngineError("rule_names_unknown_project", sentence)
                self._conflicts.setdefault(item, set()).add(number)
        found = list(caps)
        self._most = [int(Fraction(cap.amount) * election.scale) for cap in found]
        self.caps_of: Mapping[str, tuple[int, ...]] = {
            project.id: tuple(
                place
                for place, cap in enumerate(found)
                if project.extra.get(cap.column) == cap.value
            )
            for project in election.projects
        }

    @property
    def any(self) -> bool:
        """Whether there is a limit at all."""
        return bool(self._conflicts or self._most)

    def blocks(self, project: str, selected: Iterable[str]) -> bool:
        """Whether taking `project` beside `selected` would break a conflict or a cap."""
        mine = self._conflicts.get(project, _NO_CONFLICTS)
        if not mine and not self.caps_of[project]:
            return False
        chosen = list(selected)
        if mine and any(
            item != project and not mine.isdisjoint(self._conflicts.get(item, _NO_CONFLICTS))
            for item in chosen
        ):
            return True
        return any(
            self._left(place, chosen) < self._cost[project] for place in self.caps_of[project]
        )

    def _left(self, place: int, chosen: Iterable[str]) -> int:
        """What a cap still allows, in smallest units."""
        return self._most[place] - sum(
            self._cost[item] for item in chosen if place in self.caps_of[item]
        )


def columns_of(election: Election, caps: Iterable[Cap]) -> dict[str, dict[str, str]]:
    """For each column that a cap names, the value that each project has in it (empty ones not)."""
    return {
        name: {item.id: item.extra[name] for item in election.projects if item.extra.get(name)}
        for name in sorted({cap.column for cap in caps})
    }


def read_conflicts(data: object) -> tuple[tuple[str, ...], ...]:
    """Conflicts from a rule document; raises EngineError `rule_value_unknown`."""
    if not isinstance(data, list | tuple) or len(data) > MOST_LIMITS:
        raise _bad("conflicts", "a list of lists of project ids")
    for ids in data:
        texts = isinstance(ids, list | tuple) and all(isinstance(item, str) for item in ids)
        if not texts or len(set(ids)) < 2 or len(set(ids)) != len(ids):
            raise _bad("conflicts", "a list of lists of at least two different project ids")
    return tuple(tuple(ids) for ids in data)


def read_caps(data: object) -> tuple[Cap, ...]:
    """Caps from a rule document; raises EngineError `rule_value_unknown`."""
    if not isinstance(data, list | tuple) or len(data) > MOST_LIMITS:
        raise _bad("caps", "a list of caps")
    return tuple(_cap(item) for item in data)


def _cap(data: object) -> Cap:
    if isinstance(data, Cap):
        return data
    fields = json_object(data, "rule_value_unknown", "A cap")
    texts = all(isinstance(value, str) and value for value in fields.values())
    if set(fields) != {"column", "value", "at_most"} or not texts:
        raise _bad("caps", "caps with column, value and at_most, all written as text")
    return Cap(**fields)


def _bad(key: str, wanted: str) -> EngineError:
    return EngineError("rule_value_unknown", f"{key} must be {wanted}.")
