"""`{% load audits %}`: whether the paper of an edition was checked by hand."""

from django import template

from budgeting.models import Edition
from tallying.models import Audit

register = template.Library()


@register.filter
def was_audited(edition: Edition) -> bool:
    """`{% if edition|was_audited %}`: whether the piles of an audit were counted and signed."""
    return Audit.objects.filter(edition=edition).exclude(manifest_digest="").exists()
