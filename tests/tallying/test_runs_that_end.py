"""Runs that end without a result: stopped, left by their worker, or too long."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connections, transaction

from budgeting.clock import DATABASE_CLOCK, SetClock
from budgeting.errors import Refused
from budgeting.models import Council, Edition, Record, User
from budgeting.phases import Phase
from tallying.models import RunState, Stage, Tally, TallyRun
from tallying.services.progress import LONGEST, Teller
from tallying.services.runs import (
    SILENT,
    UNTAKEN,
    ask_for_tally,
    cancel,
    carry_out,
    current_run,
)
from tests import build
from tests.people import SignIn
from tests.tallying.engines_at_hand import interrupted
from voting.models import Ballot

pytestmark = pytest.mark.django_db
# Four voters share as much as a real town: raises of one euro would take long.
COARSE = build.MES | {"step": "1000"}


@pytest.fixture
def counting(council: Council) -> Edition:
    edition = build.edition(council, phase=Phase.COUNTING, rule=COARSE)
    build.projects(edition)
    for choices in (["1"], ["1", "2"], ["2", "3"], ["1"]):
        Ballot.objects.create(edition=edition, channel="online", choices=choices)
    return edition


def test_a_run_that_is_stopped_stores_nothing(counting: Edition, officer: User) -> None:
    run, _ = ask_for_tally(counting, by=officer)
    carry_out(run.pk, engines=interrupted(lambda: stop(run, officer)))
    run.refresh_from_db()
    assert run.state == RunState.CANCELLED
    assert not Tally.objects.exists()
    counting.refresh_from_db()
    assert counting.result_state == "none"
    assert list(Record.objects.values_list("event", flat=True)) == ["tally_cancelled"]
    again, new = ask_for_tally(counting, by=officer)
    assert new
    carry_out(again.pk)
    assert Tally.objects.count() == 2


def stop(run: TallyRun, by: User) -> None:
    if TallyRun.objects.get(pk=run.pk).is_busy:
        cancel(run.edition, run.pk, by=by)


def test_a_run_that_has_ended_cannot_be_stopped(counting: Edition, officer: User) -> None:
    run, _ = ask_for_tally(counting, by=officer)
    carry_out(run.pk)
    other = build.edition(counting.council, "other")
    for edition in (counting, other):
        with pytest.raises(Refused) as refused:
            cancel(edition, run.pk, by=officer)
        assert refused.value.code == "not_under_way"
    assert not Record.objects.filter(event="tally_cancelled").exists()


def test_a_run_whose_worker_was_killed_can_be_started_again(
    counting: Edition, clock: SetClock
) -> None:
    class Killed(BaseException):
        """As SIGKILL: nothing of the program's own goes on."""

    def kill() -> None:
        raise Killed

    run, _ = ask_for_tally(counting, by=None, clock=clock)
    with pytest.raises(Killed):
        carry_out(run.pk, clock=clock, engines=interrupted(kill))
    run.refresh_from_db()
    assert run.state == RunState.RUNNING
    clock.moment += SILENT
    assert ask_for_tally(counting, by=None, clock=clock) == (run, False)
    clock.moment += timedelta(seconds=1)
    again, new = ask_for_tally(counting, by=None, clock=clock)
    run.refresh_from_db()
    assert (new, run.state, run.error_code) == (True, RunState.FAILED, "broken_off")
    carry_out(again.pk, clock=clock)
    assert Tally.objects.count() == 2


def test_a_run_that_no_worker_takes_up_is_given_up(counting: Edition, clock: SetClock) -> None:
    run, _ = ask_for_tally(counting, by=None, clock=clock)
    clock.moment += UNTAKEN + timedelta(seconds=1)
    assert current_run(counting, clock=clock) == run
    run.refresh_from_db()
    assert run.error_code == "no_answer"
    carry_out(run.pk, clock=clock)
    assert not Tally.objects.exists()


def test_a_worker_that_was_given_up_stops_without_a_word(counting: Edition) -> None:
    run, _ = ask_for_tally(counting, by=None)

    def give_up() -> None:
        TallyRun.objects.filter(pk=run.pk).update(state=RunState.FAILED, error_code="broken_off")

    carry_out(run.pk, engines=interrupted(give_up))
    run.refresh_from_db()
    assert (run.state, run.error_code) == (RunState.FAILED, "broken_off")
    assert not Tally.objects.exists()


def test_a_count_ends_in_time(counting: Edition) -> None:
    run, _ = ask_for_tally(counting, by=None)
    seconds = iter([0.0, 1.0, 1.0, LONGEST.total_seconds()])
    tell = Teller(run, rules=2, clock=DATABASE_CLOCK, ticks=lambda: next(seconds, 9e9))
    tell.at(Stage.READING)
    with pytest.raises(Refused) as refused:
        tell.at(Stage.COUNTING, 1)
    assert refused.value.code == "took_too_long"


def test_the_database_keeps_two_runs_of_an_edition_apart(counting: Edition) -> None:
    run, _ = ask_for_tally(counting, by=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        TallyRun.objects.create(edition=counting, asked_at=build.NOW)
    TallyRun.objects.filter(pk=run.pk).update(state=RunState.FAILED)
    TallyRun.objects.create(edition=counting, asked_at=build.NOW)


@pytest.mark.django_db(transaction=True)
def test_two_people_who_press_at_once_start_one_run() -> None:
    edition = build.edition(phase=Phase.COUNTING)
    start, answers = Barrier(2), []

    def press() -> None:
        start.wait()
        try:
            answers.append(ask_for_tally(Edition.objects.get(pk=edition.pk), by=None)[1])
        finally:
            connections.close_all()

    threads = [Thread(target=press) for _person in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [False, True]
    assert TallyRun.objects.count() == 1


def test_a_council_member_stops_the_count(counting: Edition, council_member: User) -> None:
    run, _ = ask_for_tally(counting, by=council_member)
    client = SignIn(council_member)
    page = f"/nl/desk/{counting.council.slug}/{counting.slug}/tally/"
    assert f'name="run" value="{run.pk}"' in client.get(page).content.decode()
    assert client.post(f"{page}cancel/", {"run": run.pk}).status_code == 302
    run.refresh_from_db()
    assert run.state == RunState.CANCELLED
    assert client.post(f"{page}cancel/", {"run": run.pk}).status_code == 400  # pressed twice
    for unknown in ("x", "", "0", "-1", "٣", "9" * 18, "9" * 19, "9" * 5000):
        assert client.post(f"{page}cancel/", {"run": unknown}).status_code == 400
    assert client.get(page).status_code == 200
