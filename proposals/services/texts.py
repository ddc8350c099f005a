"""Texts of proposals that are to be translated, and which of them hold up the list of projects."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext_lazy, pgettext_lazy

from budgeting.models import Council, Edition
from budgeting.phases import Phase
from budgeting.services.texts import OPEN, Kind, TextRow, Unsettled, next_reading, unsettled_in
from proposals.models import Advice, Proposal

PROPOSAL = Kind(
    "proposal",
    gettext_lazy("Proposal"),
    {
        "title": gettext_lazy("Title"),
        "summary": gettext_lazy("Summary"),
        "description": gettext_lazy("Description"),
        "place": gettext_lazy("Place"),
        "realised_by": gettext_lazy("Carried out by"),
    },
)
ADVICE = Kind(
    "advice",
    gettext_lazy("Advice"),
    {
        "body": gettext_lazy("Advisory council"),
        "text": pgettext_lazy("what an advisory council says", "Advice"),
    },
)
ON_THE_BALLOT = ("title", "summary", "place", "realised_by")
"""What every project on the ballot has in Dutch and in French."""


def of_council(council: Council) -> Iterator[TextRow]:
    """Proposals that still stand and are on no published list, and the advice on them.

    What was decided has its reason in both languages from the start, and so has a report on a
    project: neither is ever in one language only.
    """
    proposals = Proposal.objects.still_standing().filter(
        edition__council=council, edition__phase__in=OPEN
    )
    unfrozen = proposals.exclude(
        edition__phase=Phase.PUBLICATION, ballot_project__isnull=False
    ).select_related("edition__council")
    yield from rows_of(unfrozen)
    advices = Advice.objects.filter(
        proposal__edition__council=council, proposal__edition__phase__in=OPEN
    )
    for advice in advices.select_related("proposal__edition__council"):
        edition, number = advice.proposal.edition, advice.proposal.number
        yield TextRow(advice, ADVICE, edition, ("text",), number, next_reading(edition))


def rows_of(proposals: Iterable[Proposal]) -> Iterator[TextRow]:
    """Proposals, each with its edition and council at hand, as rows to translate."""
    for proposal in proposals:
        yield TextRow(
            proposal,
            PROPOSAL,
            proposal.edition,
            ON_THE_BALLOT,
            proposal.number,
            next_reading(proposal.edition),
            blocks=True,
            origin="review",
        )


def unsettled_of_proposals(edition: Edition) -> list[tuple[TextRow, Unsettled]]:
    """What is missing or stale in the proposals of an edition that still stand."""
    return unsettled_in(
        rows_of(edition.proposals.still_standing().select_related("edition__council"))
    )
