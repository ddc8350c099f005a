"""Step (c) of the opening: breaking, in the live system, every link from a person to a ballot.

What is left: ballots, a list of receipts, credentials and sheets as tombstones that refuse a late
copy. Backups end with the edition's keys on the published date (deploy/README.md).
"""

from django.db import connection, transaction
from django.db.models.functions import TruncDay
from django.utils.translation import gettext_lazy as _

from budgeting.clock import DATABASE_CLOCK, Clock
from budgeting.errors import Refused
from budgeting.models import Edition, User
from budgeting.services.recording import record
from voting.models import (
    Adjudication,
    Ballot,
    Credential,
    DeviceScan,
    Envelope,
    Opening,
    Scan,
    SupersededEnvelope,
    Upload,
    UploadPart,
    UploadState,
)
from voting.sealing import ballots_digest
from voting.services import locks
from voting.services.decided import GONE
from voting.services.uploads import BUSY

# Every table that `_erase` or the opening writes to.
REWRITTEN = (
    "voting_envelope",
    "voting_supersededenvelope",
    "voting_scan",
    "voting_adjudication",
    "voting_credential",
    "voting_receipt",
    "voting_upload",
    "voting_uploadpart",
    "voting_devicescan",
)

READERS_MILLISECONDS = 3000


def stored_digest(edition: Edition) -> str:
    """The digest of the ballots as they lie in the database now."""
    rows = Ballot.objects.filter(edition=edition)
    return ballots_digest(ballot.triple() for ballot in rows.iterator())


def destroy_links(
    edition: Edition, *, copied_digest: str, by: User | None = None, clock: Clock = DATABASE_CLOCK
) -> Opening:
    """Destroy the links once the digest was checked and copied off the machine; repeatable.

    Refuses `not_opened` and `digest_differs` (typed against announced, announced against stored).
    """
    with transaction.atomic():
        held = locks.alone(edition.pk)
        opening = Opening.objects.filter(edition=held).first()
        if opening is None:
            raise Refused("not_opened", _("This box has not been opened yet."))
        if not copied_digest.strip() == opening.ballots_digest == stored_digest(held):
            raise Refused("digest_differs", _("This is not the fingerprint of the opened ballots."))
        first_time = opening.links_destroyed_at is None
        opening.digest_copied_at = opening.digest_copied_at or clock.now()
        opening.save(update_fields=["digest_copied_at"])
        _erase(held)
        opening.links_destroyed_at = opening.links_destroyed_at or clock.now()
        opening.save(update_fields=["links_destroyed_at"])
        if first_time:
            data = {"digest": opening.ballots_digest}
            record("links_destroyed", edition=held, by=by, data=data, clock=clock)
    if rewrite_tables():
        opening.tables_rewritten_at = clock.now()
        opening.save(update_fields=["tables_rewritten_at"])
    return opening


def _erase(edition: Edition) -> None:
    """Of a page remains that it was there and what became of it: no sheet, no picture, no marks.

    A picture or serial of a page that was refused first may show a sheet that counted later. Of a
    file remains how many pages it had: somebody may still have a copy with its name or digest.
    """
    scans = Scan.objects.filter(batch__edition=edition)
    Adjudication.objects.filter(scan__in=scans).update(reading=None, fingerprint="")
    scans.update(**GONE, at=TruncDay("at"))
    uploads = Upload.objects.filter(batch__edition=edition)
    UploadPart.objects.filter(upload__in=uploads).delete()
    uploads.filter(state__in=BUSY).update(state=UploadState.FAILED, code="intake_closed")
    uploads.update(file_name="", digest="", size=0, told_at=None, at=TruncDay("at"))
    sent = DeviceScan.objects.filter(device__edition=edition)
    sent.update(scan=None, image_digest="", taken_at=None, received_at=TruncDay("received_at"))
    SupersededEnvelope.objects.filter(edition=edition).delete()
    Envelope.objects.filter(edition=edition).delete()
    Credential.objects.filter(edition=edition).update(voter=None)


def rewrite_tables() -> bool:
    """Have the database write its files anew; False where this process may not do that.

    Outside a transaction only; SQLite also runs with secure_delete, and waits until nobody reads
    the old pages any more. On PostgreSQL only the owner may, and the site's own role owns nothing:
    then `destroy_links` is run once more as the owner.
    """
    if connection.in_atomic_block or not _owns_tables():
        return False
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for table in REWRITTEN:
                cursor.execute(f"VACUUM FULL {table}")
            return True
        cursor.execute("VACUUM")
        cursor.execute(f"PRAGMA busy_timeout={READERS_MILLISECONDS}")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        busy, _pages, _moved = cursor.fetchone()
    connection.close()  # the next one has its usual patience again
    return not busy


def _owns_tables() -> bool:
    """Whether VACUUM FULL would really run: for others PostgreSQL skips it with a warning."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT bool_and(pg_has_role(relowner, 'USAGE')) FROM pg_class"
            " WHERE relname = ANY(%s) AND relkind = 'r'",
            [list(REWRITTEN)],
        )
        return bool(cursor.fetchone()[0])
