"""Limits in the rules of an edition file: what they name has to be in the file too."""

from dataclasses import replace

from django.utils.translation import override

from budgeting.models import Edition
from tallying.engine.rule import Rule
from tallying.services.document import Node
from tallying.services.limits import faults_of


def check_limits(node: Node, edition: Edition) -> None:
    """Refuses `limit_cannot_work` with the key of the rule: a conflict that names no project of
    the list, a cap on a group that is not there or below the cheapest project of it. Before the
    list of projects exists, conflicts cannot be held against it yet."""
    keys = [node.get("rule"), *node.get("shadow_rules").items()]
    listed = edition.ballot_projects.exists()
    for key, spec in zip(keys, (edition.rule, *edition.shadow_rules), strict=False):
        rule = Rule.from_json(spec)
        with override("en"):
            fault = next(faults_of(edition, rule if listed else replace(rule, conflicts=())), None)
        if fault is not None:
            raise key.bad("limit_cannot_work", fault)
