"""What runs in the background: mails by the clock (`budgeting/celery.py` says when), tables that
were handed in and the chances of a draw, by their identifier."""

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings

from budgeting.services import drawing_lots, inviting, observing
from budgeting.services.tables.flow import check, store


@shared_task(name="budgeting.mail_heads")  # type: ignore[untyped-decorator]
def mail_heads() -> None:
    """The daily head of the audit trail, to the observers."""
    observing.mail_heads(base_url=settings.SITE_URL)


@shared_task(name="budgeting.forget_invitations")  # type: ignore[untyped-decorator]
def forget_invitations() -> None:
    """Addresses that were invited long ago."""
    inviting.forget_old()


@shared_task(name="budgeting.check_table")  # type: ignore[untyped-decorator]
def check_table(import_id: str) -> None:
    """Look at every row; the import's row says how far it is and what is wrong."""
    check(import_id)


@shared_task(name="budgeting.store_table")  # type: ignore[untyped-decorator]
def store_table(import_id: str) -> None:
    """Add every row of a clean table, or none."""
    store(import_id)


@shared_task(name="budgeting.estimate_chances", soft_time_limit=300)  # type: ignore[untyped-decorator]
def estimate_chances(number: int, wanted: str = "") -> None:
    """Everybody's chance of a seat in a draw as it was then, known before its seed is."""
    try:
        drawing_lots.estimate(number, wanted)
    except SoftTimeLimitExceeded:  # its work is counted: only a machine that stands still gets here
        return
