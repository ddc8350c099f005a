"""Days as people write them: by Django's formats, and in French with `1er` for the first."""

import re
from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format

from budgeting.languages import active_language

SHORT = {"nl": "j b", "en": "j M"}
# As French abbreviates them; Django has "jan." and "fév.", which nobody writes.
FRENCH = (
    *("janv.", "févr.", "mars", "avr.", "mai", "juin"),
    *("juil.", "août", "sept.", "oct.", "nov.", "déc."),
)
_FIRST = re.compile(r"(?<![\d:])1(?= [^\W\d])")


def written(moment: date | datetime, pattern: str) -> str:
    """A moment in the page's language and the site's time zone; `pattern` as Django takes it."""
    if isinstance(moment, datetime) and timezone.is_aware(moment):
        moment = timezone.localtime(moment)
    return with_first(date_format(moment, pattern))


def short_day(day: date | datetime) -> str:
    """A day in a few letters, for a narrow place: "1 jun", "1er juin", "1 Jun"."""
    if active_language() != "fr":
        return written(day, SHORT.get(active_language(), SHORT["en"]))
    number, month = written(day, "j n").split()
    return with_first(f"{number} {FRENCH[int(month) - 1]}")


def with_first(text: str) -> str:
    """A written day with `1er` for `1` on a French page."""
    return _FIRST.sub("1er", text) if active_language() == "fr" else text
