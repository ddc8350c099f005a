"""The rules that were published when the vote started, held against those of the edition now."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from budgeting.digests import digest_of
from budgeting.errors import Refused
from budgeting.models import Edition
from voting.services.frozen import frozen_document

# Closing a rehearsal early moves the end of its vote; moments decide nothing in a count.
NOT_COMPARED = "calendar"


def check_rules_stand(edition: Edition) -> None:
    """Refuses `rules_changed` where rule, money, ballot, list or costs are no longer those of the
    latest RuleSet; an edition that never started a vote here has none and passes."""
    published = edition.rule_sets.order_by("version").last()
    if published is None:
        return
    form = published.document["version"]
    if _digest(published.document) != _digest(frozen_document(edition, form=form)):
        sentence = _("The rules of this edition are no longer those that were published.")
        raise Refused("rules_changed", sentence)


def _digest(document: dict[str, Any]) -> str:
    return digest_of({key: part for key, part in document.items() if key != NOT_COMPARED})
