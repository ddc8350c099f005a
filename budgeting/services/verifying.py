"""Checking the audit trail: the chain, the published heads, the guards of the tables."""

from collections.abc import Iterator

from budgeting.append_only import missing_guards
from budgeting.chain import Heads, Line, Problem, problems
from budgeting.freeze_guard import missing_freeze_guards
from budgeting.models import Council, Record, RuleSet
from budgeting.services.heads import noted_heads
from budgeting.services.recording import line_of

GUARDED = (Record._meta.db_table, RuleSet._meta.db_table)


def verify_records(heads: Heads | None = None) -> list[Problem]:
    """Everything that is wrong; `heads` are those somebody kept, beside the ones noted here."""
    rows = Record.objects.order_by("sequence").iterator()
    found = list(problems((line_of(row) for row in rows), noted_heads()))
    if heads:
        kept = Record.objects.in_bulk(list(heads), field_name="sequence")
        found += [
            Problem(number, "head_differs" if number in kept else "shortened")
            for number, digest in sorted(heads.items())
            if number not in kept or kept[number].digest != digest
        ]
    gone = [guard for table in GUARDED for guard in missing_guards(table)]
    found += [Problem(0, "unguarded") for _guard in [*gone, *missing_freeze_guards()][:1]]
    return list(dict.fromkeys(found))


def lines_for(council: Council) -> Iterator[Line]:
    """The whole chain for an observer: this council's lines, and the place of all others."""
    for row in Record.objects.order_by("sequence").iterator():
        yield line_of(row, whole=row.council_id in {None, council.pk})
