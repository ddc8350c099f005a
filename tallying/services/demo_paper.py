"""Paper in the demo: a batch that went to a voting place, and the counts of its first day."""

import io
from datetime import timedelta
from functools import partial

from django.utils import timezone

from budgeting.clock import Clock
from budgeting.models import Edition, User, Venue
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
    if edition.phase != Phase.VOTING or venue is None:
        return
    if edition.print_batches.filter(venue__isnull=False).exists():
        return
    first, second = (
        User.objects.get(email=f"{key}@example.org") for key in ("facilitator", "facilitator2")
    )
    printed = print_batch(
        edition, count=SHEETS, out=io.BytesIO(), venue=venue, by=first, clock=clock
    )
    slip = Slip(Way.OUT, SHEETS, str(first), str(second), printed.batch, venue)
    confirm_hand_over(note_hand_over(edition, slip, by=first, clock=clock), by=second, clock=clock)
    _count_the_first_day(edition, venue, (first, second), clock)


def _count_the_first_day(
    edition: Edition, venue: Venue, people: tuple[User, User], clock: Clock
) -> None:
    """Both counted what was given out; what is left was counted by one of them so far."""
    today = timezone.localdate(clock.now())
    opened = timezone.localdate(edition.opens_at) if edition.opens_at else today
    day = max(opened, today - timedelta(days=1))
    count = partial(count_by_hand, edition, venue=venue, day=day, clock=clock)
    for by in people:
        count(kind=CountKind.ISSUED, value=GIVEN, by=by)
    count(kind=CountKind.LEFT_OVER, value=SHEETS - GIVEN, by=people[1])
