"""Paper in the demo: a batch that went to a voting place, and the counts of its first day."""

import io
from datetime import timedelta

from django.utils import timezone

from budgeting.clock import Clock
from budgeting.models import Edition, User
from budgeting.phases import Phase
from voting.models import CountKind, Way
from voting.services.hand_counts import count_by_hand
from voting.services.handing_over import Slip, confirm_hand_over, note_hand_over
from voting.services.printing import print_batch

SHEETS = 60
GIVEN = 14
"""To voters, on the first day."""


def bring_paper(edition: Edition, clock: Clock) -> None:
    """Once, and only while the vote of the demo is under way; the file of the batch is nowhere."""
    venue = edition.council.venues.first()
    if edition.phase != Phase.VOTING or venue is None or edition.print_batches.exists():
        return
    first, second = (
        User.objects.get(email=f"{key}@example.org") for key in ("facilitator", "facilitator2")
    )
    printed = print_batch(
        edition, count=SHEETS, out=io.BytesIO(), venue=venue, by=first, clock=clock
    )
    slip = Slip(Way.OUT, SHEETS, str(first), str(second), printed.batch, venue)
    confirm_hand_over(note_hand_over(edition, slip, by=first, clock=clock), by=second, clock=clock)
    today = timezone.localdate(clock.now())
    opened = timezone.localdate(edition.opens_at) if edition.opens_at else today
    day = max(opened, today - timedelta(days=1))
    for by in (first, second):
        count_by_hand(
            edition, venue=venue, day=day, kind=CountKind.ISSUED, value=GIVEN, by=by, clock=clock
        )
    count_by_hand(
        edition,
        venue=venue,
        day=day,
        kind=CountKind.LEFT_OVER,
        value=SHEETS - GIVEN,
        by=second,
        clock=clock,
    )
