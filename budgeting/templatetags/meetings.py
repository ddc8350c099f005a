"""`{% load meetings %}`: when a meeting is, in words."""

from django import template
from django.utils import timezone

from budgeting.dates import written
from budgeting.models import Meeting
from budgeting.money import NO_BREAK

register = template.Library()

DAY = "l j F Y"


@register.filter
def hours(meeting: Meeting) -> str:
    """`{{ meeting|hours }}`: "Monday 1 June 2026, 19:00 – 21:00"; both days when it ends later."""
    start, end = timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at)
    until = written(end, "H:i" if start.date() == end.date() else f"{DAY}, H:i")
    return f"{written(start, DAY)}, {written(start, 'H:i')}{NO_BREAK}–{NO_BREAK}{until}"
