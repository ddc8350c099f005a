"""Runs: a tally in the background, from the question to the result, or to its end."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from budgeting.clock import DATABASE_CLOCK, Clock
from budgeting.errors import Refused
from budgeting.models import Edition, User
from budgeting.phases import ORDER, Phase
from budgeting.services.recording import record
from tallying.models import BUSY, RunState, TallyRun
from tallying.services.engines import ENGINES, Engines
from tallying.services.making import EnginesDiffer, TallyRefused
from tallying.services.progress import Stopped
from tallying.services.tallying_up import run_tally
from voting.services.opening import opened_ballots

# How long a run may wait for a worker, and how long a worker may give no sign.
UNTAKEN, SILENT = timedelta(minutes=30), timedelta(minutes=10)
MOST_DETAILS = 20_000


def ask_for_tally(
    edition: Edition, *, by: User | None, clock: Clock = DATABASE_CLOCK
) -> tuple[TallyRun, bool]:
    """A run, and whether it is new: one that is under way is answered again.

    Refuses `not_counting` and `links_not_destroyed`.
    """
    if ORDER.index(Phase(edition.phase)) < ORDER.index(Phase.COUNTING):
        raise TallyRefused("not_counting", _("The vote has not been closed yet."))
    opened_ballots(edition)
    with transaction.atomic():
        held = Edition.objects.select_for_update().get(pk=edition.pk)
        busy = current_run(held, clock=clock)
        if busy is not None and busy.is_busy:
            return busy, False
        run = TallyRun.objects.create(edition=held, asked_by=by, asked_at=clock.now())
    return run, True


def current_run(edition: Edition, *, clock: Clock = DATABASE_CLOCK) -> TallyRun | None:
    """The latest run; one that no worker took up, or that its worker left, has failed."""
    run = edition.tally_runs.first()
    if run is not None and run.is_busy and (code := _given_up(run, clock.now())):
        end(run, RunState.FAILED, code)
        run.refresh_from_db()
    return run


def _given_up(run: TallyRun, now: datetime) -> str:
    """Why a run under way is given up; empty while it is not."""
    if run.state == RunState.WAITING:
        return "no_answer" if now - run.asked_at > UNTAKEN else ""
    return "broken_off" if now - (run.told_at or run.asked_at) > SILENT else ""


def cancel(
    edition: Edition, number: int, *, by: User | None, clock: Clock = DATABASE_CLOCK
) -> None:
    """Stop a run; its worker notices at its next sign, and nothing is stored.

    Refuses `not_under_way`: it has ended, or was cancelled by somebody else.
    """
    with transaction.atomic():
        run = TallyRun.objects.filter(edition=edition, pk=number).first()
        if run is None or not end(run, RunState.CANCELLED):
            raise Refused("not_under_way", _("This count has ended already."))
        record("tally_cancelled", edition=edition, by=by, clock=clock)


def carry_out(run_id: int, *, clock: Clock = DATABASE_CLOCK, engines: Engines = ENGINES) -> None:
    """Count for a run; what goes wrong is kept with it as a code. A finished run stays so."""
    run = TallyRun.objects.select_related("edition__council", "asked_by").get(pk=run_id)
    if not run.is_busy:
        return
    try:
        run_tally(run.edition, run=run, by=run.asked_by, clock=clock, engines=engines)
    except Stopped:
        return
    except Refused as refusal:
        details = refusal.differences if isinstance(refusal, EnginesDiffer) else ()
        end(run, RunState.FAILED, refusal.code, "\n".join(details))
    except Exception:
        end(run, RunState.FAILED, "unexpected")
        raise


def end(run: TallyRun, state: RunState, code: str = "", details: str = "") -> bool:
    """Let a run end without a result, and keep why; answers whether it was under way."""
    under_way = TallyRun.objects.filter(pk=run.pk, state__in=BUSY)
    fields = {"error_code": code[:60], "details": details[:MOST_DETAILS]}
    return bool(under_way.update(state=state, **fields))
