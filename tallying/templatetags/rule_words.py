"""`{% load rule_words %}`: the limits and options of a rule in sentences, for pages of any app."""

from collections.abc import Mapping
from typing import Any

from django import template

from budgeting.models import Edition
from tallying.engine.errors import EngineError
from tallying.engine.rule import Rule
from tallying.services.limits import names_of
from tallying.wording_limits import is_usual, limit_sentences, option_sentences

register = template.Library()


@register.inclusion_tag("tallying/rule_sentences.html")
def rule_sentences(
    rule: Mapping[str, Any], edition: Edition, document: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """`{% rule_sentences rule edition document %}`: a list of what is not usual about a rule, or
    nothing. With the frozen `document` its projects go by the titles that stand there."""
    found = _read(rule)
    if found is None or is_usual(found):
        return {"sentences": []}
    names = names_of(edition, document)
    return {"sentences": [*limit_sentences(found, names), *option_sentences(found, names)]}


@register.inclusion_tag("tallying/ballot_limits.html")
def ballot_limits(edition: Edition) -> dict[str, Any]:
    """`{% ballot_limits edition %}`: what limits which projects can win together, for voters."""
    found = _read(edition.rule)
    if found is None or not (found.conflicts or found.caps):
        return {"sentences": []}
    return {
        "sentences": limit_sentences(found, names_of(edition)),
        "exclude": bool(found.conflicts),
    }


def _read(rule: Mapping[str, Any]) -> Rule | None:
    try:
        return Rule.from_json(rule)
    except EngineError:
        return None
