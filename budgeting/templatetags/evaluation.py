"""`{% load evaluation %}`: whether an edition can be evaluated, for pages of any app."""

from django import template

from budgeting.models import Edition
from budgeting.services.evaluating import has_report, takes_evaluations

register = template.Library()


@register.filter
def can_be_evaluated(edition: Edition) -> bool:
    """`{% if edition|can_be_evaluated %}`: the form is open."""
    return takes_evaluations(edition)


@register.filter
def was_evaluated(edition: Edition) -> bool:
    """`{% if edition|was_evaluated %}`: the report is public, also before the first answer."""
    return has_report(edition)
