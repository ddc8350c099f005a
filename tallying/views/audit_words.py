"""What the pages of an audit show, put together for their lists."""

from dataclasses import dataclass

from budgeting.languages import in_language
from tallying.audit.drawing import Pile
from tallying.models import Audit
from tallying.services.auditing_report import AuditReport
from voting.services.ballot_list import projects_of


@dataclass(frozen=True)
class PileRow:
    """A pile, and the sheets drawn from it in the order of the pile."""

    pile: Pile
    sheets: list[int]

    @property
    def recorded(self) -> int:
        return len(self.pile.imprints)


def draws_by_pile(report: AuditReport) -> list[PileRow]:
    """Every pile of the manifest, also one of which nothing was drawn."""
    drawn = [(one.pile, one.sheet) for one in report.tickets]
    return [
        PileRow(pile, sorted(sheet for number, sheet in drawn if number == pile.number))
        for pile in report.manifest.piles
    ]


@dataclass(frozen=True)
class ProjectRow:
    """A project and the sheets on which a mark for it was lost or added; None where hidden."""

    title: str
    lost: int | None
    added: int | None


def project_rows(report: AuditReport) -> list[ProjectRow]:
    """Projects with errors, in the order of the ballot; none before all sheets were read."""
    if not report.is_complete:
        return []
    found = {one.code: one for one in report.projects}
    return [
        ProjectRow(
            f"{project.number}. {in_language(project, 'title')}",
            found[project.code].lost,
            found[project.code].added,
        )
        for project in projects_of(report.edition)
        if project.code in found
    ]


@dataclass(frozen=True)
class RecountRow:
    """A count with piles that people read: which, its digest, its winners, and if they differ."""

    piles: str
    digest: str
    winners: list[str]
    same: bool


def recount_rows(audit: Audit) -> list[RecountRow]:
    """The counts by hand of an audit, the newest first."""
    titles = {
        project.code: f"{project.number}. {in_language(project, 'title')}"
        for project in projects_of(audit.edition)
    }
    return [
        RecountRow(
            ", ".join(str(number) for number in one.piles),
            one.tally.digest,
            [titles.get(code, code) for code in one.tally.outcome["selected"]],
            set(one.tally.outcome["selected"]) == set(one.first.outcome["selected"]),
        )
        for one in audit.recounts.select_related("first", "tally").order_by("-id")
    ]
