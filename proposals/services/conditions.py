"""What proposals demand before an edition moves on; registered in settings by dotted path."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from budgeting.models import Edition


def ballot_is_complete(edition: Edition) -> Iterator[str]:
    """Every ballot project has title, summary, cost, place and who realises it, in NL and FR."""
    projects = list(edition.ballot_projects.all())
    if not projects:
        yield _("There is no project on the ballot yet.")
    for project in projects:
        fields = ("title", "summary", "place", "realised_by")
        complete = all(
            getattr(project, f"{field}_{language}") for field in fields for language in ("nl", "fr")
        )
        if not complete:
            yield _("Project %(number)d is not complete in Dutch and French.") % {
                "number": project.number
            }


def every_proposal_has_an_outcome(edition: Edition) -> Iterator[str]:
    """An edition closes when every proposal was answered (with a reason, unless kept)."""
    for proposal in edition.proposals.filter(outcome=""):
        yield _("Proposal %(number)d has no decision yet.") % {"number": proposal.number}
