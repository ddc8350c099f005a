"""`{% load changes %}`: what became of the rules after the start of the vote, for every page."""

from collections.abc import Sequence
from typing import Any

from django import template

from budgeting.models import Edition, RuleSet
from voting.changes import Difference
from voting.services.change_list import ListedVersion, versions_of
from voting.wording_changes import shown

register = template.Library()


@register.simple_tag
def rule_versions(edition: Edition) -> list[ListedVersion]:
    """`{% rule_versions edition as versions %}`: the changes of the rules, the latest first."""
    return versions_of(edition)


@register.simple_tag
def last_change(edition: Edition) -> RuleSet | None:
    """`{% last_change edition as change %}`: the latest version, when it is not the first."""
    return edition.rule_sets.filter(version__gt=1).order_by("version").defer("document").last()


@register.inclusion_tag("voting/differences.html")
def difference_table(found: Sequence[Difference], edition: Edition) -> dict[str, Any]:
    """`{% difference_table version.found edition %}`: what it was and what it is now."""
    return {"rows": shown(found, edition.currency)}
