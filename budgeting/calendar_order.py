"""The order of an edition's dates: pure, so that forms, conditions and changes agree about it.

A day is compared with a moment by the moment's day in Brussels.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

BRUSSELS = ZoneInfo("Europe/Brussels")
Moment = datetime | date

# Each one after the ones before it, as far as they are known.
STEPS: tuple[str, ...] = (
    "call_opens_at",
    "call_closes_at",
    "ballot_published_at",
    "opens_at",
    "closes_at",
    "paper_intake_until",
    "objections_until",
    "decision_on",
)
# What comes from the start of the vote on.
FROM_THE_VOTE: tuple[str, ...] = STEPS[STEPS.index("opens_at") :]
# These last for a while: their two ends may not be one moment.
LASTING = {("call_opens_at", "call_closes_at"), ("opens_at", "closes_at")}
# Keys and ballots are destroyed once the paper is in, whatever is decided later.
DESTRUCTION = ("closes_at", "paper_intake_until", "destruction_on")


def out_of_order(
    moments: Mapping[str, Moment | None], steps: Iterable[str] = STEPS
) -> list[tuple[str, str]]:
    """Neighbours in the wrong order, as (the one that should be first, the one after it)."""
    chains = (tuple(steps), DESTRUCTION)
    wrong: list[tuple[str, str]] = []
    for chain in chains:
        known = [(name, moment) for name in chain if (moment := moments.get(name)) is not None]
        for (first, a), (second, b) in pairwise(known):
            pair = (first, second)
            if pair not in wrong and not _in_order(a, b, lasting=pair in LASTING):
                wrong.append(pair)
    return wrong


def _in_order(a: Moment, b: Moment, *, lasting: bool) -> bool:
    if isinstance(a, datetime) and isinstance(b, datetime):
        return a < b if lasting else a <= b
    return _day(a) <= _day(b)


def _day(moment: Moment) -> date:
    return moment.astimezone(BRUSSELS).date() if isinstance(moment, datetime) else moment
