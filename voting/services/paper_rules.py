"""The rules of paper of an edition: stored before the start of the vote, copied with an edition."""

from collections.abc import Mapping

from budgeting.models import Edition
from voting.models import PaperRules

NAMES = ("clean_counts", "double_entry", "overvote", "undervote")


def store_rules(edition: Edition, values: Mapping[str, object]) -> PaperRules:
    """Store the rules by name; the caller holds the edition and has asked whether it is open.

    After the start of the vote the database refuses.
    """
    given = {name: values[name] for name in NAMES}
    stored, _made = PaperRules.objects.update_or_create(edition=edition, defaults=given)
    return stored


def copy_rules(earlier: Edition, later: Edition) -> None:
    """Give a new edition the rules of the one it was made from."""
    store_rules(later, PaperRules.of(earlier).frozen())
