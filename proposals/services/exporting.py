"""Proposals, projects and reports as rows of a table; never who sent a proposal.

The columns of a proposal have the names that a table handed in may have (`services/importing.py`),
so that a list goes from one site to another without being typed again.
"""

from datetime import date

from budgeting.csv_out import Cell
from budgeting.models import Edition
from proposals.models import BallotProject, FollowUp, Proposal, Review
from proposals.services.following_up import is_overdue, latest_of
from proposals.services.standing import language_state

Row = dict[str, Cell]
TEXTS = (
    *("title_nl", "title_fr", "title_en", "summary_nl", "summary_fr", "summary_en"),
    *("description_nl", "description_fr", "place_nl", "place_fr"),
    *("realised_by_nl", "realised_by_fr"),
)


def public_rows(edition: Edition) -> list[Row]:
    """The proposals as everybody may read them, with the decision that stands and its reason."""
    return [_public(proposal) for proposal in _proposals(edition)]


def review_rows(edition: Edition) -> list[Row]:
    """The same for officers, with what the texts need and when it was decided."""
    return [_public(proposal) | _progress(proposal) for proposal in _proposals(edition)]


def project_rows(edition: Edition, *, today: date) -> list[Row]:
    """The projects of the ballot, each with its latest report."""
    projects = edition.ballot_projects.select_related("theme", "proposal")
    return [
        _project(project) | _latest(latest_of(project), today)
        for project in projects.prefetch_related("follow_ups").order_by("number")
    ]


def report_rows(edition: Edition) -> list[Row]:
    """Every report on a project, by project and day."""
    reports = FollowUp.objects.filter(project__edition=edition).select_related("project")
    ordered = reports.order_by("project__number", "reported_on", "pk")
    return [{"project": one.project.number} | _report(one) for one in ordered]


def _proposals(edition: Edition) -> list[Proposal]:
    rows = edition.proposals.select_related("theme", "need", "ballot_project").order_by("number")
    return list(rows.prefetch_related("reviews__merged_into"))


def _public(proposal: Proposal) -> Row:
    review = _standing(proposal)
    texts: Row = {name: str(getattr(proposal, name)) for name in TEXTS}
    return {
        "number": proposal.number,
        **texts,
        "theme": proposal.theme.code if proposal.theme else "",
        "need": proposal.need.code if proposal.need else "",
        "track": proposal.track,
        "cost_eur": euro(proposal.cost_cents),
        "lat": proposal.lat,
        "lon": proposal.lon,
        "language": proposal.source_language,
        "submitted_via": proposal.submitted_via,
        "submitted_on": proposal.submitted_at.date().isoformat(),
        "outcome": proposal.outcome,
        "reason_nl": review.reason_nl if review else "",
        "reason_fr": review.reason_fr if review else "",
        "merged_into": review.merged_into.number if review and review.merged_into else None,
        "on_ballot": hasattr(proposal, "ballot_project"),
    }


def _progress(proposal: Proposal) -> Row:
    review = _standing(proposal)
    return {
        "cost_asked_eur": euro(proposal.cost_asked_cents),
        "decided_on": review.at.date().isoformat() if review else "",
        "texts_nl": language_state(proposal, "nl"),
        "texts_fr": language_state(proposal, "fr"),
    }


def _standing(proposal: Proposal) -> Review | None:
    """The decision that stands: the latest one."""
    reviews = list(proposal.reviews.all())
    return reviews[-1] if reviews else None


def _project(project: BallotProject) -> Row:
    return {
        "number": project.number,
        "code": project.code,
        "proposal": project.proposal.number if project.proposal else None,
        "title_nl": project.title_nl or project.title_source,
        "title_fr": project.title_fr,
        "theme": project.theme.code if project.theme else "",
        "track": project.track,
        "cost": euro(project.cost_cents),
        "realised_by_nl": project.realised_by_nl,
        "realised_by_fr": project.realised_by_fr,
    }


def _latest(report: FollowUp | None, today: date) -> Row:
    blank: Row = dict.fromkeys(("state", "note_nl", "note_fr", "owner", "next_on", "reported_on"))
    return {**(_report(report) if report else blank), "overdue": is_overdue(report, today)}


def _report(report: FollowUp) -> Row:
    return {
        "state": report.state,
        "note_nl": report.note_nl,
        "note_fr": report.note_fr,
        "owner": report.owner,
        "next_on": report.next_on.isoformat() if report.next_on else "",
        "reported_on": report.reported_on.isoformat(),
    }


def euro(cents: int | None) -> str:
    """Whole cents as a number with a point: "1250.50"; "" for a cost that is not known."""
    return "" if cents is None else f"{cents // 100}.{cents % 100:02d}"
