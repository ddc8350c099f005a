"""Closing the vote: no cast is under way, and none can begin."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from budgeting.clock import DATABASE_CLOCK, Clock
from budgeting.errors import Refused
from budgeting.models import Edition, User
from budgeting.phases import Phase
from budgeting.services.moving import move
from budgeting.services.recording import record
from voting.models import Channel, Envelope
from voting.services import locks


def close_voting(
    edition: Edition, *, by: User | None = None, clock: Clock = DATABASE_CLOCK
) -> Edition:
    """Move to COUNTING once the clock has passed the close; `vote_still_open` before."""
    with transaction.atomic():
        held = locks.alone(edition.pk)
        if held.closes_at is None or clock.now() < held.closes_at:
            raise Refused("vote_still_open", _("The vote is still open."))
        moved = move(held, to=Phase.COUNTING, by=by, clock=clock)
        envelopes = Envelope.objects.filter(edition=held)
        counts = {channel: envelopes.filter(channel=channel).count() for channel in Channel}
        record("vote_closed", edition=held, by=by, data={"envelopes": counts}, clock=clock)
    edition.phase = Phase.COUNTING
    return moved


def close_now(edition: Edition, *, by: User | None, clock: Clock = DATABASE_CLOCK) -> Edition:
    """End the vote of a test edition before its time; a real one is `not_a_test`."""
    if not edition.is_test:
        raise Refused("not_a_test", _("Only a demonstration can be closed before its time."))
    with transaction.atomic():
        held = locks.alone(edition.pk)
        now = clock.now()
        if held.takes_votes(now):
            held.closes_at = held.paper_intake_until = now
            held.save(update_fields=["closes_at", "paper_intake_until"])
            record("vote_closed_early", edition=held, by=by, clock=clock)
    return close_voting(held, by=by, clock=clock)
