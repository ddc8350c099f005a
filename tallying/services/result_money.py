"""Where the money of a result goes, beside where the votes went: by theme, need, track and area.

Only projects have a theme or a place. Where voters live is never known here, so that every line
speaks of votes.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from budgeting.models import Area
from tallying.services.result_places import area_of, outlined
from tallying.services.result_rows import Row, percent


@dataclass(frozen=True)
class MoneyLine:
    """What went to one theme, need, track or area (None: projects without one).

    `money_percent` of all that was spent, `votes_percent` of all votes; whole, rounded down.
    """

    key: Any
    funded: int
    projects: int
    cents: int
    money_percent: int
    votes_percent: int


@dataclass(frozen=True)
class MoneyBy:
    """One way to divide the projects: `kind` is theme, need, track or area; most money first."""

    kind: str
    lines: tuple[MoneyLine, ...]


def money_by(rows: Sequence[Row], areas: Iterable[Area] = ()) -> list[MoneyBy]:
    """The ways in which projects differ; one that all projects share says nothing."""
    places = outlined(areas)
    ways: dict[str, Callable[[Row], Any]] = {
        "theme": lambda row: row.project.theme,
        "need": lambda row: row.project.proposal.need if row.project.proposal else None,
        "track": lambda row: row.project.track or None,
        "area": lambda row: area_of(row.project.lat, row.project.lon, places),
    }
    divided = [MoneyBy(kind, _lines(rows, key)) for kind, key in ways.items()]
    return [way for way in divided if _says_something(way)]


def _says_something(way: MoneyBy) -> bool:
    """Themes and needs as soon as one is named; tracks and areas where there are several."""
    named = [line for line in way.lines if line.key is not None]
    return len(named) >= (1 if way.kind in {"theme", "need"} else 2)


def _lines(rows: Sequence[Row], key: Callable[[Row], Any]) -> tuple[MoneyLine, ...]:
    found: dict[Any, list[Row]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    spent = sum(row.project.cost_cents for row in rows if row.funded)
    votes = sum(row.story["votes"] for row in rows)
    lines = [_line(value, own, spent, votes) for value, own in found.items()]
    return tuple(sorted(lines, key=lambda line: (-line.cents, -line.votes_percent)))


def _line(key: Any, rows: list[Row], spent: int, votes: int) -> MoneyLine:
    funded = [row for row in rows if row.funded]
    cents = sum(row.project.cost_cents for row in funded)
    own = sum(row.story["votes"] for row in rows)
    return MoneyLine(key, len(funded), len(rows), cents, percent(cents, spent), percent(own, votes))
