"""What is known of an edition's paper, as figures: by batch, by place and altogether.

A sheet belongs to the place whose pile it was first read in, else to the one it was printed for.
Once the links are broken, pages do not know their sheets: then the figures kept at the opening
speak (voting.services.reconciling).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Sum

from budgeting.models import Edition
from voting.models import (
    Channel,
    CountKind,
    CountState,
    Envelope,
    HandCount,
    HandOver,
    PrintBatch,
    PrintState,
    Scan,
    ScanBatch,
    Sheet,
    SheetState,
    Upload,
    Way,
)
from voting.paper.reconciliation import ENDED, ENDS, HAND, Figures, total

FOREIGN = ("other_edition", "other_council", "forged", "unknown_sheet")
NOT_MADE = (PrintState.WAITING, PrintState.MAKING, PrintState.FAILED)
WHERE = {
    SheetState.COUNTED: "counted",
    SheetState.BLANK: "blank",
    SheetState.REJECTED: "rejected",
    SheetState.HELD: "held",
    SheetState.ADJUDICATING: "waiting",
}
BY_MACHINE = ("released", "read", *ENDS, *ENDED)
OF_A_PLACE = (*BY_MACHINE, *HAND)
PlaceId = int | None
"""A voting place, or None for sheets that were not printed for one."""


@dataclass
class PaperFigures:
    """Figures by batch number, by place and of all; `refusals` counts refused pages by why."""

    batches: dict[int, Figures] = field(default_factory=dict)
    places: dict[PlaceId, Figures] = field(default_factory=dict)
    edition: Figures = field(default_factory=dict)
    refusals: dict[str, int] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {
            "version": 2,
            "batches": {str(number): dict(of) for number, of in self.batches.items()},
            "places": {str(pk or ""): dict(of) for pk, of in self.places.items()},
            "edition": dict(self.edition),
            "refusals": self.refusals,
        }

    @staticmethod
    def from_json(document: dict[str, Any]) -> "PaperFigures":
        return PaperFigures(
            {int(number): of for number, of in document["batches"].items()},
            {int(pk) if pk else None: of for pk, of in document["places"].items()},
            document["edition"],
            document["refusals"],
        )


def has_paper(edition: Edition) -> bool:
    """Whether there is anything to reconcile: a sheet was made, or a page was read."""
    if Sheet.objects.filter(edition=edition).exists():
        return True
    return Scan.objects.filter(batch__edition=edition).exists()


def states_by_batch(edition: Edition) -> dict[int, Counter[str]]:
    """How many sheets of each batch (by its id) are in each state; one query."""
    found: dict[int, Counter[str]] = defaultdict(Counter)
    sheets = Sheet.objects.filter(edition=edition).order_by()
    for batch, state, count in sheets.values_list("batch", "state").annotate(Count("pk")):
        found[batch][state] = count
    return found


def live_figures(edition: Edition) -> PaperFigures:
    """The figures from the rows as they are now; the links must still be there."""
    batches = batch_figures(edition)
    places = _places(edition)
    pages, refusals = _pages(edition)
    whole = total(batches.values(), ("printed", "unreleased", "void"))
    whole |= total(places.values(), OF_A_PLACE)
    rows = Envelope.objects.filter(edition=edition, channel=Channel.PAPER).count()
    return PaperFigures(batches, places, {**whole, **pages, "rows": rows}, refusals)


def batch_figures(edition: Edition) -> dict[int, Figures]:
    """A batch whose file is still to be made has no paper: it is left out."""
    states = states_by_batch(edition)
    found: dict[int, Figures] = {}
    for batch in PrintBatch.objects.filter(edition=edition):
        here = states.get(batch.pk, Counter())
        if here or batch.state not in NOT_MADE:
            unreleased, void = here[SheetState.PRINTED], here[SheetState.VOID]
            released = here.total() - unreleased - void
            found[batch.number] = {
                "printed": batch.size,
                "unreleased": unreleased,
                "released": released,
                "void": void,
            }
    return found


def _places(edition: Edition) -> dict[PlaceId, Figures]:
    machine: dict[PlaceId, Counter[str]] = defaultdict(Counter)
    read_at = _read_at(edition)
    sheets = Sheet.objects.filter(edition=edition).values_list("pk", "state", "batch__venue")
    for pk, state, printed_for in sheets.iterator():
        if state not in (SheetState.PRINTED, SheetState.VOID):
            machine[printed_for]["released"] += 1
        place = read_at.get(pk, printed_for)
        machine[place if place is not None else printed_for].update(_ends(state, pk in read_at))
    for place, count in _foreign(edition):
        machine[place].update({"read": count, "foreign": count})
    hand = hand_figures(edition)
    for place, sheets_moved in _moved(edition):
        machine[place]["released"] += sheets_moved
        machine[None]["released"] -= sheets_moved
        spoiled = min(sheets_moved, _spoiled_of_no_place(machine, place, hand.get(place, {})))
        machine[place]["spoiled"] += spoiled
        machine[None]["spoiled"] -= spoiled
    return {
        place: _of_a_place(machine[place], hand.get(place, {}))
        for place in {*machine, *hand}
        if place in hand or any(machine[place][name] for name in ("released", "read", "spoiled"))
    }


def _spoiled_of_no_place(
    machine: dict[PlaceId, Counter[str]], place: PlaceId, hand: dict[str, int]
) -> int:
    """How many spoiled sheets that were printed for no place this one has in hand.

    Their numbers do not tell where they were taken; two people who counted them do.
    """
    by_hand = hand.get(CountKind.SPOILED_BEFORE, 0) + hand.get(CountKind.SPOILED_RETURNED, 0)
    lacking = by_hand - machine[place]["spoiled"]
    return max(min(lacking, machine[None]["spoiled"]), 0)


def _ends(state: str, read: bool) -> list[str]:
    end = WHERE.get(SheetState(state), "refused" if read else "")
    spoiled = "spoiled" if state == SheetState.SPOILED else ""
    ended_read = "ended_read" if read and state in (SheetState.SPOILED, SheetState.VOID) else ""
    return [name for name in ("read" if read else "", end, spoiled, ended_read) if name]


def _of_a_place(machine: Counter[str], hand: dict[str, int]) -> Figures:
    counted = {name: machine[name] for name in BY_MACHINE}
    return {**counted, **{name: hand.get(name) for name in HAND}}


def _read_at(edition: Edition) -> dict[UUID, PlaceId]:
    """The place of the pile in which each sheet was first read."""
    scans = Scan.objects.filter(batch__edition=edition, sheet__isnull=False)
    first: dict[UUID, PlaceId] = {}
    ordered = scans.order_by("batch__number", "position")
    for sheet, place in ordered.values_list("sheet", "batch__venue").iterator():
        first.setdefault(sheet, place)
    return first


def _foreign(edition: Edition) -> Iterable[tuple[PlaceId, int]]:
    """Sheets of other votes and forged ones, by the pile they were in; a picture counts once."""
    pages = Scan.objects.filter(batch__edition=edition, sheet__isnull=True, code__in=FOREIGN)
    by_place = pages.order_by().values_list("batch__venue")
    return by_place.annotate(sheets=Count("image_digest", distinct=True))


def _moved(edition: Edition) -> Iterable[tuple[PlaceId, int]]:
    """Sheets printed for no place in particular that somebody confirmed to have taken to one."""
    taken = HandOver.objects.filter(
        edition=edition,
        way=Way.OUT,
        batch__venue__isnull=True,
        venue__isnull=False,
        second_by__isnull=False,
    )
    return taken.order_by().values_list("venue").annotate(moved=Sum("sheets"))


def hand_figures(edition: Edition) -> dict[PlaceId, dict[str, int]]:
    """Closed hand counts: the days of a place together, of what was left over the last day."""
    found: dict[PlaceId, dict[str, int]] = defaultdict(dict)
    closed = HandCount.objects.filter(edition=edition, state=CountState.CLOSED)
    for place, kind, value in closed.order_by("day").values_list("venue", "kind", "value"):
        earlier = 0 if kind == CountKind.LEFT_OVER else found[place].get(kind, 0)
        found[place][kind] = earlier + value
    return found


def _pages(edition: Edition) -> tuple[dict[str, int], dict[str, int]]:
    """Pages by what they were, against the numbers that piles and files gave them."""
    scans = Scan.objects.filter(batch__edition=edition).order_by()
    known = scans.filter(sheet__isnull=False)
    sides = known.values("sheet", "side").distinct().count()
    unknown = scans.filter(sheet__isnull=True)
    foreign = unknown.filter(code__in=FOREIGN).count()
    figures = {
        "pages": _numbered(edition),
        "sides": sides,
        "read_again": known.count() - sides,
        "foreign_pages": foreign,
        "no_ballots": unknown.count() - foreign,
    }
    refused = scans.filter(state="rejected").values_list("code").annotate(Count("pk"))
    return figures, dict(refused)


def _numbered(edition: Edition) -> int:
    """How many pages there must be: each pile numbers its pages, and each file has so many."""
    in_files = dict(
        Upload.objects.filter(batch__edition=edition)
        .order_by()
        .values_list("batch")
        .annotate(Sum("pages"))
    )
    piles = ScanBatch.objects.filter(edition=edition).order_by()
    last = piles.values_list("pk").annotate(Max("scans__position"))
    return sum(max(position or 0, in_files.get(pk, 0)) for pk, position in last)
