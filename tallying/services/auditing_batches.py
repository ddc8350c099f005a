"""The scan batches in which counted sheets lie, for whoever lays these in piles."""

from dataclasses import dataclass

from tallying.models import Audit
from tallying.services.auditing import recorded_places
from voting.models import Scan, ScanBatch


@dataclass(frozen=True)
class CountedBatch:
    """A batch and the files it was scanned from, never how many of its sheets count.

    `pile` is the number of the pile that names it already.
    """

    number: int
    batch: ScanBatch | None
    files: list[str]
    pile: int | None


def counted_batches(audit: Audit) -> list[CountedBatch]:
    """Every batch that a pile can name, by number."""
    batches = ScanBatch.objects.filter(edition=audit.edition).select_related("venue")
    known = {batch.number: batch for batch in batches}
    files = _files(audit)
    piles = {number: pile.number for pile in audit.piles.all() for number in pile.batches}
    return [
        CountedBatch(number, known.get(number), files.get(number, []), piles.get(number))
        for number in recorded_places(audit.edition)
    ]


def _files(audit: Audit) -> dict[int, list[str]]:
    """The names of the files of each batch, each once, in the order of its pages."""
    pages = Scan.objects.filter(batch__edition=audit.edition).exclude(file_name="")
    rows = pages.order_by("batch__number", "position").values_list("batch__number", "file_name")
    found: dict[int, list[str]] = {}
    for number, name in dict.fromkeys(rows):
        found.setdefault(number, []).append(name)
    return found
