"""What runs in the background: tallies, by their number. No ballot travels through the queue."""

from celery import shared_task

from tallying.services.runs import carry_out


@shared_task(name="tallying.tally")  # type: ignore[untyped-decorator]
def tally(run_id: int) -> None:
    """Count for a run; its row says how far it is and what came of it."""
    carry_out(run_id)
