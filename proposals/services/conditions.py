"""What proposals demand before an edition moves on; registered in settings by dotted path."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from budgeting.errors import Missing
from budgeting.models import Edition
from proposals.models import BallotProject, Outcome, Review


def nothing_was_handed_in(edition: Edition) -> Iterator[Missing]:
    """Back to the preparation only while nobody has handed in a proposal: it would vanish from
    sight, and those who wrote it were told that it is public."""
    if edition.proposals.exists():
        yield Missing(
            _("Residents have handed in proposals: the call cannot be taken back any more."),
            "review_desk",
            (edition.council.slug, edition.slug),
        )


def ballot_is_complete(edition: Edition) -> Iterator[Missing]:
    """Every ballot project has title, summary, cost, place and who realises it, in NL and FR."""
    projects = list(edition.ballot_projects.select_related("proposal"))
    if not projects:
        sentence = _("There is no project on the ballot yet.")
        yield Missing(sentence, "review_desk", (edition.council.slug, edition.slug))
    for project in projects:
        if not _is_complete(project):
            sentence = _("Project %(number)d is not complete in Dutch and French.")
            yield _on_project(edition, project, sentence % {"number": project.number})
        if not project.cost_cents:
            sentence = _("Project %(number)d has no cost.")
            yield _on_project(edition, project, sentence % {"number": project.number})


def _is_complete(project: BallotProject) -> bool:
    fields = ("title", "summary", "place", "realised_by")
    return all(
        getattr(project, f"{field}_{language}").strip()
        for field in fields
        for language in ("nl", "fr")
    )


def _on_project(edition: Edition, project: BallotProject, sentence: str) -> Missing:
    """Texts of a project come from its proposal; one without a proposal has no page for them."""
    if project.proposal is None:
        return Missing(sentence)
    return Missing(
        sentence, "review", (edition.council.slug, edition.slug, project.proposal.number)
    )


def every_proposal_has_an_outcome(edition: Edition) -> Iterator[Missing]:
    """Whether a proposal was kept, changed, rejected, merged or withdrawn."""
    for proposal in edition.proposals.filter(outcome=""):
        sentence = _("Proposal %(number)d has no decision yet.") % {"number": proposal.number}
        yield Missing(sentence, "review", (edition.council.slug, edition.slug, proposal.number))


def every_proposal_is_answered(edition: Edition) -> Iterator[Missing]:
    """An edition closes when every proposal has an outcome and, unless it was kept, a public
    reason in Dutch and French."""
    yield from every_proposal_has_an_outcome(edition)
    reasoned = Review.objects.exclude(reason_nl="").exclude(reason_fr="").values("proposal")
    answered = edition.proposals.exclude(outcome__in=["", Outcome.KEPT])
    for proposal in answered.exclude(pk__in=reasoned):
        sentence = _("The decision on proposal %(number)d has no public reason yet.")
        named = sentence % {"number": proposal.number}
        yield Missing(named, "review", (edition.council.slug, edition.slug, proposal.number))
