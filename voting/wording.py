"""The words of the ballot: what to fill in, and what happens with it, in one plain sentence."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from budgeting.money import format_money
from voting.formats import BallotFormat


def instruction(fmt: BallotFormat, *, budget: int, currency: str, language: str) -> str:
    """What the voter is asked to do; `budget` in whole cents."""
    if fmt.type == "knapsack":
        total = format_money(budget, currency, language)
        return _("Choose projects that together cost at most %(total)s.") % {"total": total}
    if fmt.type == "points":
        return _("You have %(total)s points. Give at most %(max)s to one project.") % {
            "total": fmt.total,
            "max": fmt.max_points,
        }
    if fmt.type == "score":
        return _("Give the projects a score from %(min)s to %(max)s. An empty box is 0.") % {
            "min": fmt.min_points,
            "max": fmt.max_points,
        }
    if fmt.type == "ranking":
        return _("Number up to %(max)s projects: 1 is your first choice, 2 your second.") % {
            "max": fmt.max_projects
        }
    return _approval(fmt)


def _approval(fmt: BallotFormat) -> str:
    if fmt.max_projects is None and fmt.min_projects <= 1:
        return _("Choose as many projects as you like.")
    if fmt.max_projects is None:
        return _("Choose at least %(count)s projects.") % {"count": fmt.min_projects}
    return ngettext(
        "Choose at most %(count)s project.", "Choose at most %(count)s projects.", fmt.max_projects
    ) % {"count": fmt.max_projects}


def rule_in_short(rule: Mapping[str, Any]) -> str:
    """What the counting rule does with the ballots; empty for a rule without such a sentence."""
    name = str(rule.get("rule", ""))
    if name.startswith("mes-"):
        return _(
            "Every voter decides on an equal share of the budget. A project is chosen when the "
            "people who voted for it can pay it together from their shares."
        )
    return {
        "greedy-votes": _(
            "The project with the most votes is chosen first, then the next, as long as the "
            "money lasts."
        ),
        "greedy-votes-per-euro": _(
            "The project with the most votes for each euro is chosen first, then the next, as "
            "long as the money lasts."
        ),
    }.get(name, "")
