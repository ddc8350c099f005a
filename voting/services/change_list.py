"""The changes of an edition's rules to look at: the one that waits, those decided, the versions."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from budgeting.errors import Refused
from budgeting.models import ChangeState, Edition, RuleChange, RuleSet, User
from voting.changes import Difference, changed, differences
from voting.services.changing import check_now
from voting.services.second_officer import check_second


@dataclass(frozen=True)
class ListedChange:
    """A request with what it would make, or made, different from the rules of its time."""

    change: RuleChange
    found: Sequence[Difference]


@dataclass(frozen=True)
class ListedVersion:
    """A version of the rules with what it changed in the one before; nothing for the first."""

    rules: RuleSet
    found: Sequence[Difference]


def changes_of(edition: Edition) -> list[ListedChange]:
    """All requests, the latest first."""
    versions = list(edition.rule_sets.order_by("version"))
    listed = []
    for change in edition.rule_changes.select_related("proposed_by", "decided_by", "rule_set"):
        before = [one for one in versions if one.frozen_at <= change.proposed_at]
        if change.rule_set is not None:
            before = [one for one in before if one.version < change.rule_set.version]
        document = before[-1].document if before else {}
        listed.append(ListedChange(change, changed(document, change.changes)))
    return listed


def versions_of(edition: Edition) -> list[ListedVersion]:
    """The versions that changed something, the latest first."""
    versions = list(edition.rule_sets.order_by("version"))
    pairs = pairwise(versions)
    listed = [ListedVersion(new, differences(old.document, new.document)) for old, new in pairs]
    return listed[::-1]


def obstacle(change: RuleChange) -> str:
    """Why a change that waits cannot be accepted any more, or ""."""
    if change.state != ChangeState.PENDING:
        return ""
    try:
        check_now(change)
    except Refused as refused:
        return str(refused.sentence)
    return ""


def why_somebody_else(change: RuleChange, person: User) -> str:
    """Why this officer is not the one who may accept a change, or ""."""
    try:
        check_second(change, change.edition.council, person)
    except Refused as refused:
        return str(refused.sentence)
    return ""
