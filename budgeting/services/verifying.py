"""Checking the audit trail: the chain, the published heads, the guards of the tables.

Apps above register checks of what they put into it (TRAIL_CHECKS).
"""

from collections.abc import Iterable, Iterator

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from budgeting.append_only import missing_guards
from budgeting.chain import Heads, Line, Problem, problems
from budgeting.clock import DATABASE_CLOCK, Clock
from budgeting.errors import Refused
from budgeting.freeze_guard import missing_freeze_guards
from budgeting.models import Council, Record, RuleSet
from budgeting.services.heads import note_head, note_restore, noted_heads
from budgeting.services.recording import line_of, record

NOT_INTACT = _("The lines that are there are not intact.")
GUARDED = (Record._meta.db_table, RuleSet._meta.db_table)


def verify_records(heads: Heads | None = None) -> list[Problem]:
    """Everything that is wrong; `heads` are those somebody kept, beside the ones noted here."""
    rows = list(Record.objects.order_by("sequence"))
    noted = noted_heads()  # after the lines, so that a line of this moment has its head
    found = list(problems((line_of(row) for row in rows), noted))
    unnoted = [row.sequence for row in rows if row.sequence not in noted]
    found += [Problem(sequence, "unnoted") for sequence in unnoted[:1]]
    kept = {row.sequence: row.digest for row in rows}
    found += [
        Problem(number, "head_differs" if number in kept else "shortened")
        for number, digest in sorted((heads or {}).items())
        if kept.get(number) != digest
    ]
    gone = [guard for table in GUARDED for guard in missing_guards(table)]
    found += [Problem(0, "unguarded") for _guard in [*gone, *missing_freeze_guards()][:1]]
    for path in settings.TRAIL_CHECKS:
        further: Iterable[Problem] = import_string(path)()
        found += further
    return list(dict.fromkeys(found))


def go_on_after_restore(*, clock: Clock = DATABASE_CLOCK) -> int:
    """Take the trail up again where a backup ends; answers how many lines were lost.

    The lines that are there have to be intact (`not_intact`), and some have to be missing
    (`nothing_missing`). It is said in the trail itself.
    """
    found = verify_records()
    lost = [problem for problem in found if problem.code == "shortened"]
    if any(problem.code not in {"shortened", "unguarded"} for problem in found):
        raise Refused("not_intact", NOT_INTACT)
    if not lost:
        raise Refused("nothing_missing", _("No published line is missing."))
    note_restore(Record.objects.count())
    record("restored", data={"lost": len(lost)}, clock=clock)
    return len(lost)


def note_missing_heads() -> int:
    """Note the heads of lines that have none, of an older version or after a full disk; answers
    how many. Refuses `not_intact`: what is wrong is not to be made to look right."""
    if any(problem.code not in {"unnoted", "unguarded"} for problem in verify_records()):
        raise Refused("not_intact", NOT_INTACT)
    noted = noted_heads()
    rows = Record.objects.order_by("sequence")
    missing = [row for row in rows if row.sequence not in noted]
    for row in missing:
        note_head(row.sequence, row.digest)
    return len(missing)


def lines_for(council: Council) -> Iterator[Line]:
    """The whole chain for an observer: this council's lines, and the place of all others."""
    for row in Record.objects.order_by("sequence").iterator():
        yield line_of(row, whole=row.council_id in {None, council.pk})
