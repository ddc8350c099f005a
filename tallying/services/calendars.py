"""The calendar of an edition file: days that become moments, and the phase that follows from them.

`calendar` has dates; `calendar_days` whole days counted from day 0, the day of loading. Both ends
of a pair belong to it: a vote until the 14th closes a second before the 15th, in Brussels.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

from django.utils import timezone

from budgeting.phases import ORDER, Phase
from tallying.services.document import Node

Span = tuple[date, date]
OTHER_NAMES = {"review": "feasibility", "publication": "publication_of_ballot"}
PAIRS = ("call", "review", "vote", "council_review", "objections")
DAYS = ("publication", "paper_intake_until", "count", "municipal_council", "destruction")


@dataclass(frozen=True)
class Calendar:
    """First and last day of each step that the file names; a single day is its own last day."""

    days: dict[str, Span]

    def first(self, step: str) -> date | None:
        return self.days[step][0] if step in self.days else None

    def last(self, step: str) -> date | None:
        return self.days[step][1] if step in self.days else None

    def moved(self, by: int) -> "Calendar":
        """The same calendar, `by` days later."""
        gap = timedelta(days=by)
        return Calendar({step: (a + gap, b + gap) for step, (a, b) in self.days.items()})

    def fields(self) -> dict[str, Any]:
        """The moments of an Edition."""
        return {
            "call_opens_at": opening(self.first("call")),
            "call_closes_at": closing(self.last("call")),
            "ballot_published_at": opening(self.first("publication")),
            "opens_at": opening(self.first("vote")),
            "closes_at": closing(self.last("vote")),
            "paper_intake_until": closing(self.last("paper_intake_until") or self.last("vote")),
            "objections_until": closing(self.last("objections")),
            "decision_on": self.first("municipal_council"),
            "destruction_on": self.first("destruction"),
        }

    def starts(self) -> dict[Phase, date]:
        """The first day of each phase that the calendar knows."""
        vote, intake = self.last("vote"), self.last("paper_intake_until")
        objected = self.last("objections")
        found = {
            Phase.CALL: self.first("call"),
            Phase.REVIEW: self.first("review") or _after(self.last("call")),
            Phase.PUBLICATION: self.first("publication"),
            Phase.VOTING: self.first("vote"),
            Phase.COUNTING: _after(vote),
            Phase.COUNCIL_REVIEW: self.first("council_review") or _after(intake),
            Phase.OBJECTIONS: self.first("objections"),
            Phase.DECISION: _after(objected),
            Phase.REALISATION: _after(self.first("municipal_council")),
        }
        return {phase: day for phase, day in found.items() if day}

    def phase_on(self, today: date) -> Phase:
        """The phase that the calendar puts today in; DRAFT before its first day."""
        passed = [phase for phase, day in self.starts().items() if day <= today]
        return max(passed, key=ORDER.index, default=Phase.DRAFT)

    def days_to_reach(self, phase: Phase, today: date) -> int:
        """How many days later the calendar has to lie for `phase` to be under way today; 0 if it
        is, or if the calendar does not say when that phase begins."""
        start = self.starts().get(phase)
        if start is None or self.phase_on(today) == phase:
            return 0
        return (today - start).days - 1


def opening(day: date | None) -> datetime | None:
    """The first moment of a day in Brussels."""
    return datetime.combine(day, time.min, timezone.get_default_timezone()) if day else None


def closing(day: date | None) -> datetime | None:
    """The last second of a day in Brussels."""
    return datetime.combine(day, time(23, 59, 59), timezone.get_default_timezone()) if day else None


def _after(day: date | None) -> date | None:
    return day + timedelta(days=1) if day else None


def read_calendar(edition: Node, today: date) -> Calendar:
    """The calendar of an edition file; one without dates is empty. Refuses `not_a_date`,
    `not_a_number`, `not_a_period` and `calendar_out_of_order`."""
    relative = edition.get("calendar_days")
    source = relative if relative.is_set else edition.get("calendar")
    day0 = today if relative.is_set else None
    days: dict[str, Span] = {}
    for step in (*PAIRS, *DAYS):
        node = source.get(step)
        if not node.is_set and step in OTHER_NAMES:
            node = source.get(OTHER_NAMES[step])
        if node.is_set:
            days[step] = _span(node, day0, pair=step in PAIRS)
    calendar = Calendar(days)
    for before, after in pairwise(calendar.starts().items()):
        if before[1] > after[1]:
            raise source.bad("calendar_out_of_order", f"{after[0]} starts before {before[0]}.")
    return calendar


def _span(node: Node, day0: date | None, *, pair: bool) -> Span:
    nodes = node.items() if pair else [node]
    if pair and len(nodes) != 2:
        raise node.bad("not_a_period", "a first and a last day are expected: [first, last].")
    first, last = _day(nodes[0], day0), _day(nodes[-1], day0)
    if first > last:
        raise node.bad("not_a_period", "the last day is before the first.")
    return first, last


def _day(node: Node, day0: date | None) -> date:
    if day0:
        return day0 + timedelta(days=node.whole(0, -20_000, 20_000))
    day = node.day()
    if day is None:
        raise node.bad("not_a_date", "a day is written as 2025-06-14.")
    return day
