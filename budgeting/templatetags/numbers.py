"""Counts, parts and days as people write them in each language. Builtin filters."""

import re
from datetime import date, datetime

from django import template
from django.template.defaultfilters import date as django_date

from budgeting.dates import with_first
from budgeting.languages import active_language
from budgeting.money import format_count, format_percent

register = template.Library()


@register.filter
def number(count: int | None) -> str:
    """`{{ voters|number }}`: 6.586 in Dutch, 6 586 in French, 6,586 in English."""
    return "" if count is None else format_count(int(count), active_language())


@register.filter
def percent(part: float | str) -> str:
    """`{{ 47|percent }}`: 47 % with a space that does not break, 47% in English."""
    return format_percent(part, active_language())


@register.filter
def tel(number: str) -> str:
    """`<a href="{{ council.contact_phone|tel }}">`: the number as telephones take it."""
    dialled = re.sub(r"[^\d+]", "", number.replace("(0)", "") if "+" in number else number)
    return f"tel:{dialled}"


@register.filter(name="date", expects_localtime=True, is_safe=False)
def day(moment: date | datetime | None, pattern: str | None = None) -> str:
    """`{{ opens_at|date:"j F Y" }}`: Django's filter, but for the first of the month in French.

    It takes the place of the built-in one, so that no page can forget "1er juin".
    """
    return with_first(str(django_date(moment, pattern)))
