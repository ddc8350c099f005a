"""Two at once: who presses, counts, stores and stops meet in the database, on both engines."""

import time
from collections.abc import Callable, Iterable
from datetime import datetime
from threading import Barrier, Event, Thread

import pytest
from django.db import connection, connections

from budgeting.clock import DATABASE_CLOCK
from budgeting.errors import Refused
from budgeting.models import Edition, Record
from budgeting.phases import Phase
from tallying.models import RunState, Tally, TallyRun
from tallying.services.engines import Engines
from tallying.services.runs import ask_for_tally, cancel, carry_out
from tallying.services.tallying_up import run_tally, standing_tallies
from tests import build
from tests.tallying.engines_at_hand import interrupted
from voting.models import Ballot

COARSE = build.MES | {"step": "1000"}
ENGINES = [
    pytest.param("here", marks=pytest.mark.django_db(transaction=True)),
    pytest.param(
        "postgresql", marks=[pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
    ),
]
PATIENCE, A_MOMENT = 60.0, 0.3


def counting() -> Edition:
    edition = build.edition(phase=Phase.COUNTING, rule=COARSE)
    build.projects(edition)
    for choices in (["1"], ["1", "2"], ["2", "3"], ["1"]):
        Ballot.objects.create(edition=edition, channel="online", choices=choices)
    return edition


class Watched:
    """The clock of the product, and what is done the first time it is asked in a transaction in
    which `when` holds."""

    def __init__(self, when: Callable[[], bool], do: Callable[[], object]) -> None:
        self._when, self._do, self._done = when, do, False

    def now(self) -> datetime:
        """Now, after that."""
        if not self._done and connection.in_atomic_block and self._when():
            self._done = True
            self._do()
            time.sleep(A_MOMENT)
        return DATABASE_CLOCK.now()


def beside(*actions: Callable[[], object]) -> list[Thread]:
    """Each action in a thread of its own, with a connection of its own."""

    def alone(action: Callable[[], object]) -> None:
        try:
            action()
        finally:
            connections.close_all()

    threads = [Thread(target=alone, args=[action]) for action in actions]
    for thread in threads:
        thread.start()
    return threads


def ended(threads: Iterable[Thread]) -> None:
    for thread in threads:
        thread.join(PATIENCE)
        assert not thread.is_alive()


@pytest.mark.parametrize("engine", ENGINES)
def test_many_who_press_at_once_start_one_run(engine: str) -> None:
    edition, start = counting(), Barrier(4)
    new: list[bool] = []

    def press() -> None:
        start.wait(PATIENCE)
        new.append(ask_for_tally(Edition.objects.get(pk=edition.pk), by=None)[1])

    ended(beside(*[press] * 4))
    assert sorted(new) == [False, False, False, True]
    assert TallyRun.objects.count() == 1


def together() -> Engines:
    """Engines for two counts, each of which waits for the other one before it is checked."""
    both = Barrier(2)

    def wait() -> None:
        both.wait(PATIENCE)

    return interrupted(wait)


@pytest.mark.parametrize("engine", ENGINES)
def test_two_who_count_at_once_store_one_result_and_one_line(engine: str) -> None:
    edition, engines = counting(), together()
    found: list[list[int]] = []

    def count() -> None:
        tallies = run_tally(Edition.objects.get(pk=edition.pk), engines=engines)
        found.append([tally.pk for tally in tallies])

    ended(beside(count, count))
    assert found == [[tally.pk for tally in standing_tallies(edition)]] * 2
    assert Tally.objects.count() == 2
    assert Record.objects.filter(event="tally").count() == 1


@pytest.mark.parametrize("engine", ENGINES)
def test_two_workers_with_one_run_store_it_once(engine: str) -> None:
    edition, engines = counting(), together()
    run, _new = ask_for_tally(edition, by=None)
    ended(beside(*[lambda: carry_out(run.pk, engines=engines)] * 2))
    run.refresh_from_db()
    assert run.state == RunState.DONE
    assert Tally.objects.count() == 2
    assert Record.objects.filter(event="tally").count() == 1


@pytest.mark.parametrize("engine", ENGINES)
def test_who_stops_while_the_result_is_being_stored_comes_too_late(engine: str) -> None:
    edition = counting()
    answers: list[str] = []
    threads: list[Thread] = []
    run, _new = ask_for_tally(edition, by=None)

    def stop() -> None:
        try:
            cancel(edition, run.pk, by=None)
        except Refused as refused:
            answers.append(refused.code)

    clock = Watched(Tally.objects.exists, lambda: threads.extend(beside(stop)))
    carry_out(run.pk, clock=clock)
    ended(threads)
    run.refresh_from_db()
    assert (run.state, answers) == (RunState.DONE, ["not_under_way"])
    assert len(standing_tallies(edition)) == 2
    assert not Record.objects.filter(event="tally_cancelled").exists()


@pytest.mark.parametrize("engine", ENGINES)
def test_a_result_that_meets_a_stop_under_way_is_not_stored(engine: str) -> None:
    edition, counted, stopping = counting(), Event(), Event()
    run, _new = ask_for_tally(edition, by=None)

    def pause() -> None:
        if TallyRun.objects.get(pk=run.pk).rule_number == 2:
            counted.set()
            assert stopping.wait(PATIENCE)

    threads = beside(lambda: carry_out(run.pk, engines=interrupted(pause)))
    assert counted.wait(PATIENCE)
    cancel(edition, run.pk, by=None, clock=Watched(lambda: True, stopping.set))
    ended(threads)
    run.refresh_from_db()
    assert run.state == RunState.CANCELLED
    assert not Tally.objects.exists()
    assert list(Record.objects.values_list("event", flat=True)) == ["tally_cancelled"]
    again, new = ask_for_tally(edition, by=None)
    carry_out(again.pk)
    assert new
    assert len(standing_tallies(edition)) == 2
