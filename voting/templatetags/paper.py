"""`{% load paper %}`: states and codes of scanned pages in words."""

from django import template
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from voting.errors import reason_of
from voting.models import ScanState

register = template.Library()

STATES: dict[str, str | Promise] = {
    ScanState.ACCEPTED: pgettext_lazy("pages", "counted"),
    ScanState.QUEUED: pgettext_lazy("pages", "waiting"),
    ScanState.REJECTED: pgettext_lazy("pages", "not counted"),
    ScanState.DUPLICATE: pgettext_lazy("pages", "read twice"),
}
KINDS = {
    ScanState.ACCEPTED: "success",
    ScanState.QUEUED: "warning",
    ScanState.REJECTED: "danger",
}


@register.filter
def page_state(state: str) -> str | Promise:
    """`{{ scan.state|page_state }}`."""
    return STATES.get(state, state)


@register.filter
def page_kind(state: str) -> str:
    """The kind of badge of a state."""
    return KINDS.get(ScanState(state), "")


@register.filter
def page_reason(code: str) -> str:
    """`{{ scan.code|page_reason }}`: why a page is where it is."""
    return reason_of(code)
