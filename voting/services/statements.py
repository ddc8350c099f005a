"""What people have said about one side of a sheet: typed, tapped or noted, and never taken back.

Whoever says one thing after another until it meets what somebody else said has not read the paper.
So nobody is a second person for a side of which they have said something else before.
"""

from django.db.models import Q

from budgeting.models import User
from budgeting.services.recording import record
from voting.models import Adjudication, Scan
from voting.services.page_table import HELD, TAPPED_ONLY
from voting.services.sheets import Intake


def typed_by(person: User | None) -> Q:
    """Pages typed at a desk or sent from a phone by somebody, whosever phone it is."""
    return Q(sent__by=person) | Q(sent__isnull=True, batch__by=person)


def said_about(scan: Scan, by: User | None = None) -> set[str]:
    """What was said of the side that a page shows, by one person or by all: the fingerprints of
    marks, and what it was declared to be."""
    pages = Scan.objects.filter(sheet=scan.sheet_id, side=scan.side)
    notes = Adjudication.objects.filter(scan__in=pages)
    by_people = Q(by_hand=True) | Q(sent__isnull=False, code__in=(TAPPED_ONLY, HELD))
    typed = pages.filter(by_people).exclude(fingerprint="")
    if by is not None:
        typed = typed.filter(typed_by(by))
        notes = notes.filter(Q(by=by) | Q(second_by=by))
    return {*typed.values_list("fingerprint", flat=True), *map(said_in, notes)}


def said_in(note: Adjudication) -> str:
    """The fingerprint of the marks, else what the page was declared to be."""
    return note.fingerprint or note.verdict


def record_difference(intake: Intake, by: User) -> None:
    """That somebody said something else of a side than was said before: no sheet, no mark."""
    data = {"batch": intake.batch.number}
    record("page_differs", edition=intake.edition, by=by, data=data, clock=intake.clock)
