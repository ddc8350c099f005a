"""A result beside the same ballots counted in other ways: which projects, how much, how many."""

from collections.abc import Sequence
from dataclasses import dataclass

from tallying.models import Tally
from tallying.services.result_rows import Row
from tallying.services.results import Result


@dataclass(frozen=True)
class Way:
    """One way of counting in the table of all: a tally of ours, or a further rule by name only."""

    name: str
    tally: Tally | None
    winners: frozenset[str]
    cents: int


@dataclass(frozen=True)
class Line:
    """One project, and whether each way of counting, in order, gives it money."""

    row: Row
    funded: tuple[bool, ...]


@dataclass(frozen=True)
class Better:
    """How many voters are better off in one of two results, by the money for their projects."""

    here: int
    there: int
    equal: int


@dataclass(frozen=True)
class Differences:
    """What the result and the one beside it have apart and in common; `moved` is in cents.

    `better` is None where it was not stored, or would give a few voters away; `left_out` are
    further rules that were not counted.
    """

    only_here: Sequence[Row]
    only_there: Sequence[Row]
    both: Sequence[Row]
    moved: int
    better: Better | None
    ways: tuple[Way, ...]
    lines: tuple[Line, ...]

    @property
    def same(self) -> bool:
        """Whether both give money to the same projects."""
        return not self.only_here and not self.only_there


def differences_of(result: Result) -> Differences | None:
    """None where the ballots were counted in one way only."""
    ways = _ways(result)
    if len(ways) < 2:
        return None
    alone = result.compared is None
    only_here = [] if alone else result.only_here
    only_there = [] if alone else result.only_there
    return Differences(
        only_here=only_here,
        only_there=only_there,
        both=result.winners if alone else result.in_both,
        moved=sum(row.project.cost_cents for row in only_here),
        better=_better(result),
        ways=ways,
        lines=tuple(
            Line(row, tuple(row.project.code in way.winners for way in ways)) for row in result.rows
        ),
    )


def _ways(result: Result) -> tuple[Way, ...]:
    costs = {row.project.code: row.project.cost_cents for row in result.rows}
    found = [
        Way(str(tally.rule["rule"]), tally, frozenset(tally.outcome["selected"]), 0)
        for tally in result.tallies
    ]
    further = result.deciding.outcome.get("further") or {}
    found += [
        Way(name, None, frozenset(ids), 0) for name, ids in further.items() if isinstance(ids, list)
    ]
    return tuple(
        Way(way.name, way.tally, way.winners, sum(costs.get(code, 0) for code in way.winners))
        for way in found
    )


def _better(result: Result) -> Better | None:
    """Who gains, as it was stored with the result beside the one that decides."""
    stored = (result.compared.outcome.get("differences") or {}) if result.compared else {}
    if not stored or stored.get("from") != result.deciding.digest:
        return None
    found = stored["by_money"]
    if found is None:
        return None
    return Better(found["here"], found["there"], found["equal"])
