"""The steps of an edition that the desk takes: forward, back, and how far the result is."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from budgeting.clock import DATABASE_CLOCK, Clock
from budgeting.dates import written
from budgeting.errors import Missing, Refused
from budgeting.models import Edition, ResultState, RuleSet, User
from budgeting.phases import MOVES, ORDER, Phase
from budgeting.services.moving import missing_for, move
from budgeting.services.recording import record
from proposals.services.publishing import missing_to_publish
from voting.services.starting import missing_to_start, start_voting

# Moves that other services make, with their own checks.
OTHER_WAYS = {Phase.PUBLICATION, Phase.VOTING, Phase.COUNTING}
STATE_AFTER = {
    Phase.OBJECTIONS: ResultState.CONTESTABLE,
    Phase.DECISION: ResultState.BEFORE_COLLEGE,
    Phase.REALISATION: ResultState.FINAL,
}


@dataclass(frozen=True)
class Step:
    """A move that the table allows from here, and what has to be done before it."""

    to: Phase
    back: bool
    missing: tuple[Missing, ...]


def steps_of(edition: Edition, now: datetime) -> list[Step]:
    """The moves of an edition, the one forward first; none for a closed edition."""
    here = ORDER.index(Phase(edition.phase))
    ordered = sorted(MOVES[Phase(edition.phase)], key=ORDER.index, reverse=True)
    return [
        Step(to, ORDER.index(to) < here, tuple(_missing_before(edition, to, now, here)))
        for to in ordered
    ]


def _missing_before(edition: Edition, to: Phase, now: datetime, here: int) -> list[Missing]:
    if ORDER.index(to) < here:
        return missing_for(edition, to, now)
    if to == Phase.PUBLICATION:
        return missing_to_publish(edition)
    if to == Phase.VOTING:
        return missing_to_start(edition, now) + _over_already(edition, now)
    missing = missing_for(edition, to, now)
    if to == Phase.COUNTING and edition.closes_at and now < edition.closes_at:
        until = written(edition.closes_at, "l j F Y, H:i")
        missing.append(Missing(_("The vote is open until %(moment)s.") % {"moment": until}))
    return missing


def _over_already(edition: Edition, now: datetime) -> list[Missing]:
    """Once started its dates are fixed: a vote that nobody could cast is not started."""
    if edition.closes_at is None or now < edition.closes_at:
        return []
    sentence = _("By the calendar the vote is over already. Move its dates first.")
    return [Missing(sentence, "edition_calendar", (edition.council.slug, edition.slug))]


def start_ahead(edition: Edition, *, by: User | None, clock: Clock = DATABASE_CLOCK) -> RuleSet:
    """Start a vote that is to come or under way; refuses `not_ready` with all that is missing."""
    now = clock.now()
    over = _over_already(edition, now)
    if over:
        missing = missing_to_start(edition, now) + over
        raise Refused("not_ready", _("The vote cannot start yet."), missing)
    return start_voting(edition, by=by, clock=clock)


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


def move_back(
    edition: Edition, *, to: str, by: User | None, clock: Clock = DATABASE_CLOCK
) -> Edition:
    """Back to the phase before, as long as nothing depends on the present one (phases.MOVES).

    Refuses `not_the_former_phase` (somebody else was quicker, or the table allows no step back)
    and `conditions_missing`.
    """
    with transaction.atomic():
        held = Edition.objects.select_for_update().get(pk=edition.pk)
        former = [step for step in MOVES[Phase(held.phase)] if step != next_phase(held)]
        if to not in former:
            raise Refused("not_the_former_phase", _("The edition is in another phase by now."))
        move(held, to=Phase(to), by=by, clock=clock)
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
    role = "officer" if by else ""
    record("result_state", edition=edition, by=by, role=role, data=data, clock=clock)
    edition.result_state = state
    edition.save(update_fields=["result_state"])
