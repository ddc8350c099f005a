"""Handing over: sheets go from one person to another, and the other one says so too."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from budgeting.clock import DATABASE_CLOCK, Clock
from budgeting.models import Edition, User, Venue
from budgeting.services.recording import record
from voting.errors import refuse
from voting.models import HandOver, PrintBatch, Way
from voting.services.printing import MAX_SHEETS
from voting.services.second_person import require_settled


@dataclass(frozen=True)
class Slip:
    """What a slip says: who gave how many sheets to whom, and which way they went.

    Without a batch these are filled-in sheets that come back.
    """

    way: Way
    sheets: int
    giver: str
    receiver: str
    batch: PrintBatch | None = None
    venue: Venue | None = None


def note_hand_over(
    edition: Edition, slip: Slip, *, by: User, clock: Clock = DATABASE_CLOCK
) -> HandOver:
    """Write down that sheets change hands; the receiver still has to confirm it.

    Refuses `other_venue`, `batch_of_other_venue` (the sums count it at the place it was printed
    for), `batch_missing` (what goes out is a batch), `bad_count` (none, or more than the batch
    has), `same_person` and `role_too_new`.
    """
    _check(edition, slip)
    require_settled(by, edition.council, clock.now())
    noted = HandOver.objects.create(
        edition=edition,
        batch=slip.batch,
        venue=slip.venue or (slip.batch.venue if slip.batch else None),
        way=slip.way,
        sheets=slip.sheets,
        giver=slip.giver.strip(),
        receiver=slip.receiver.strip(),
        by=by,
        at=clock.now(),
    )
    record("sheets_handed_over", edition=edition, by=by, data=_data(noted), clock=clock)
    return noted


def _check(edition: Edition, slip: Slip) -> None:
    if slip.venue is not None and slip.venue.council_id != edition.council_id:
        raise refuse("other_venue")
    if slip.batch and slip.batch.venue and slip.venue not in (None, slip.batch.venue):
        raise refuse("batch_of_other_venue")
    if slip.batch is None and slip.way == Way.OUT:
        raise refuse("batch_missing")
    most = slip.batch.size if slip.batch else MAX_SHEETS
    if not 1 <= slip.sheets <= most:
        raise refuse("bad_count", max=most)
    if slip.giver.strip().casefold() == slip.receiver.strip().casefold():
        raise refuse("same_person")


def confirm_hand_over(
    noted: HandOver, *, by: User, on_slip: bool = False, clock: Clock = DATABASE_CLOCK
) -> HandOver:
    """The receiver has the sheets. `on_slip`: they signed on paper, and `by` has that slip.

    Refuses `hand_over_confirmed`, `handed_over_by_you` and `role_too_new`.
    """
    with transaction.atomic():
        found = HandOver.objects.select_for_update().get(pk=noted.pk)
        if found.second_by_id is not None:
            raise refuse("hand_over_confirmed")
        if found.by_id == by.pk:
            raise refuse("handed_over_by_you")
        require_settled(by, found.edition.council, found.at)
        found.second_by, found.second_at, found.on_slip = by, clock.now(), on_slip
        found.save(update_fields=["second_by", "second_at", "on_slip"])
        data = {**_data(found), "on_slip": on_slip}
        record("hand_over_confirmed", edition=found.edition, by=by, data=data, clock=clock)
    return found


def erase_names(*, clock: Clock = DATABASE_CLOCK) -> int:
    """Erase the names on the slips of editions whose day of destruction has come; repeatable."""
    today, erased = timezone.localdate(clock.now()), 0
    named = HandOver.objects.exclude(giver="", receiver="")
    due = Edition.objects.filter(destruction_on__lte=today, hand_overs__in=named)
    for edition in due.distinct():
        with transaction.atomic():
            slips = named.filter(edition=edition).update(giver="", receiver="")
            record("hand_over_names_erased", edition=edition, clock=clock)
        erased += slips
    return erased


def _data(noted: HandOver) -> dict[str, object]:
    """Batch and number; the names stay in a row that can be erased.

    Of what comes back the number stays out too: while people vote it would tell how the vote runs.
    """
    batch = noted.batch.number if noted.batch else None
    sheets = {"sheets": noted.sheets} if noted.way == Way.OUT else {}
    return {"batch": batch, **sheets, "way": noted.way}
