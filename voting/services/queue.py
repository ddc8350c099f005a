"""The queue: pages that wait for a person, by why they wait and for whom.

Counts are of pages, by reason; never of marks. The order is that of arrival: batch and position.
"""

from dataclasses import dataclass, replace
from typing import Any

from django.db.models import BooleanField, Case, Exists, F, OuterRef, Q, QuerySet, Value, When

from budgeting.lines import one_line
from budgeting.models import Edition, User
from budgeting.phases import Phase
from voting.models import Adjudication, Scan, ScanState
from voting.services.page_table import JOINT
from voting.services.remedies import AS_READ

ORDER = ("batch__number", "position")
FOR_OTHER_SIDES = "incomplete_set"
MARKS = "marks_to_look_at"
"""Blank, too much marked or too little: one reason while a vote is under way."""


@dataclass(frozen=True)
class Wanted:
    """What somebody wants to see of the queue: one batch, one reason, or everything."""

    batch: int | None = None
    why: str = ""

    @staticmethod
    def of(given: Any) -> "Wanted":
        """From the parameters of an address; nonsense asks for everything."""
        batch = str(given.get("batch", ""))
        return Wanted(
            int(batch) if batch.isascii() and batch.isdigit() and len(batch) < 7 else None,
            one_line(str(given.get("why", "")))[:40],
        )

    def within(self, edition: Edition) -> "Wanted":
        """The same with the reasons that the edition's queue tells apart now."""
        return replace(self, why=MARKS) if self.why in JOINT and is_veiled(edition) else self


EVERYTHING = Wanted()


def is_veiled(edition: Edition) -> bool:
    """Whether nobody is told yet how many ballots are blank or break the rules: a real vote."""
    return edition.phase == Phase.VOTING and not edition.is_test


@dataclass(frozen=True)
class Group:
    """Pages that wait for one reason: how many, and how many for this person now.

    `second`: of those for this person, how many somebody else has looked at; `others`: decided
    or typed by this person, so that only somebody else can.
    """

    code: str
    pages: int
    mine: int
    second: int
    others: int


def waiting(edition: Edition, *, by: User, wanted: Wanted = EVERYTHING) -> "QuerySet[Any, Any]":
    """Pages that wait, oldest first, with `mine`: whether this person can decide them now.

    `noted_by_me` and `noted_by_another`: who has said something that a second person must say too.
    `why`: the code of the reason as the queue shows it, `MARKS` for three of them before the close.
    """
    said = Adjudication.objects.filter(scan=OuterRef("pk"), second_by__isnull=True)
    said = said.exclude(verdict=AS_READ)
    found = Scan.objects.filter(batch__edition=edition, state=ScanState.QUEUED)
    if wanted.batch is not None:
        found = found.filter(batch__number=wanted.batch)
    if why := wanted.within(edition).why:
        found = found.filter(code__in=JOINT if why == MARKS else (why,))
    closed = Q(noted_by_me=True) | Q(by_hand=True, batch__by=by) | Q(code=FOR_OTHER_SIDES)
    return (
        found.select_related("batch")
        .defer("image", "reading")
        .annotate(
            noted_by_me=Exists(said.filter(by=by)),
            noted_by_another=Exists(said.exclude(by=by)),
        )
        .annotate(why=_shown_code(edition))
        .annotate(mine=Case(When(closed, then=False), default=True, output_field=BooleanField()))
        .order_by(*ORDER)
    )


def _shown_code(edition: Edition) -> Case | F:
    if not is_veiled(edition):
        return F("code")
    return Case(When(code__in=JOINT, then=Value(MARKS)), default=F("code"))


def groups(edition: Edition, *, by: User, wanted: Wanted = EVERYTHING) -> list[Group]:
    """The queue by reason; the reason with the oldest page first."""
    found: dict[str, list[int]] = {}
    rows = waiting(edition, by=by, wanted=Wanted(batch=wanted.batch))
    for code, mine, another in rows.values_list("why", "mine", "noted_by_another"):
        counts = found.setdefault(code, [0, 0, 0])
        counts[0] += 1
        counts[1] += mine
        counts[2] += mine and another
    return [
        Group(code, pages, mine, second, others=0 if code == FOR_OTHER_SIDES else pages - mine)
        for code, (pages, mine, second) in found.items()
    ]


def batches(edition: Edition) -> list[int]:
    """The numbers of the batches of which pages wait."""
    queued = Scan.objects.filter(batch__edition=edition, state=ScanState.QUEUED)
    return sorted(set(queued.order_by().values_list("batch__number", flat=True)))


def first_for(edition: Edition, *, by: User, wanted: Wanted = EVERYTHING) -> Scan | None:
    """The oldest page that this person can decide."""
    return waiting(edition, by=by, wanted=wanted).filter(mine=True).first()


def beside(scan: Scan, *, by: User, wanted: Wanted = EVERYTHING) -> tuple[Scan | None, Scan | None]:
    """The pages before and after this one that the same person can decide; the end leads on to
    the beginning, and None means that there is no other."""
    here = (scan.batch.number, scan.position)
    rows = waiting(scan.batch.edition, by=by, wanted=wanted).filter(mine=True).exclude(pk=scan.pk)
    later = Q(batch__number=here[0], position__gt=here[1]) | Q(batch__number__gt=here[0])
    after = rows.filter(later).first() or rows.first()
    before = rows.exclude(later).last() or rows.last()
    return before, after
