"""The list on the ballot: which projects, at which cost."""

from django.utils.translation import gettext as _

from budgeting.models import Edition
from proposals.models import BallotProject, Proposal

# What a project has from its proposal, as far as a ballot shows it.
SHOWN = (
    *("number", "title_nl", "title_fr", "summary_nl", "summary_fr", "place_nl", "place_fr"),
    *("realised_by_nl", "realised_by_fr", "theme", "track"),
)
EXAMPLES = 3


def projects_of(edition: Edition) -> list[BallotProject]:
    """The ballot projects in their printed order."""
    return list(edition.ballot_projects.select_related("theme").order_by("number"))


def costs_of(edition: Edition) -> dict[str, int]:
    """Project id to cost in whole cents."""
    pairs = edition.ballot_projects.order_by("number").values_list("code", "cost_cents")
    return dict(pairs)


def projects_to_preview(edition: Edition) -> list[BallotProject]:
    """The list as it would look now: the projects, else the proposals that stand, else examples.

    What is not on the ballot yet is never stored.
    """
    proposals = edition.proposals.still_standing().select_related("theme").order_by("number")
    return (
        projects_of(edition)
        or [_from_proposal(edition, each) for each in proposals]
        or [_example(edition, number) for number in range(1, EXAMPLES + 1)]
    )


def _from_proposal(edition: Edition, proposal: Proposal) -> BallotProject:
    values = {name: getattr(proposal, name) for name in SHOWN}
    cost = proposal.cost_cents or 0
    return BallotProject(edition=edition, code=str(proposal.number), cost_cents=cost, **values)


def _example(edition: Edition, number: int) -> BallotProject:
    title = _("Example %(number)s") % {"number": number}
    summary = _("Here stands in a few words what the project is.")
    texts = {f"title_{code}": title for code in ("nl", "fr", "en")}
    texts |= {f"summary_{code}": summary for code in ("nl", "fr", "en")}
    cost = edition.budget_cents // 10 * number
    return BallotProject(edition=edition, code=str(number), number=number, cost_cents=cost, **texts)
