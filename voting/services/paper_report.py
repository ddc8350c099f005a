"""The public report on paper: what became of the sheets, and what was explained."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from budgeting.models import Edition, Venue
from budgeting.phases import ORDER, Phase
from voting.models import Explanation, Opening, Scan, ScanState, Voiding
from voting.paper.reconciliation import Figures, not_returned
from voting.paper.small_figures import hidden_beside, hidden_in, is_small, tells_small
from voting.services.counted_first import explained_points
from voting.services.decided import REJECTED_FOR_GOOD
from voting.services.explaining import signed
from voting.services.paper_figures import FOREIGN, has_paper
from voting.services.reconciling import (
    Account,
    accounts,
    figures_of,
    points_of,
    uncounted_of,
)

BY_PLACE = ("counted", "box", "issued")
"""The result tells the first one anyway; of the others one that gives a number away is hidden."""
NOT_COUNTED = ("blank", "rejected", "refused", "held", "foreign")
WHOLE = ("issued", "box", "counted", *NOT_COUNTED)
LATE = "intake_closed"
OF_SHEETS = {*REJECTED_FOR_GOOD, *FOREIGN, "void", "spoiled", "unreleased"}
"""Refused for what became of a sheet: as many as there are under NOT_COUNTED."""


@dataclass(frozen=True)
class PlaceReport:
    """A voting place: its figures by name, None where nobody counted; `hidden` are not shown."""

    key: str
    venue: Venue | None
    figures: Figures
    hidden: frozenset[str] = frozenset()


@dataclass
class PaperReport:
    """What everybody reads after the close.

    `small`: so few that nothing is told about votes; `hidden` are names of figures that are not
    shown, `untold` points that are told without figures: one is below five, or would tell one that
    is. `uncounted` are keys of places whose hand counts are not closed: until then no machine count
    is told, here neither. A refusal that is too rare has no number.
    """

    figures: dict[str, int | None] = field(default_factory=dict)
    small: bool = False
    hidden: frozenset[str] = frozenset()
    uncounted: frozenset[str] = frozenset()
    places: list[PlaceReport] = field(default_factory=list)
    refusals: list[tuple[str, int | None]] = field(default_factory=list)
    late: int = 0
    voidings: list[Voiding] = field(default_factory=list)
    explanations: list[Explanation] = field(default_factory=list)
    points: list[str] = field(default_factory=list)
    explained: set[str] = field(default_factory=set)
    untold: set[str] = field(default_factory=set)
    accounts: list[Account] = field(default_factory=list)
    opened: bool = False

    @property
    def late_is_small(self) -> bool:
        return is_small(self.late)


def is_reported(edition: Edition) -> bool:
    """Whether there is a report: there was paper, and the vote has been closed."""
    after = ORDER.index(Phase(edition.phase)) > ORDER.index(Phase.VOTING)
    return after and not edition.source and has_paper(edition)


def report_of(edition: Edition) -> PaperReport:
    """The report; call it after the close only (`is_reported`)."""
    figures, listed = figures_of(edition), accounts(edition)
    opening = Opening.objects.filter(edition=edition).first()
    whole, small = figures.edition, _is_small(edition, figures.edition, opening)
    places, points = _places(listed), points_of(edition, listed)
    hidden = {one.key: one.hidden for one in places} | {"edition": _hidden(whole)}
    report = PaperReport(
        figures={name: whole.get(name) for name in ("printed", "released", "void")},
        small=small,
        uncounted=uncounted_of(edition, listed),
        late=_late(edition),
        voidings=list(edition.voidings.filter(done_at__isnull=False).select_related("batch")),
        explanations=signed(edition),
        points=points,
        explained=explained_points(edition),
        untold={point for point in points if tells_small(point, hidden)},
        accounts=listed,
        opened=opening is not None,
    )
    if whole and not small and not report.uncounted:
        report.figures |= {name: whole[name] for name in WHOLE}
        report.figures["not_returned"] = not_returned(whole)
        report.hidden = hidden["edition"]
        report.places = places if len(places) > 1 else []
        report.refusals = _refusals(figures.refusals, report.hidden)
    return report


def _is_small(edition: Edition, whole: Figures, opening: Opening | None) -> bool:
    """Where paper or online votes are a handful, one of them must not be told by the other."""
    counted = whole.get("counted") or 0
    total = opening.ballot_count if opening else edition.envelopes.count()
    return is_small(counted) or is_small(max(total - counted, 0))


def _places(listed: list[Account]) -> list[PlaceReport]:
    places = [account for account in listed if account.scope == "place"]
    beside = {one.key: hidden_beside(_by_place(one)) for one in places}
    hidden = {name: _hidden_at(name, places, beside) for name in BY_PLACE}
    return [
        PlaceReport(
            one.key,
            one.venue,
            _by_place(one),
            hidden=frozenset(name for name in BY_PLACE if one.key in hidden[name]),
        )
        for one in places
    ]


def _by_place(account: Account) -> Figures:
    return {name: account.figures[name] for name in BY_PLACE}


def _hidden_at(name: str, places: list[Account], beside: Mapping[str, set[str]]) -> set[str]:
    """The places at which this figure is hidden."""
    column = {one.key: one.figures[name] or 0 for one in places}
    return hidden_in(column, [key for key in column if name in beside[key]])


def _hidden(whole: Figures) -> frozenset[str]:
    """The names of the edition's figures that are below five or would tell one that is."""
    hidden = hidden_beside({name: whole.get(name) for name in BY_PLACE})
    hidden |= hidden_in({name: whole.get(name) or 0 for name in NOT_COUNTED})
    gone = not_returned(whole) if whole else None
    if gone is not None and (is_small(gone) or not hidden.isdisjoint(("box", "issued"))):
        hidden.add("not_returned")
    return frozenset(hidden)


def _refusals(found: Mapping[str, int], hidden: frozenset[str]) -> list[tuple[str, int | None]]:
    """Refused pages by why, the most frequent first; those that came too late are told apart."""
    closed = not hidden.isdisjoint(NOT_COUNTED)
    ordered = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
    return [
        (code, None if is_small(pages) or (closed and code in OF_SHEETS) else pages)
        for code, pages in ordered
        if code != LATE
    ]


def _late(edition: Edition) -> int:
    """Pages that came after the intake was over: told, and never counted. A try to type is none."""
    return Scan.objects.filter(
        batch__edition=edition, state=ScanState.REJECTED, code=LATE, by_hand=False
    ).count()
