"""How many of their projects voters see chosen, as a short table."""

from dataclasses import dataclass
from typing import Any

from tallying.models import Tally
from tallying.services.result_rows import percent

MOST_LINES = 8
Cell = tuple[int, int, int]


@dataclass(frozen=True)
class SpreadLine:
    """`voters` who see `winners` of their projects chosen; up to `last`, or `or_more`."""

    winners: int
    or_more: bool
    voters: int
    percent: int
    last: int


def spread_of(tally: Tally) -> list[SpreadLine]:
    """From none upwards; the last line takes all that are above it.

    Where ballots are kept back the cells are those that give nobody away (see shown_tallies.py).
    Empty for older tallies, and where no two cells may be shown.
    """
    story = tally.outcome["story"]
    cells = [(first, last, voters) for first, last, voters in story.get("spread") or ()]
    if not cells:
        counts = enumerate(story.get("winners_per_voter") or ())
        cells = [(winners, winners, int(voters)) for winners, voters in counts]
    cells = _shortened(cells, MOST_LINES)
    whole, end = sum(voters for _first, _last, voters in cells), len(cells) - 1
    return [
        SpreadLine(first, last > first and place == end, voters, percent(voters, whole), last)
        for place, (first, last, voters) in enumerate(cells)
    ]


def _shortened(cells: list[Cell], most: int) -> list[Cell]:
    """At most so many lines; the last one may stand for several."""
    if len(cells) <= most:
        return cells
    rest = cells[most - 1 :]
    return [*cells[: most - 1], (rest[0][0], rest[-1][1], sum(cell[2] for cell in rest))]


def passed_over(tally: Tally) -> list[dict[str, Any]] | None:
    """Groups that the result passes over; None where that was not, or cannot be, checked."""
    fairness = tally.outcome["story"].get("fairness")
    return None if fairness is None else list(fairness["violations"])
