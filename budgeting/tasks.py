"""What runs by the clock on the ground floor; `budgeting/celery.py` says when."""

from celery import shared_task
from django.conf import settings

from budgeting.services import observing


@shared_task(name="budgeting.mail_heads")  # type: ignore[untyped-decorator]
def mail_heads() -> None:
    """The daily head of the audit trail, to the observers."""
    observing.mail_heads(base_url=settings.SITE_URL)
