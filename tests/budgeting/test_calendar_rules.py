"""Changing a calendar: whose mistake it is, what stays, shifts, and hours that do not exist."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgeting.calendar_rules import (
    DATES,
    DAYS,
    Clash,
    clashes,
    clock_change,
    is_over,
    placed,
    refusals,
    shifted,
)

ZONE = ZoneInfo("Europe/Brussels")
NOW = datetime(2026, 6, 1, 10, 0, tzinfo=UTC)
MOMENTS = st.integers(1_600_000_000, 3_700_000_000).map(lambda s: datetime.fromtimestamp(s, UTC))


def planned(start: datetime, gaps: list[int]) -> dict[str, Any]:
    """Dates in order, so many hours (at least a day and a bit) apart."""
    found: dict[str, Any] = {}
    moment = start
    for name, gap in zip(DATES, gaps, strict=True):
        moment += timedelta(hours=49 + gap)
        found[name] = moment.astimezone(ZONE).date() if name in DAYS else moment
    return found


GAPS = st.lists(st.integers(0, 5000), min_size=len(DATES), max_size=len(DATES))


@given(MOMENTS, GAPS)
def test_dates_in_order_clash_with_nothing(start: datetime, gaps: list[int]) -> None:
    assert clashes(planned(start, gaps)) == []


@given(MOMENTS, GAPS, st.sets(st.sampled_from(DATES)))
def test_dates_that_are_left_out_make_no_clash(
    start: datetime, gaps: list[int], missing: set[str]
) -> None:
    dates = planned(start, gaps) | dict.fromkeys(missing)
    assert clashes(dates) == []


@given(MOMENTS, GAPS, st.integers(0, len(DATES) - 3))
def test_two_dates_that_change_places_are_told_beside_the_later_one(
    start: datetime, gaps: list[int], place: int
) -> None:
    dates = planned(start, gaps)
    one, other = DATES[place], DATES[place + 1]
    if one in DAYS or other in DAYS:
        return
    dates[one], dates[other] = dates[other], dates[one]
    assert Clash(other, one, "early") in clashes(dates)
    assert Clash(one, other, "late") in clashes(dates, changed={one})
    assert Clash(one, other, "late") in clashes(dates, fixed={other})
    assert Clash(other, one, "early") in clashes(dates, changed={one}, fixed={one})
    assert {other, one} - {c.field for c in clashes(dates, fixed={one, other})} == {one, other}


@given(MOMENTS, st.integers(-4000, 4000))
def test_a_shift_keeps_the_hour_on_the_wall(moment: datetime, days: int) -> None:
    local = moment.astimezone(ZONE)
    after = shifted(moment, days, ZONE)
    assert isinstance(after, datetime)
    assert after.date() == local.date() + timedelta(days=days)
    typed = after.replace(tzinfo=None)
    if after.time() != local.time():  # the hour that summer time leaves out
        skipped = datetime.combine(after.date(), local.time())
        assert clock_change(skipped, ZONE) == "gap"
    assert clock_change(typed, ZONE) != "gap"


@given(st.dates(date(2020, 1, 1), date(2090, 1, 1)), st.integers(-4000, 4000))
def test_a_whole_day_is_shifted_by_days(day: date, days: int) -> None:
    assert shifted(day, days, ZONE) == day + timedelta(days=days)


@pytest.mark.parametrize(
    ("typed", "change"),
    [
        ("2027-03-28T01:59", ""),
        ("2027-03-28T02:00", "gap"),
        ("2027-03-28T02:59", "gap"),
        ("2027-03-28T03:00", ""),
        ("2026-10-25T01:59", ""),
        ("2026-10-25T02:00", "overlap"),
        ("2026-10-25T02:59", "overlap"),
        ("2026-10-25T03:00", ""),
        ("2026-06-14T23:59", ""),
    ],
)
def test_an_hour_that_summer_time_skips_or_repeats_is_known(typed: str, change: str) -> None:
    assert clock_change(datetime.fromisoformat(typed), ZONE) == change


def test_a_day_in_the_calendar_is_counted_by_days_not_by_hours() -> None:
    before_summer_time = date(2027, 3, 27)
    moment = placed(before_summer_time, 2, time(9), ZONE)
    assert moment.isoformat() == "2027-03-29T09:00:00+02:00"


def at(days: float) -> datetime:
    return NOW + timedelta(days=days)


@pytest.mark.parametrize(
    ("phase", "name", "old", "new", "why"),
    [
        ("draft", "call_closes_at", at(9), at(-9), []),
        ("call", "call_closes_at", at(9), at(12), []),
        ("call", "call_closes_at", at(9), at(5), ["shortened"]),
        ("call", "call_closes_at", at(9), at(-1), ["into_the_past"]),
        ("call", "call_closes_at", at(9), None, ["taken_away"]),
        ("call", "call_closes_at", at(-2), at(5), []),
        ("publication", "opens_at", at(-3), at(5), []),
        ("publication", "closes_at", at(-1), at(9), []),
        ("call", "call_closes_at", None, at(5), []),
        ("call", "call_opens_at", at(-9), at(5), ["fixed"]),
        ("call", "call_opens_at", at(2), at(1), []),
        ("call", "opens_at", at(50), at(40), []),
        ("review", "call_closes_at", at(9), at(12), ["fixed"]),
        ("publication", "ballot_published_at", at(9), at(12), ["fixed"]),
        ("publication", "opens_at", at(9), at(8), []),
        ("call", "decision_on", at(90).date(), NOW.date(), ["into_the_past"]),
        ("call", "decision_on", at(90).date(), at(80).date(), []),
        ("call", "opens_at", at(50), at(50), []),
    ],
)
def test_a_public_calendar_keeps_its_promises(
    phase: str, name: str, old: Any, new: Any, why: list[str]
) -> None:
    found = refusals({name: old}, {name: new}, phase=phase, now=NOW, zone=ZONE)
    assert [code for _name, code in found] == why


def test_a_whole_day_is_over_from_its_first_hour_in_brussels() -> None:
    midnight = datetime(2026, 6, 1, 22, 30, tzinfo=UTC)  # half past midnight of the 2nd there
    for now, fixed in ((NOW, False), (midnight, True)):
        day = date(2026, 6, 2)
        assert is_over(day, now, ZONE) is fixed
