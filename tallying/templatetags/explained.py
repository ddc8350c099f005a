"""`{% load explained %}`: how a count went, for the pages that explain a result."""

from typing import Any

from django import template
from django.utils.functional import Promise

from budgeting.models import Edition
from tallying.models import Tally
from tallying.services.result_course import Course, Round, Turn
from tallying.services.result_differences import Differences
from tallying.services.result_rows import Row
from tallying.services.result_spread import SpreadLine
from tallying.services.results import Result
from tallying.wording_course import how_it_goes, how_tied, what_happened, who_paid, why_it_stopped
from tallying.wording_result import (
    FURTHER_TEXTS,
    MONEY_NAMES,
    how_fair,
    how_many_winners,
    key_name,
    rule_named,
    second_count,
    what_would_do,
    who_gains,
    why_rules_differ,
)

register = template.Library()


@register.inclusion_tag("tallying/purse.html")
def purse(before: int, now: int, whole: int) -> dict[str, str]:
    """`{% purse before now whole %}`: a budget as a bar: spent before, spent now, still there."""
    scale = 1000 / max(whole, before + now, 1)
    return {"before": f"{before * scale:.1f}", "now": f"{now * scale:.1f}"}


@register.inclusion_tag("tallying/reach.html")
def reach(percent: str) -> dict[str, str]:
    """`{% reach "59.7" %}`: how far something came on the way to 100 percent, as a bar."""
    return {"width": f"{min(float(percent), 100) * 10:.1f}"}


@register.simple_tag
def paid(step: Round, edition: Edition, course: Course) -> str:
    """`{% paid step edition course %}`: who paid how much in a round."""
    return who_paid(step, edition, points=course.points)


@register.filter
def tied(step: Round) -> str:
    """With which projects a round was equal, and what decided."""
    return how_tied(step)


@register.filter
def happened(turn: Turn, edition: Edition) -> str:
    """`{{ turn|happened:edition }}`: what a project found when its turn came."""
    return what_happened(turn, edition)


@register.filter
def paragraphs(course: Course, edition: Edition) -> list[str]:
    """`{% for text in course|paragraphs:edition %}`: how this way of counting goes."""
    return how_it_goes(course, edition)


@register.filter
def stopped(course: Course, edition: Edition) -> str:
    """`{{ course|stopped:edition }}`: why there was no further round."""
    return why_it_stopped(course, edition)


@register.filter
def enough(row: Row, edition: Edition) -> str:
    """`{{ row|enough:edition }}`: what would have been enough for a project that lost."""
    return "" if row.funded else what_would_do(row.story, row.project, edition)


@register.filter
def fair(tally: Tally) -> str:
    """`{{ tally|fair }}`: whether a group of voters was passed over."""
    return how_fair(tally)


@register.filter
def checked(tally: Tally) -> str:
    """`{{ tally|checked }}`: that a second program came to the same result."""
    return second_count(tally)


@register.filter
def differ(result: Result) -> str:
    """`{{ result|differ }}`: why two rules give two results."""
    return why_rules_differ(result.deciding, result.compared) if result.compared else ""


@register.filter
def gainers(found: Differences, result: Result) -> str:
    """`{{ differences|gainers:result }}`: how many voters are better off in each result."""
    if found.better is None or result.compared is None:
        return ""
    return who_gains(found.better, result.deciding, result.compared)


@register.filter
def rule_called(name: str) -> str:
    """`{{ way.name|rule_called }}`: a rule in a few words, also one for comparison only."""
    return rule_named(name)


@register.filter
def rule_about(name: str) -> str | Promise:
    """What a rule does that is there for comparison only."""
    return FURTHER_TEXTS.get(name, "")


@register.filter
def spread_name(line: SpreadLine) -> str:
    """`{{ line|spread_name }}`: none, one project, two projects …"""
    return how_many_winners(line)


@register.filter
def money_name(kind: str) -> str | Promise:
    """`{{ way.kind|money_name }}`: by theme, by need …"""
    return MONEY_NAMES[kind]


@register.simple_tag
def line_name(key: Any, kind: str) -> str:
    """`{% line_name line.key way.kind %}`: the theme, need, track or area of a line."""
    return key_name(key, kind)
