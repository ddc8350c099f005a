"""The list on the ballot: which projects, at which cost."""

from budgeting.models import Edition
from proposals.models import BallotProject


def projects_of(edition: Edition) -> list[BallotProject]:
    """The ballot projects in their printed order."""
    return list(edition.ballot_projects.select_related("theme").order_by("number"))


def costs_of(edition: Edition) -> dict[str, int]:
    """Project id to cost in whole cents."""
    pairs = edition.ballot_projects.order_by("number").values_list("code", "cost_cents")
    return dict(pairs)
