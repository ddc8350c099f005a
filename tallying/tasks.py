"""What runs in the background: tallies, by their number, and what the clock tells people.

No ballot travels through the queue.
"""

from celery import shared_task
from django.conf import settings

from tallying.services import reminding
from tallying.services.runs import carry_out


@shared_task(name="tallying.tally")  # type: ignore[untyped-decorator]
def tally(run_id: int) -> None:
    """Count for a run; its row says how far it is and what came of it."""
    carry_out(run_id)


@shared_task(name="tallying.remind")  # type: ignore[untyped-decorator]
def remind() -> None:
    """The daily digest of officers and facilitators."""
    reminding.remind(base_url=settings.SITE_URL)


@shared_task(name="tallying.announce")  # type: ignore[untyped-decorator]
def announce() -> None:
    """That a call or a vote opens or closes today."""
    reminding.announce(base_url=settings.SITE_URL)
