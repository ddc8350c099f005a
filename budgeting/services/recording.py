"""Writing the audit trail."""

from typing import Any

from django.db import connection, transaction

from budgeting.chain import GENESIS, Content, Line, digest_for
from budgeting.clock import DATABASE_CLOCK, Clock
from budgeting.models import Council, Edition, Record, User
from budgeting.services.heads import note_head

CHAIN_LOCK = 7_214_001  # any fixed number: PostgreSQL's advisory lock for the chain's end


def record(
    event: str,
    *,
    edition: Edition | None = None,
    council: Council | None = None,
    by: User | None = None,
    role: str = "",
    data: dict[str, Any] | None = None,
    clock: Clock = DATABASE_CLOCK,
) -> Record:
    """Append one line. `data` must name no voter, credential, receipt or single cast."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])
        last = Record.objects.order_by("-sequence").first()
        line = Record(
            sequence=last.sequence + 1 if last else 1,
            at=clock.now(),
            edition=edition,
            council=council or (edition.council if edition else None),
            actor=f"{role or 'user'}:{by.pk}" if by else role,
            event=event,
            data=data or {},
            previous_digest=last.digest if last else GENESIS,
        )
        line.digest = digest_for(line.sequence, line.previous_digest, content_of(line))
        line.save(force_insert=True)
        transaction.on_commit(lambda: note_head(line.sequence, line.digest), robust=True)
    return line


def content_of(line: Record) -> Content:
    """What the digest of a stored line covers, beside its place in the chain."""
    return Content(line.at, line.council_id, line.edition_id, line.actor, line.event, line.data)


def line_of(row: Record, *, whole: bool = True) -> Line:
    """A stored line as the chain knows it; without its content where that is not for the reader."""
    content = content_of(row) if whole else None
    return Line(row.sequence, row.previous_digest, row.digest, content)
