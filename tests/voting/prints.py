"""What the tests of batches made in the background share: asking, making, fetching."""

from datetime import timedelta
from typing import Any

from budgeting.clock import SetClock
from budgeting.models import Edition, User
from voting.models import PrintBatch
from voting.services.print_fetching import fetch
from voting.services.print_jobs import ask_for_sheets, carry_out


def asked(edition: Edition, by: User, clock: SetClock, count: int = 3, **more: Any) -> PrintBatch:
    return ask_for_sheets(edition, count=count, by=by, clock=clock, **more)


def made(edition: Edition, by: User, clock: SetClock, count: int = 3, **more: Any) -> PrintBatch:
    batch = asked(edition, by, clock, count, **more)
    carry_out(batch.pk, clock=clock)
    batch.refresh_from_db()
    return batch


def fetched(batch: PrintBatch, by: User, clock: SetClock) -> bytes:
    size, pieces = fetch(batch, by=by, clock=clock)
    data = b"".join(pieces)
    assert len(data) == size
    return data


def later(clock: SetClock, **more: int) -> None:
    clock.moment += timedelta(**more)


def state_of(batch: PrintBatch) -> tuple[str, str]:
    batch.refresh_from_db()
    return batch.state, batch.code
