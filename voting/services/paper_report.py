"""The public report on paper: what became of the sheets, and what was explained."""

from dataclasses import dataclass, field

from budgeting.models import Edition, Venue
from budgeting.phases import ORDER, Phase
from voting.models import Explanation, Opening, Scan, ScanState, Voiding
from voting.paper.reconciliation import Figures, not_returned
from voting.paper.small_figures import hidden_in, is_small
from voting.services.explaining import signed
from voting.services.paper_figures import has_paper
from voting.services.reconciling import (
    Account,
    accounts,
    figures_of,
    points_of,
    uncounted_of,
)

BY_PLACE = ("issued", "box", "counted")
WHOLE = ("issued", "box", "counted", "blank", "rejected", "refused", "held", "foreign")


@dataclass(frozen=True)
class PlaceReport:
    """A voting place: its figures by name, None for one that is too small or was not counted.

    `uncounted` are the names of those that nobody counted.
    """

    venue: Venue | None
    figures: dict[str, int | None]
    uncounted: frozenset[str] = frozenset()


@dataclass
class PaperReport:
    """What everybody reads after the close.

    `small`: so few that nothing is told about votes; `uncounted` are keys of places whose hand
    counts are not closed: until then no machine count is told, here neither.
    """

    figures: dict[str, int | None] = field(default_factory=dict)
    small: bool = False
    uncounted: frozenset[str] = frozenset()
    places: list[PlaceReport] = field(default_factory=list)
    refusals: list[tuple[str, int]] = field(default_factory=list)
    late: int = 0
    voidings: list[Voiding] = field(default_factory=list)
    explanations: list[Explanation] = field(default_factory=list)
    points: list[str] = field(default_factory=list)
    accounts: list[Account] = field(default_factory=list)
    opened: bool = False


def is_reported(edition: Edition) -> bool:
    """Whether there is a report: there was paper, and the vote has been closed."""
    after = ORDER.index(Phase(edition.phase)) > ORDER.index(Phase.VOTING)
    return after and not edition.source and has_paper(edition)


def report_of(edition: Edition) -> PaperReport:
    """The report; call it after the close only (`is_reported`)."""
    figures, listed = figures_of(edition), accounts(edition)
    opening = Opening.objects.filter(edition=edition).first()
    whole, small = figures.edition, _is_small(edition, figures.edition, opening)
    report = PaperReport(
        figures={name: whole.get(name) for name in ("printed", "released", "void")},
        small=small,
        uncounted=uncounted_of(edition, listed),
        late=_late(edition),
        voidings=list(edition.voidings.filter(done_at__isnull=False).select_related("batch")),
        explanations=signed(edition),
        points=points_of(edition, listed),
        accounts=listed,
        opened=opening is not None,
    )
    if whole and not small and not report.uncounted:
        report.figures |= {name: whole[name] for name in WHOLE}
        report.figures["not_returned"] = not_returned(whole)
        report.places = _places(listed)
        report.refusals = sorted(figures.refusals.items(), key=lambda pair: (-pair[1], pair[0]))
    return report


def _is_small(edition: Edition, whole: Figures, opening: Opening | None) -> bool:
    """Where paper or online votes are a handful, one of them must not be told by the other."""
    counted = whole.get("counted") or 0
    total = opening.ballot_count if opening else edition.envelopes.count()
    return is_small(counted) or is_small(max(total - counted, 0))


def _places(listed: list[Account]) -> list[PlaceReport]:
    places = [account for account in listed if account.scope == "place"]
    if len(places) < 2:
        return []
    hidden = {
        name: hidden_in({one.key: one.figures[name] or 0 for one in places}) for name in BY_PLACE
    }
    return [
        PlaceReport(
            one.venue,
            {name: None if one.key in hidden[name] else one.figures[name] for name in BY_PLACE},
            frozenset(name for name in BY_PLACE if one.figures[name] is None),
        )
        for one in places
    ]


def _late(edition: Edition) -> int:
    """Pages that came after the intake was over: told, and never counted."""
    late = Scan.objects.filter(
        batch__edition=edition, state=ScanState.REJECTED, code="intake_closed"
    )
    return late.count()
