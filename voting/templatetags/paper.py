"""`{% load paper %}`: states and codes of scanned pages, and the rules of paper, in words."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from budgeting.access import works_in
from budgeting.clock import DATABASE_CLOCK
from budgeting.models import Edition
from voting.errors import reason_of
from voting.models import PaperRules, ScanState
from voting.services.paper_report import is_reported
from voting.services.second_person import WITH_PAPER, is_settled
from voting.wording_paper import REMEDY_SENTENCES, rules_of_paper
from voting.wording_paper_figures import NAMES

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


@register.filter
def remedy_words(code: str, remedy: str) -> str | Promise:
    """`{{ page.code|remedy_words:remedy }}`: what the edition's rule makes of such a ballot."""
    return REMEDY_SENTENCES.get((code, str(remedy)), "")


@register.simple_tag
def paper_sentences(edition: Edition, document: Mapping[str, Any], frozen: Any) -> list[str]:
    """`{% paper_sentences edition document rules as sentences %}`: how sheets are read.

    From the frozen document; before there is one, as the rules stand. A document of an earlier
    form says nothing of paper, and then neither does the page.
    """
    stands = document.get("paper") if frozen else PaperRules.of(edition).frozen()
    return rules_of_paper(stands) if isinstance(stands, Mapping) and not edition.source else []


@register.filter
def has_paper_report(edition: Edition) -> bool:
    """`{% if edition|has_paper_report %}`: there was paper, and the vote has been closed."""
    return is_reported(edition)


@register.inclusion_tag("voting/newcomer.html")
def newcomer(edition: Edition, person: Any) -> dict[str, bool]:
    """`{% newcomer edition user %}`: says so where somebody's role is too new to be one of two."""
    works = works_in(person, edition.council, *WITH_PAPER)
    now = DATABASE_CLOCK.now()
    return {"is_new": works and not is_settled(person, edition.council, now)}


@register.filter
def sheet_state(name: str) -> str | Promise:
    """`{{ name|sheet_state }}`: a state of sheets, or any other figure of paper, in words."""
    return NAMES.get(name, name)
