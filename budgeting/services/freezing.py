"""What the start of the vote fixes, and the guard for whatever could still write it.

Triggers of the database hold the same line (budgeting.freeze_guard). Only an accepted change, asked
for by one officer and accepted by another, writes these columns afterwards.
"""

from django.utils.translation import gettext_lazy as _

from budgeting.errors import Refused
from budgeting.models import Edition

TEXTS = ("title", "influence", "decides_last", "out_of_scope")
MOMENTS = ("opens_at", "closes_at", "paper_intake_until", "objections_until")
DAYS = ("decision_on", "destruction_on")
# Columns of an edition that stand still from the start of the vote on.
FROZEN: tuple[str, ...] = (
    *("council_id", "slug", "uuid", "is_test"),
    *(f"{name}_{language}" for name in TEXTS for language in ("nl", "fr")),
    *("title_en", "influence_level", "budget_cents", "currency"),
    *("grant_cap_cents", "investment_cap_cents", "group_size"),
    *("min_age", "residence", "verification"),
    *("ballot_format", "rule", "shadow_rules", "publication", "paper_replaces_online"),
    *MOMENTS,
    *DAYS,
)


def is_frozen(edition: Edition) -> bool:
    """Whether the vote of this edition was started: its rules are fixed and published."""
    return edition.rule_sets.exists()


def require_not_frozen(edition: Edition) -> None:
    """Refuses `rules_frozen` from the start of the vote on."""
    if is_frozen(edition):
        raise Refused(
            "rules_frozen",
            _("The vote has started: the rules are fixed. A change needs a second officer."),
        )
