"""`{% load results %}`: what the tally knows, for pages of any app."""

from typing import Any

from django import template
from django.utils.functional import Promise

from budgeting.languages import active_language
from budgeting.models import Edition
from tallying.models import Tally
from tallying.services.result_rows import Row
from tallying.services.results import Result, Turnout, result_of, turnout_of
from tallying.wording import RULE_NAMES, RULE_TEXTS, STATE_TEXTS, TIE_TEXTS, decimal_text
from tallying.wording_result import reason_of

register = template.Library()


@register.inclusion_tag("tallying/result_box.html")
def result_box(edition: Edition) -> dict[str, Any]:
    """`{% result_box edition %}`: winners, money and voters in one box, with a link; or nothing."""
    return {"edition": edition, "result": result_of(edition)}


@register.simple_tag
def turnout(edition: Edition) -> Turnout | None:
    """`{% turnout edition as counted %}`: ballots by channel once there is a result."""
    return turnout_of(edition) if edition.has_result() else None


@register.filter
def reason(row: Row, edition: Edition) -> str:
    """`{{ row|reason:edition }}`: why the deciding rule took the project or not."""
    return reason_of(row.story, row.project, edition)


@register.filter
def other_reason(row: Row, edition: Edition) -> str:
    """The same for the rule shown beside it."""
    return "" if row.compared is None else reason_of(row.compared, row.project, edition)


@register.filter
def rule_name(tally: Tally) -> str | Promise:
    """`{{ tally|rule_name }}`: the rule in two or three words."""
    rule = str(tally.rule["rule"])
    return RULE_NAMES.get(rule, rule)


@register.filter
def rule_text(tally: Tally) -> str | Promise:
    """The rule in two sentences."""
    return RULE_TEXTS.get(tally.rule["rule"], "")


@register.filter
def state_text(state: str) -> str | Promise:
    """How far a result is, and who decides."""
    return STATE_TEXTS.get(state, "")


@register.filter
def tie_text(by: str) -> str | Promise:
    """What settled a tie."""
    return TIE_TEXTS.get(by, by)


@register.filter
def with_winner(result: Result, tally: Tally) -> int | None:
    """Whole percent of the voters who chose at least one winner of a tally, or None."""
    return result.with_winner_percent(tally)


@register.filter
def decimal(number: str) -> str:
    """`{{ "59.7"|decimal }}`: with the decimal sign of the page's language."""
    return decimal_text(number, active_language())
