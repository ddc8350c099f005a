"""Reconciling: does the paper add up, and did two people sign for what does not.

A difference, a missing hand count or a held sheet stands in the way of the opening, unless two
people signed a public explanation of exactly these figures (voting.services.explaining). They sign
what their page shows: figures that wait for hand counts are shown once those are there, or once two
people signed that nobody makes them. A rehearsal (a test edition) may be opened without hand
counts; a difference stops it as well.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import ngettext

from budgeting.clock import DATABASE_CLOCK, Clock
from budgeting.digests import digest_of
from budgeting.models import Edition, Venue
from budgeting.services.recording import record
from voting.models import (
    Opening,
    PrintBatch,
    Reconciliation,
    Sheet,
    SheetState,
)
from voting.paper.reconciliation import (
    HELD,
    MISSING,
    Equation,
    Figures,
    about,
    is_about,
    is_hidden,
    open_points,
    reconcile,
)
from voting.services.counted_first import explained_points, may_show
from voting.services.paper_figures import (
    PaperFigures,
    batch_figures,
    has_paper,
    live_figures,
)


@dataclass(frozen=True)
class Account:
    """What one batch, place or the whole edition accounts for; `key` names it in a point."""

    scope: str
    key: str
    figures: Figures
    batch: PrintBatch | None = None
    venue: Venue | None = None

    @property
    def equations(self) -> list[Equation]:
        return reconcile(self.scope, self.figures)

    @property
    def points(self) -> list[str]:
        return open_points(self.scope, self.key, self.equations)


def figures_of(edition: Edition) -> PaperFigures:
    """The figures kept at the opening, before it those of now.

    Where links were broken before figures were kept, only the batches can still be told.
    """
    kept = Reconciliation.objects.filter(edition=edition).first()
    if kept is not None:
        return PaperFigures.from_json(kept.document)
    if Opening.objects.filter(edition=edition, links_destroyed_at__isnull=False).exists():
        return PaperFigures(batches=batch_figures(edition))
    return live_figures(edition)


def accounts(edition: Edition) -> list[Account]:
    """Every batch, every place, and last the edition; none where there is no paper."""
    if not has_paper(edition):
        return []
    figures = figures_of(edition)
    batches = {batch.number: batch for batch in PrintBatch.objects.filter(edition=edition)}
    venues = Venue.objects.in_bulk([pk for pk in figures.places if pk is not None])
    found = [
        Account("batch", f"batch:{number}", of, batch=batches.get(number))
        for number, of in sorted(figures.batches.items())
    ]
    for pk, of in sorted(figures.places.items(), key=lambda of: (of[0] is None, of[0] or 0)):
        venue = venues.get(pk) if pk is not None else None
        found.append(Account("place", f"place:{venue.slug if venue else ''}", of, venue=venue))
    whole = [Account("edition", "edition", figures.edition)] if figures.edition else []
    return found + whole


def points_of(edition: Edition, listed: list[Account] | None = None) -> list[str]:
    """Everything that does not add up, each as one line: place, what, and its figures."""
    found = accounts(edition) if listed is None else listed
    points = [point for account in found for point in account.points]
    return points + _held_point(edition)


def _held_point(edition: Edition) -> list[str]:
    """How many sheets are held, and which: another sheet is another point."""
    held = Sheet.objects.filter(edition=edition, state=SheetState.HELD).values_list("pk", flat=True)
    which = sorted(map(str, held))
    return [f"edition {HELD} {len(which)} {digest_of(which)[7:23]}"] if which else []


def unexplained(edition: Edition, listed: list[Account] | None = None) -> list[str]:
    """The points that nobody has signed for yet.

    A rehearsal needs no hand counts, but where something differs that is not shown before them.
    """
    listed, known = accounts(edition) if listed is None else listed, explained_points(edition)
    found = [point for point in points_of(edition, listed) if point not in known]
    closed = uncounted_of(edition, listed) if edition.is_test else frozenset()
    if not edition.is_test or any(is_hidden(point, closed) for point in found):
        return found
    return [point for point in found if not is_about(point, MISSING)]


def shown_unexplained(edition: Edition, listed: list[Account] | None = None) -> list[str]:
    """Of these the ones that people can see now: nobody signs for any other."""
    listed = accounts(edition) if listed is None else listed
    closed = uncounted_of(edition, listed)
    return [point for point in unexplained(edition, listed) if not is_hidden(point, closed)]


def obstacles(edition: Edition) -> list[str]:
    """What stands in the way of the opening, as sentences; held sheets are told beside this.

    Of a place that has not been counted by hand they say no more than that, whatever differs.
    """
    listed = accounts(edition)
    closed, found = uncounted_of(edition, listed), unexplained(edition, listed)
    missing, differing = _left(found, closed)
    if edition.is_test and not any(is_hidden(point, closed) for point in found):
        missing = 0
    sentences = []
    if missing:
        words = ngettext(
            "Counts by hand are missing at %(count)d place.",
            "Counts by hand are missing at %(count)d places.",
            missing,
        )
        sentences.append(words % {"count": missing})
    if differing:
        words = ngettext(
            "The paper ballots do not add up: %(count)d difference without a public explanation.",
            "The paper ballots do not add up: %(count)d differences without a public explanation.",
            differing,
        )
        sentences.append(words % {"count": differing})
    return sentences


def left_open(edition: Edition) -> tuple[int, int]:
    """How many places lack hand counts, and how many differences that show nobody explained."""
    listed, known = accounts(edition), explained_points(edition)
    found = [point for point in points_of(edition, listed) if point not in known]
    return _left(found, uncounted_of(edition, listed))


def _left(points: Iterable[str], closed: frozenset[str]) -> tuple[int, int]:
    """How many places lack hand counts, and how many of these points show a difference.

    Held sheets are in neither: they wait for a decision.
    """
    shown = [about(point) for point in points if not is_hidden(point, closed)]
    places = closed.union(key for key, code in shown if code == MISSING) - {"edition"}
    return len(places), sum(code not in {MISSING, HELD} for _key, code in shown)


def lacks_counts(edition: Edition) -> bool:
    """Whether a rehearsal goes on without hand counts that a real vote would need."""
    return edition.is_test and any(is_about(point, MISSING) for point in points_of(edition))


def held_is_explained(edition: Edition) -> bool:
    """Whether two people signed in public that exactly these sheets stay undecided."""
    return explained_points(edition).issuperset(_held_point(edition))


def uncounted_of(edition: Edition, listed: list[Account]) -> frozenset[str]:
    """The keys of places, and with them of the edition, whose machine counts are not shown yet."""
    places = {
        one.key: one.venue.pk if one.venue else None for one in listed if one.scope == "place"
    }
    found = [key for key, place in places.items() if not may_show(edition, place)]
    return frozenset([*found, "edition"] if found else [])


def keep_figures(edition: Edition, *, clock: Clock = DATABASE_CLOCK) -> None:
    """Keep the figures at the opening, while pages still know their sheets; once."""
    if not has_paper(edition) or Reconciliation.objects.filter(edition=edition).exists():
        return
    document = live_figures(edition).as_json()
    Reconciliation.objects.create(edition=edition, document=document, at=clock.now())
    data = {"digest": digest_of(document), "differences": len(points_of(edition))}
    record("paper_reconciled", edition=edition, data=data, clock=clock)
