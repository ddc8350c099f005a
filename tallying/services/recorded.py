"""The tallies that the audit trail names: a row that no line names is no result.

Triggers keep a tally from being changed, not from being put beside others. What counts puts the
digests of its tallies into a line of the trail, which is chained and whose heads are published.
"""

from collections.abc import Iterator

from budgeting.chain import Problem
from budgeting.models import Edition, Record
from tallying.models import Tally

EVENT = "tally"


def recorded_digests(edition: Edition) -> set[str]:
    """The digests of tallies in the lines of this edition."""
    lines = Record.objects.filter(edition=edition, event=EVENT).values_list("data", flat=True)
    return {digest for data in lines for digest in data.get("digests", ())}


def recorded_tallies(edition: Edition) -> list[Tally]:
    """The tallies that a line names, in the order in which they were stored."""
    named = recorded_digests(edition)
    return [tally for tally in edition.tallies.order_by("id") if tally.digest in named]


def recorded_seeds(edition: Edition) -> set[str]:
    """The seeds by which this edition was counted."""
    named = recorded_digests(edition)
    rows = edition.tallies.values_list("digest", "seed")
    return {seed for digest, seed in rows if digest in named}


def unrecorded_tallies() -> Iterator[Problem]:
    """A check of the audit trail: `unrecorded` once where a stored tally is in no line."""
    named = {
        (edition, digest)
        for edition, data in Record.objects.filter(event=EVENT).values_list("edition_id", "data")
        for digest in data.get("digests", ())
    }
    if not named.issuperset(Tally.objects.values_list("edition_id", "digest")):
        yield Problem(0, "unrecorded")
