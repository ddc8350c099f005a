"""Writing and checking the audit trail."""

from collections.abc import Iterator
from datetime import UTC
from typing import Any

from django.db import connection, transaction

from budgeting.clock import DATABASE_CLOCK, Clock
from budgeting.digests import digest_of
from budgeting.models import Council, Edition, Record, User

GENESIS = "sha256:" + "0" * 64
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
        line.digest = digest_of(covered(line))
        line.save(force_insert=True)
    return line


def covered(line: Record) -> dict[str, Any]:
    """What the digest of a line covers: everything in it and the digest before."""
    return {
        "sequence": line.sequence,
        "at": line.at.astimezone(UTC).isoformat(),
        "council": line.council_id,
        "edition": line.edition_id,
        "actor": line.actor,
        "event": line.event,
        "data": line.data,
        "previous": line.previous_digest,
    }


def broken_lines() -> Iterator[int]:
    """Sequence numbers at which the chain does not hold; empty when nobody touched it."""
    previous, expected = GENESIS, 1
    for line in Record.objects.order_by("sequence").iterator():
        intact = (
            line.sequence == expected
            and line.previous_digest == previous
            and line.digest == digest_of(covered(line))
        )
        if not intact:
            yield line.sequence
        previous, expected = line.digest, line.sequence + 1
