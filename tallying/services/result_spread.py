"""How many of their projects voters see chosen, as a short table that gives nobody away."""

from dataclasses import dataclass
from typing import Any

from budgeting.models import Publication
from tallying.models import Tally
from tallying.services.result_rows import percent

FEWEST = 5
MOST_LINES = 8


@dataclass(frozen=True)
class SpreadLine:
    """`voters` who see exactly `winners` of their projects chosen, or that many or more."""

    winners: int
    or_more: bool
    voters: int
    percent: int


def spread_of(tally: Tally, publication: str) -> list[SpreadLine]:
    """From none upwards; the last line takes all that are above it.

    Where the ballots themselves are not public, lines of fewer than five voters go together; if
    one would remain all the same, there is no table. Empty for older tallies too.
    """
    counts = [int(voters) for voters in tally.outcome["story"].get("winners_per_voter") or ()]
    counts, more = _shortened(counts, MOST_LINES)
    if publication != Publication.FULL:
        counts, merged = _without_a_few(counts)
        more = more or merged
        if any(0 < voters < FEWEST for voters in counts):
            return []
    whole = sum(counts)
    last = len(counts) - 1
    return [
        SpreadLine(winners, more and winners == last, voters, percent(voters, whole))
        for winners, voters in enumerate(counts)
    ]


def _shortened(counts: list[int], most: int) -> tuple[list[int], bool]:
    """At most so many lines, and whether the last one stands for several."""
    if len(counts) <= most:
        return counts, False
    return [*counts[: most - 1], sum(counts[most - 1 :])], True


def _without_a_few(counts: list[int]) -> tuple[list[int], bool]:
    """The end put together until it holds five voters."""
    merged = False
    while len(counts) > 1 and counts[-1] < FEWEST:
        counts, merged = [*counts[:-2], counts[-2] + counts[-1]], True
    return counts, merged


def passed_over(tally: Tally) -> list[dict[str, Any]] | None:
    """Groups that the result passes over; None where that was not, or cannot be, checked."""
    fairness = tally.outcome["story"].get("fairness")
    return None if fairness is None else list(fairness["violations"])
