"""`{% load ballot_settings %}`: the ballot and the rule among the settings of an edition."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from budgeting.languages import active_language
from budgeting.models import Edition
from tallying.engine.rule import Rule
from tallying.forms_ballot import format_of
from tallying.forms_limits import rule_of
from tallying.services.limits import faults_of, names_of
from tallying.wording import COMPLETION_NAMES, PUBLICATION_NAMES, RULE_NAMES
from tallying.wording_limits import is_usual, limit_sentences, option_sentences
from voting.models import PaperRules
from voting.wording import instruction
from voting.wording_paper import rules_of_paper

register = template.Library()
Fact = tuple[str, str | Promise]


@register.inclusion_tag("budgeting/settings_block.html")
def ballot_block(edition: Edition, is_open: bool) -> dict[str, Any]:
    """`{% ballot_block edition is_open %}`: how it is set, what is missing, and its page."""
    missing = []
    if format_of(edition) is None:
        missing.append(_("It is not set how people vote."))
    rule = rule_of(edition)
    if rule is None:
        missing.append(_("It is not set how the budget is divided."))
    else:
        missing += faults_of(edition, rule)
    return {
        "code": "ballot",
        "title": _("Ballot and rule"),
        "missing": missing,
        "facts": facts_of(edition),
        "href": reverse("edition_ballot", args=[edition.council.slug, edition.slug]),
        "is_open": is_open,
    }


def facts_of(edition: Edition) -> list[Fact]:
    """The ballot and the rule in words."""
    found: list[Fact] = []
    if ballot := format_of(edition):
        words = instruction(
            ballot,
            budget=edition.budget_cents,
            currency=edition.currency,
            language=active_language(),
        )
        found.append((_("Ballot"), words))
    if rule := rule_of(edition):
        found.append((_("Rule"), RULE_NAMES[rule.rule]))
        if rule.is_mes:
            found.append((_("If money is left"), COMPLETION_NAMES[rule.completion]))
        found += _more(edition, rule)
    names = [str(RULE_NAMES.get(spec.get("rule"), "")) for spec in edition.shadow_rules]
    paper = _("the paper counts") if edition.paper_replaces_online else _("the online vote counts")
    return [
        *found,
        (_("For comparison"), ", ".join(names) or _("nothing")),
        (_("Published"), PUBLICATION_NAMES[edition.publication]),
        (_("Online and on paper"), paper),
        (_("Sheets of paper"), " ".join(rules_of_paper(PaperRules.of(edition).frozen()))),
        (_("Same cost and same votes"),
         _("A number drawn in public decides; it is written down before the box is opened.")),
    ]  # fmt: skip


def _more(edition: Edition, rule: Rule) -> list[Fact]:
    """Limits and options, where a rule has some."""
    if is_usual(rule):
        return []
    names = names_of(edition)
    sentences = [*limit_sentences(rule, names), *option_sentences(rule, names)]
    return [(_("More rules"), " ".join(sentences))]
