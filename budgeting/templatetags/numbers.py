"""Counts and parts as people write them in each language. Builtin filters."""

from django import template
from django.utils.formats import number_format

from budgeting.languages import active_language

register = template.Library()


@register.filter
def number(count: int | None) -> str:
    """`{{ voters|number }}`: 6.586 in Dutch, 6 586 in French, 6,586 in English."""
    return "" if count is None else number_format(count, use_l10n=True, force_grouping=True)


@register.filter
def percent(part: float) -> str:
    """`{{ 47|percent }}`: 47 % with a space that does not break, 47% in English."""
    return f"{part}%" if active_language() == "en" else f"{part}\N{NO-BREAK SPACE}%"
