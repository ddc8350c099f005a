"""What a new edition is called, and when its call begins, as its source proposes it."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from budgeting.languages import in_language
from budgeting.models import Council, Edition
from budgeting.services.drafting import planned, templates

FOUR_WEEKS = timedelta(weeks=4)
WEEKS_OF_A_YEAR = 365.25 / 7
YEAR = re.compile(r"(?<![0-9])20[0-9]{2}(?![0-9])")


@dataclass(frozen=True)
class Proposed:
    """Titles, the last part of the address (free in its council) and the first day of the call."""

    title_nl: str
    title_fr: str
    title_en: str
    slug: str
    first_day: date


def proposed_from_template(
    name: str, council: Council, taken: Collection[str], today: date
) -> Proposed:
    """A call from a Monday in four weeks on, or years later when that year has an edition; named
    by the year of its vote."""
    template = templates()[name]
    monday = in_four_weeks(today)
    held = {year for slug in taken for year in YEAR.findall(slug)}
    years = 0
    while str(year := _year_of_vote(name, later(monday, years))) in held:
        years += 1
    place = council.area or council
    titles = {
        language: pattern.format(area=in_language(place, "name", language), year=year)
        for language, pattern in template["title"].items()
    }
    first = later(monday, years)
    return Proposed(titles["nl"], titles["fr"], titles["en"], str(year), first)


def proposed_copy(earlier: Edition, taken: Collection[str], today: date) -> Proposed:
    """The names of an edition and the first day of its call, a year later: or as many as it takes
    until that day is ahead and the address free."""
    opens = earlier.call_opens_at
    first = timezone.localtime(opens).date() if opens else in_four_weeks(today)
    years = 1
    while _address(earlier.slug, years) in taken or (opens and later(first, years) < today):
        years += 1
    return Proposed(
        raised(earlier.title_nl, years),
        raised(earlier.title_fr, years),
        raised(earlier.title_en, years),
        _address(earlier.slug, years),
        later(first, years) if opens else first,
    )


def in_four_weeks(today: date) -> date:
    """The Monday after four weeks."""
    day = today + FOUR_WEEKS
    return day + timedelta(days=-day.weekday() % 7)


def _year_of_vote(template: str, first_day: date) -> int:
    year: int = planned(templates()[template]["calendar"], first_day)["closes_at"].year
    return year


def _address(slug: str, years: int) -> str:
    """An address so many years later; one without a year gets a number."""
    found = raised(slug, years)
    return found if found != slug else f"{slug}-{years + 1}"


def raised(text: str, years: int) -> str:
    """A text with each year in it so many years later."""
    return YEAR.sub(lambda found: str(int(found[0]) + years), text)


def later(day: date, years: int) -> date:
    """The same day of the week so many years later."""
    return day + timedelta(weeks=round(WEEKS_OF_A_YEAR * years))
