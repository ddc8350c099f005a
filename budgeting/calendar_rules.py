"""Changing a calendar without a database: whose mistake, what stays, shifts, hours that are none.

Pure; the order of the dates is that of `calendar_order`. Moments are aware datetimes, days are
dates; what a person types is naive and belongs to a time zone (Europe/Brussels on every page).
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Literal

from budgeting.calendar_order import STEPS, Moment, out_of_order
from budgeting.phases import ORDER as PHASES
from budgeting.phases import Phase

# The dates of an edition in the order in which a page shows them; the last two are whole days.
DATES: tuple[str, ...] = (*STEPS, "destruction_on")
DAYS = frozenset({"decision_on", "destruction_on"})
# A year outside of these is a typing mistake, and calendars further on cannot work with it.
YEARS = range(2000, 2200)
# The phase after which a date cannot change any more, whatever the clock says.
LAST_PHASE: Mapping[str, Phase] = {
    "call_opens_at": Phase.CALL,
    "call_closes_at": Phase.CALL,
    "ballot_published_at": Phase.REVIEW,
}
# Before the vote only the call has begun on a day of its own; a call that is over can be longer.
BEGUN = frozenset({"call_opens_at"})
# What residents are promised while a phase runs, and what is therefore not shortened.
PROMISED: Mapping[str, str] = {Phase.CALL: "call_closes_at"}
# What has to be over before this move: nobody ends by hand what was announced until a day.
AWAITED: Mapping[tuple[Phase, Phase], str] = {
    (Phase.CALL, Phase.REVIEW): "call_closes_at",
    (Phase.OBJECTIONS, Phase.DECISION): "objections_until",
    (Phase.DECISION, Phase.REALISATION): "decision_on",
}
# Without this date nobody decided; without another of them nothing was promised.
INDISPENSABLE = frozenset({"decision_on"})


@dataclass(frozen=True)
class Clash:
    """Two dates in the wrong order: `field` carries the mistake, `other` is what it runs into."""

    field: str
    other: str
    too: Literal["early", "late"]


def clashes(
    dates: Mapping[str, Moment | None],
    *,
    changed: Collection[str] = (),
    fixed: Collection[str] = (),
) -> list[Clash]:
    """Each pair of dates in the wrong order, and which of both carries the mistake.

    It is the later one of the calendar, unless that is `fixed` or the earlier one alone was
    `changed`. Two fixed dates are nobody's mistake now.
    """
    found = []
    for before, after in out_of_order(dates):
        if before in fixed and after in fixed:
            continue
        alone = before in changed and after not in changed
        blame_first = after in fixed or (alone and before not in fixed)
        late, early = Clash(before, after, "late"), Clash(after, before, "early")
        found.append(late if blame_first else early)
    return found


def is_over(moment: Moment, now: datetime, zone: tzinfo) -> bool:
    """Whether a date lies behind us; a whole day does from its first hour on."""
    if isinstance(moment, datetime):
        return moment <= now
    return moment <= now.astimezone(zone).date()


def awaited(
    phase: Phase, to: Phase, dates: Mapping[str, Moment | None], *, now: datetime, zone: tzinfo
) -> str:
    """The date that has to come first before this move of a real edition; "" when none has to."""
    name = AWAITED.get((phase, to), "")
    moment = dates.get(name)
    if moment is None:
        return name if name in INDISPENSABLE else ""
    return "" if is_over(moment, now, zone) else name


def is_fixed(name: str, moment: Moment | None, *, phase: str, now: datetime, zone: tzinfo) -> bool:
    """Whether a date of a public edition stays as it is: its phase is over, or has begun on it.

    A date that has passed without its phase is moved: nothing happened on it.
    """
    if phase == Phase.DRAFT:
        return False
    last = LAST_PHASE.get(name)
    if last is not None and PHASES.index(Phase(phase)) > PHASES.index(last):
        return True
    return name in BEGUN and moment is not None and is_over(moment, now, zone)


Refusal = Literal["fixed", "into_the_past", "shortened", "taken_away"]


def refusals(
    before: Mapping[str, Moment | None],
    after: Mapping[str, Moment | None],
    *,
    phase: str,
    now: datetime,
    zone: tzinfo,
) -> Iterator[tuple[str, Refusal]]:
    """(field, why) for each change that a public edition does not allow; a draft is free.

    What has begun stays, nothing is moved into the past, a date that was announced is not taken
    away, and what residents were promised until a day is not shortened while it runs.
    """
    for name in DATES if phase != Phase.DRAFT else ():
        old, new = before.get(name), after.get(name)
        if old == new:
            continue
        if is_fixed(name, old, phase=phase, now=now, zone=zone):
            yield name, "fixed"
        elif new is None:
            yield name, "taken_away"
        elif is_over(new, now, zone):
            yield name, "into_the_past"
        elif old is not None and name == PROMISED.get(phase) and _earlier(new, old, zone):
            yield name, "shortened"


def _earlier(one: Moment, other: Moment, zone: tzinfo) -> bool:
    if isinstance(one, datetime) and isinstance(other, datetime):
        return one < other
    return _day(one, zone) < _day(other, zone)


def _day(moment: Moment, zone: tzinfo) -> date:
    return moment.astimezone(zone).date() if isinstance(moment, datetime) else moment


def clock_change(typed: datetime, zone: tzinfo) -> Literal["", "gap", "overlap"]:
    """Whether a naive moment exists once in `zone`: "gap" never, "overlap" twice (summer time)."""
    first, second = (typed.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return ""
    back = first.astimezone(UTC).astimezone(zone).replace(tzinfo=None, fold=0)
    return "overlap" if back == typed.replace(fold=0) else "gap"


def placed(first: date, days: int, at: time, zone: tzinfo) -> datetime:
    """A moment so many whole days after the first one, by the clock on the wall.

    Where the clock skips that hour, it is the same moment by the next hour.
    """
    local = datetime.combine(first + timedelta(days=days), at, zone)
    return local.astimezone(UTC).astimezone(zone)


def shifted(moment: Moment, days: int, zone: tzinfo) -> Moment:
    """The same hour so many days later, whatever summer time does in between."""
    if not isinstance(moment, datetime):
        return moment + timedelta(days=days)
    local = moment.astimezone(zone)
    return placed(local.date(), days, local.time(), zone)
