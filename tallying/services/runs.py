"""Runs: a tally in the background, from the question to the result."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from budgeting.clock import DATABASE_CLOCK, Clock
from budgeting.errors import Refused
from budgeting.models import Edition, User
from budgeting.phases import ORDER, Phase
from tallying.models import RunState, TallyRun
from tallying.services.tallying_up import TallyRefused, run_tally
from voting.services.opening import opened_ballots

STALE = timedelta(minutes=30)
BUSY = (RunState.WAITING, RunState.RUNNING)


def ask_for_tally(
    edition: Edition, *, by: User | None, seed: str = "", clock: Clock = DATABASE_CLOCK
) -> tuple[TallyRun, bool]:
    """A run, and whether it is new: one that is under way is answered again.

    `seed` is the number drawn in public that settles equal projects; it can be given once. Refuses
    `not_counting`, `links_not_destroyed` and `seed_is_set`.
    """
    if ORDER.index(Phase(edition.phase)) < ORDER.index(Phase.COUNTING):
        raise TallyRefused("not_counting", _("The vote has not been closed yet."))
    opened_ballots(edition)
    with transaction.atomic():
        held = Edition.objects.select_for_update().get(pk=edition.pk)
        busy = current_run(held, clock=clock)
        if busy is not None and busy.state in BUSY:
            return busy, False
        _set_seed(held, seed)
        run = TallyRun.objects.create(edition=held, asked_by=by, asked_at=clock.now())
    return run, True


def _set_seed(edition: Edition, seed: str) -> None:
    if not seed or seed == edition.tie_seed:
        return
    if edition.tie_seed or edition.tallies.exists():
        raise Refused("seed_is_set", _("The draw for equal projects was already recorded."))
    edition.tie_seed = seed
    edition.save(update_fields=["tie_seed"])


def current_run(edition: Edition, *, clock: Clock = DATABASE_CLOCK) -> TallyRun | None:
    """The latest run; one that nobody finished within half an hour has failed."""
    run = edition.tally_runs.first()
    if run is not None and run.state in BUSY and clock.now() - run.asked_at > STALE:
        fail(run, "no_answer")
    return run


def carry_out(run_id: int, *, clock: Clock = DATABASE_CLOCK) -> None:
    """Count for a run; what goes wrong is kept with it as a code. A finished run stays so."""
    run = TallyRun.objects.select_related("edition__council", "asked_by").get(pk=run_id)
    if run.state not in BUSY:
        return
    try:
        run_tally(run.edition, run=run, by=run.asked_by, clock=clock)
    except Refused as refusal:
        fail(run, refusal.code)
        return
    except Exception:
        fail(run, "unexpected")
        raise
    run.state, run.percent = RunState.DONE, 100
    run.save(update_fields=["state", "percent"])


def fail(run: TallyRun, code: str) -> None:
    """Keep why a run did not finish."""
    run.state, run.error_code = RunState.FAILED, code[:60]
    run.save(update_fields=["state", "error_code"])
