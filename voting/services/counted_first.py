"""Counted first: machine counts of a place are shown once two people have counted there by hand.

Or once two people signed that nobody does. The counts reach the last day on which was read there.
"""

from datetime import date

from django.db.models import Max
from django.db.models.functions import Coalesce
from django.utils import timezone

from budgeting.models import Edition, Venue
from voting.models import CountState, Explanation, HandCount, Opening, Scan
from voting.paper.reconciliation import HAND, MISSING, about
from voting.services.paper_figures import PlaceId


def explained_points(edition: Edition) -> set[str]:
    """The points for which two people signed in public."""
    signed = Explanation.objects.filter(
        edition=edition, second_by__isnull=False, withdrawn_at__isnull=True
    )
    return {point for points in signed.values_list("points", flat=True) for point in points}


def given_up(edition: Edition, place: PlaceId) -> set[str]:
    """The hand counts of a place of which two people signed that nobody makes them."""
    venue = Venue.objects.filter(pk=place).first() if place is not None else None
    here = (f"place:{venue.slug if venue else ''}", MISSING)
    signed = [point for point in explained_points(edition) if about(point) == here]
    return {name for point in signed for name in point.split(" ")[2].split(",")}


def counts_are_closed(edition: Edition, place: PlaceId) -> bool:
    """Whether every hand count of a place is there or given up, and none waits for somebody.

    Those of one day do not speak for the next: they reach the last day on which was read there.
    """
    counts = HandCount.objects.filter(edition=edition, venue=place)
    closed, last = counts.filter(state=CountState.CLOSED), last_read_on(edition, place)
    since = closed.filter(day__gte=last) if last else closed
    kinds = set(since.values_list("kind", flat=True))
    done = (kinds | given_up(edition, place)).issuperset(HAND)
    return done and not counts.filter(state=CountState.OPEN).exists()


def last_read_on(edition: Edition, place: PlaceId) -> date | None:
    """The last day of the vote on which pages of a place were read: of its piles, or its sheets."""
    pages = Scan.objects.filter(batch__edition=edition)
    if edition.closes_at:
        pages = pages.filter(at__lt=edition.closes_at)
    here = pages.annotate(place=Coalesce("batch__venue", "sheet__batch__venue")).filter(place=place)
    last = here.aggregate(last=Max("at"))["last"]
    return timezone.localdate(last) if last else None


def may_show(edition: Edition, place: PlaceId) -> bool:
    """Machine counts of a place: after its hand counts, or once the box has been opened."""
    return counts_are_closed(edition, place) or Opening.objects.filter(edition=edition).exists()
