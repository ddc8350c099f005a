"""Handing over: sheets go from one person to another, and the other one says so too."""

from django.db import transaction

from budgeting.clock import DATABASE_CLOCK, Clock
from budgeting.models import Edition, User, Venue
from budgeting.services.recording import record
from voting.errors import refuse
from voting.models import HandOver, PrintBatch, Way


def note_hand_over(
    edition: Edition,
    *,
    way: Way,
    sheets: int,
    giver: str,
    receiver: str,
    by: User,
    batch: PrintBatch | None = None,
    venue: Venue | None = None,
    clock: Clock = DATABASE_CLOCK,
) -> HandOver:
    """Write down that sheets change hands; the receiver still has to confirm it.

    Without a batch these are filled-in sheets that come back. Refuses `other_venue`,
    `batch_missing`, `bad_count` (more than the batch has, or none) and `same_person`.
    """
    if venue is not None and venue.council_id != edition.council_id:
        raise refuse("other_venue")
    if batch is None and way == Way.OUT:
        raise refuse("batch_missing")
    if sheets < 1 or (batch is not None and sheets > batch.size):
        raise refuse("bad_count", max=batch.size if batch else 1)
    if giver.strip().casefold() == receiver.strip().casefold():
        raise refuse("same_person")
    noted = HandOver.objects.create(
        edition=edition,
        batch=batch,
        venue=venue or (batch.venue if batch else None),
        way=way,
        sheets=sheets,
        giver=giver.strip(),
        receiver=receiver.strip(),
        by=by,
        at=clock.now(),
    )
    record("sheets_handed_over", edition=edition, by=by, data=_data(noted), clock=clock)
    return noted


def confirm_hand_over(
    noted: HandOver, *, by: User, on_slip: bool = False, clock: Clock = DATABASE_CLOCK
) -> HandOver:
    """The receiver has the sheets. `on_slip`: they signed on paper, and `by` has that slip.

    Refuses `hand_over_confirmed` and `handed_over_by_you`.
    """
    with transaction.atomic():
        found = HandOver.objects.select_for_update().get(pk=noted.pk)
        if found.second_by_id is not None:
            raise refuse("hand_over_confirmed")
        if found.by_id == by.pk:
            raise refuse("handed_over_by_you")
        found.second_by, found.second_at, found.on_slip = by, clock.now(), on_slip
        found.save(update_fields=["second_by", "second_at", "on_slip"])
        data = {**_data(found), "on_slip": on_slip}
        record("hand_over_confirmed", edition=found.edition, by=by, data=data, clock=clock)
    return found


def _data(noted: HandOver) -> dict[str, object]:
    """Batch and number; the names stay in a row that can be erased."""
    batch = noted.batch.number if noted.batch else None
    return {"batch": batch, "sheets": noted.sheets, "way": noted.way}
