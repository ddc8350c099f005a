"""What the paper desk shows: sheets by batch and place, and what people counted there by hand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from budgeting.models import Edition, User, Venue
from voting.models import CountKind, CountState, HandCount, PrintBatch, SheetState
from voting.services.counted_first import counts_are_closed, last_read_on, may_show
from voting.services.paper_figures import PlaceId, states_by_batch


@dataclass(frozen=True)
class BatchLine:
    """A batch with its sheets by state; `read` and `spoiled` wait for the hand counts."""

    batch: PrintBatch
    unreleased: int
    released: int
    spoiled: int | None
    void: int
    read: dict[str, int] | None

    @property
    def states(self) -> list[tuple[str, int]]:
        """Every state that has a sheet, in the order in which a sheet goes through them."""
        known = {"unreleased": self.unreleased, "released": self.released, **(self.read or {})}
        known |= {"spoiled": self.spoiled or 0, "void": self.void}
        return [(name, count) for name, count in known.items() if count]


@dataclass(frozen=True)
class PlaceLine:
    """A place (None: sheets for no place in particular), and what its hand counts are like.

    `lacks`: the day on which more was read there since all was counted.
    """

    venue: Venue | None
    batches: list[BatchLine]
    closed: int
    waiting: int
    lacks: date | None

    @property
    def done(self) -> bool:
        return self.closed == len(CountKind) and not self.waiting and self.lacks is None

    @property
    def slug(self) -> str:
        """How the address of its counts names the place."""
        return self.venue.slug if self.venue else "-"


def places_of(edition: Edition) -> list[PlaceLine]:
    """The places of the council, with their batches; the sheets for no place last."""
    states, batches = states_by_batch(edition), _batches(edition)
    shown = {pk: may_show(edition, pk) for pk in {batch.venue_id for batch in batches}}
    lines: dict[PlaceId, list[BatchLine]] = {}
    for batch in batches:
        n: Mapping[str, int] = states.get(batch.pk, {})
        unreleased, void = n.get(SheetState.PRINTED, 0), n.get(SheetState.VOID, 0)
        read = {
            "waiting": n.get(SheetState.ADJUDICATING, 0),
            "held": n.get(SheetState.HELD, 0),
            "counted": n.get(SheetState.COUNTED, 0),
            "blank": n.get(SheetState.BLANK, 0),
            "rejected": n.get(SheetState.REJECTED, 0),
        }
        line = BatchLine(
            batch=batch,
            unreleased=unreleased,
            released=sum(n.values()) - unreleased - void,
            spoiled=n.get(SheetState.SPOILED, 0) if shown[batch.venue_id] else None,
            void=void,
            read=read if shown[batch.venue_id] else None,
        )
        lines.setdefault(batch.venue_id, []).append(line)
    return [_place(edition, venue, lines) for venue in _venues(edition, lines)]


def _batches(edition: Edition) -> list[PrintBatch]:
    found = PrintBatch.objects.filter(edition=edition).select_related("venue")
    return list(found.order_by("number"))


def _venues(edition: Edition, lines: Iterable[PlaceId]) -> list[Venue | None]:
    venues: list[Venue | None] = list(Venue.objects.filter(council=edition.council))
    counted = HandCount.objects.filter(edition=edition, venue__isnull=True).exists()
    return venues + [None] * (None in lines or counted or not venues)


def _place(
    edition: Edition, venue: Venue | None, lines: dict[PlaceId, list[BatchLine]]
) -> PlaceLine:
    pk = venue.pk if venue else None
    counts = HandCount.objects.filter(edition=edition, venue=venue)
    closed = counts.filter(state=CountState.CLOSED)
    kinds = len(set(closed.values_list("kind", flat=True)))
    waiting = counts.filter(state=CountState.OPEN).count()
    behind = kinds == len(CountKind) and not waiting and not counts_are_closed(edition, pk)
    lacks = last_read_on(edition, pk) if behind else None
    return PlaceLine(venue, lines.get(pk, []), kinds, waiting, lacks)


@dataclass(frozen=True)
class CountLine:
    """A hand count as the person who looks may see it: not what somebody else counted first."""

    count: HandCount
    mine: bool

    @property
    def shown(self) -> bool:
        return self.mine or self.count.state != CountState.OPEN


def counts_at(edition: Edition, venue: Venue | None, by: User) -> list[CountLine]:
    """The counts of a place, the last day first; numbers that wait are for their own author."""
    found = HandCount.objects.filter(edition=edition, venue=venue)
    listed = found.select_related("by", "second_by").order_by("-day", "kind", "pk")
    return [CountLine(count, count.by_id == by.pk) for count in listed]
