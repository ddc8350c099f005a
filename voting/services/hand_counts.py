"""Counting by hand: two people, each without the other's number, before any machine count is seen.

The database holds that the second person is another, and one closed count per place, day and kind.
"""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from budgeting.clock import DATABASE_CLOCK, Clock
from budgeting.models import Edition, User, Venue
from budgeting.phases import Phase
from budgeting.services.recording import record
from voting.errors import refuse
from voting.models import CountKind, CountState, HandCount, Opening
from voting.services.counted_first import given_up
from voting.services.second_person import require_settled

UNDER_WAY = (Phase.VOTING, Phase.COUNTING)


def count_by_hand(
    edition: Edition,
    *,
    venue: Venue | None,
    day: date,
    kind: CountKind,
    value: int,
    by: User,
    clock: Clock = DATABASE_CLOCK,
) -> HandCount:
    """Write down what somebody counted. The second person closes it, or both numbers stay.

    Whoever counted first may write their number anew until somebody else counted. Refuses
    `count_closed`, `count_given_up` (what was read there has been shown since), `day_outside`,
    `other_venue`, `role_too_new`, `too_late_to_count` and `count_meanwhile`: look again.
    """
    _check(edition, venue, day, by, clock)
    place = {"edition": edition, "venue": venue, "day": day, "kind": kind}
    try:
        with transaction.atomic():
            here = HandCount.objects.select_for_update().filter(**place)
            line = here.filter(state=CountState.OPEN).first()
            if line is not None:
                return _go_on(line, value=value, by=by, clock=clock)
            if here.filter(state=CountState.CLOSED).exists():
                raise refuse("count_closed")
            _require_wanted(edition, venue, kind)
            return HandCount.objects.create(**place, value=value, by=by, at=clock.now())
    except IntegrityError:
        raise refuse("count_meanwhile") from None


def _require_wanted(edition: Edition, venue: Venue | None, kind: CountKind) -> None:
    if kind in given_up(edition, venue.pk if venue else None):
        raise refuse("count_given_up")


def correct_count(
    count: HandCount, *, value: int, reason: str, by: User, clock: Clock = DATABASE_CLOCK
) -> HandCount:
    """Begin a line that takes the place of a closed one once a second person counted the same.

    Refuses `count_not_closed`, `reason_missing`, `role_too_new`, `too_late_to_count` and
    `count_meanwhile`.
    """
    _check(count.edition, count.venue, count.day, by, clock)
    if not reason.strip():
        raise refuse("count_reason_missing")
    try:
        with transaction.atomic():
            old = HandCount.objects.select_for_update().get(pk=count.pk)
            if old.state != CountState.CLOSED:
                raise refuse("count_not_closed")
            return HandCount.objects.create(
                edition=old.edition,
                venue=old.venue,
                day=old.day,
                kind=old.kind,
                value=value,
                by=by,
                at=clock.now(),
                corrects=old,
                reason=reason,
            )
    except IntegrityError:
        raise refuse("count_meanwhile") from None


def _check(edition: Edition, venue: Venue | None, day: date, by: User, clock: Clock) -> None:
    if venue is not None and venue.council_id != edition.council_id:
        raise refuse("other_venue")
    if edition.phase not in UNDER_WAY or Opening.objects.filter(edition=edition).exists():
        raise refuse("too_late_to_count")
    first = edition.opens_at or clock.now()
    if not timezone.localdate(first) <= day <= timezone.localdate(clock.now()):
        raise refuse("day_outside")
    require_settled(by, edition.council, clock.now())


def _go_on(line: HandCount, *, value: int, by: User, clock: Clock) -> HandCount:
    """The first person writes anew, or the second one closes the line or shows a difference."""
    if line.by_id == by.pk:
        line.value, line.at = value, clock.now()
        line.save(update_fields=["value", "at"])
        return line
    require_settled(by, line.edition.council, line.at)
    same = value == line.value
    line.second_value, line.second_by, line.second_at = value, by, clock.now()
    line.state = CountState.CLOSED if same else CountState.DIFFERS
    if same and line.corrects is not None:
        line.corrects.state = CountState.REPLACED
        line.corrects.save(update_fields=["state"])
    line.save(update_fields=["second_value", "second_by", "second_at", "state"])
    # Numbers stay out of the trail: while people vote they would tell how the vote runs.
    place = line.venue.slug if line.venue else ""
    data = {"kind": line.kind, "day": line.day.isoformat(), "venue": place}
    record(
        "hand_count_closed" if same else "hand_count_differs",
        edition=line.edition,
        by=by,
        data=data,
        clock=clock,
    )
    return line
