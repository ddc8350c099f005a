"""The steps of an edition that the desk takes: to the next phase, and how far the result is."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from budgeting.clock import DATABASE_CLOCK, Clock
from budgeting.errors import Refused
from budgeting.models import Edition, ResultState, User
from budgeting.phases import ORDER, Phase
from budgeting.services.moving import move
from budgeting.services.recording import record

# Moves that other services make, with their own checks.
OTHER_WAYS = {Phase.PUBLICATION, Phase.VOTING, Phase.COUNTING}
STATE_AFTER = {
    Phase.OBJECTIONS: ResultState.CONTESTABLE,
    Phase.DECISION: ResultState.BEFORE_COLLEGE,
    Phase.REALISATION: ResultState.FINAL,
}


def next_phase(edition: Edition) -> Phase | None:
    """The phase after the present one; None for a closed edition."""
    place = ORDER.index(Phase(edition.phase)) + 1
    return ORDER[place] if place < len(ORDER) else None


def move_on(
    edition: Edition, *, to: str, by: User | None, clock: Clock = DATABASE_CLOCK
) -> Edition:
    """Move to the next phase and take the result along; `to` is what the person saw.

    Refuses `not_the_next_phase` (somebody else was quicker), `conditions_missing`, and
    `another_way` for the start and the close of the vote, which have pages of their own.
    """
    with transaction.atomic():
        held = Edition.objects.select_for_update().get(pk=edition.pk)
        following = next_phase(held)
        if following is None or to != following:
            raise Refused("not_the_next_phase", _("The edition is in another phase by now."))
        if following in OTHER_WAYS:
            raise Refused("another_way", _("This step has a page of its own."))
        move(held, to=following, by=by, clock=clock)
        if following in STATE_AFTER and held.has_result():
            set_state(held, STATE_AFTER[following], by=by, clock=clock)
    edition.refresh_from_db()
    return edition


def pass_on(edition: Edition, *, by: User | None, clock: Clock = DATABASE_CLOCK) -> Edition:
    """The College has put the result on the agenda of the municipal council."""
    with transaction.atomic():
        held = Edition.objects.select_for_update().get(pk=edition.pk)
        if held.result_state != ResultState.BEFORE_COLLEGE:
            raise Refused("not_before_college", _("The result is not with the College now."))
        set_state(held, ResultState.BEFORE_MUNICIPAL_COUNCIL, by=by, clock=clock)
    edition.refresh_from_db()
    return edition


def set_state(edition: Edition, state: ResultState, *, by: User | None, clock: Clock) -> None:
    """Change how far the result is, with a line in the audit trail."""
    data = {"from": edition.result_state, "to": state}
    record("result_state", edition=edition, by=by, data=data, clock=clock)
    edition.result_state = state
    edition.save(update_fields=["result_state"])
