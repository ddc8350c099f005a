"""The engine that counts beside pabutools on the same grouped ballots, in the same run.

pabutools runs once where it takes seconds, with exact fractions and ties by id, as it does by
default. Both are compared by the time that the process had a processor, beside the time that went
by. Amsterdam 252 is not among the files here: a drawn election of its size stands in for it.
"""

import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import count as counted
from pathlib import Path

import pytest
from pabutools.election import Cost_Sat
from pabutools.rules import method_of_equal_shares

from tallying.engine.counting import Count
from tallying.engine.election import Election
from tallying.engine.outcome import Outcome
from tallying.engine.pabulib import read_pabulib
from tallying.engine.reference import as_pabutools
from tallying.engine.rule import Rule
from tests.benchmarks.synthetic import drawn_election
from tests.benchmarks.timing import Timing, measure, report
from tests.tallying.elections import DATA, SWIECIE, WIELICZKA, real

WARSZAWA = DATA / "Poland_Warszawa_2026.pb"
SINGLE = Rule("mes-cost", ties="lexico")
# What pabutools calls a completion stops once nothing more fits.
ADD1 = Rule("mes-cost", completion="add1-exhaustive", ties="lexico")
MEGABYTES, GIBIBYTE = "MB", 1024


def by_pabutools(election: Election, raise_by: int | None = None) -> tuple[Timing, set[str]]:
    """The time of one run, with what it selects."""
    instance, profile = as_pabutools(election)
    start, working = time.perf_counter(), time.process_time()
    found = method_of_equal_shares(instance, profile, Cost_Sat, voter_budget_increment=raise_by)
    worked, seconds = time.process_time() - working, time.perf_counter() - start
    return Timing(seconds, seconds, 1, worked), {item.name for item in found}


def prepared(election: Election, rule: Rule) -> tuple[Callable[[], Outcome], Outcome]:
    """The rule itself on an election whose arrays and digest are there; every call counts anew."""
    engine, seeds = Count(election), counted()
    first = engine.run(rule, "first")
    return lambda: engine.run(rule, f"{next(seeds)}"), first


def compare(name: str, election: Election, rule: Rule, raise_by: int | None, runs: int) -> float:
    """Report both engines; how many times as long pabutools takes."""
    theirs, selected = by_pabutools(election, raise_by)
    work, outcome = prepared(election, rule)
    assert set(outcome.selected) == selected
    ours = measure(work, runs=runs)
    report(f"{name}: pabutools", 1000 * theirs.middle, "ms")
    report(f"{name}: own engine", 1000 * ours.middle, "ms")
    report(f"{name}: times as quick (middle of {runs})", theirs.middle / ours.middle, "x")
    report(f"{name}: by processor, pabutools", 1000 * theirs.worked, "ms")
    report(f"{name}: by processor, own engine", 1000 * ours.worked, "ms")
    report(f"{name}: by processor, times as quick", theirs.worked / ours.worked, "x")
    return theirs.worked / ours.worked


def test_one_share_of_warszawa() -> None:
    election = real(WARSZAWA)
    reading = measure(lambda: read_pabulib(WARSZAWA), runs=3)
    assert compare("Warszawa 2026, one share", election, SINGLE, None, 9) > 1
    work, _ = prepared(election, SINGLE)
    rule = measure(work, runs=9)
    whole = measure(lambda: Count(replace(election)).run(SINGLE), runs=3)
    report("Warszawa 2026, reading the file", 1000 * reading.middle, "ms")
    report("the rule by the time of reading", 100 * rule.middle / reading.middle, "%")
    report("with its arrays and the digest of the input", 1000 * whole.middle, "ms")


@pytest.mark.parametrize("path", [SWIECIE, WIELICZKA], ids=lambda path: path.stem)
def test_add1_on_small_elections(path: Path) -> None:
    election, name = real(path), path.stem[:24]
    assert compare(f"{name}, one share", election, SINGLE, None, 9) > 1
    assert compare(f"{name}, add1-exhaustive", election, ADD1, 1, 9) > 1
    work, outcome = prepared(election, replace(ADD1, completion="add1"))
    report(f"{name}, add1 ({outcome.runs} shares)", 1000 * measure(work).middle, "ms")


def test_an_election_of_the_size_of_amsterdam_252() -> None:
    """8,520 ballots and 85 projects, drawn."""
    election = drawn_election(8520, 85)
    assert compare("drawn, 8,520 x 85, one share", election, SINGLE, None, 9) > 1
    assert compare("drawn, 8,520 x 85, add1-exhaustive", election, ADD1, 1, 5) > 1


def test_add1_on_warszawa() -> None:
    """pabutools would take the better part of an hour."""
    work, outcome = prepared(real(WARSZAWA), replace(ADD1, completion="add1"))
    timing = measure(work, runs=3)
    report(f"Warszawa 2026, add1 ({outcome.runs} shares)", 1000 * timing.middle, "ms")
    assert timing.middle > 0


@pytest.mark.parametrize(
    ("name", "arguments"),
    [("Warszawa 2026", [str(WARSZAWA)]), ("1,000,000 ballots x 200", ["1000000", "200"])],
)
def test_memory_of_a_count(name: str, arguments: list[str]) -> None:
    """add1 and what is left by votes, in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.peak", *arguments]
    told = subprocess.run(command, capture_output=True, text=True, check=True, timeout=1200)
    bare, election, most, making, counting = map(float, told.stdout.split())
    report(f"{name}: peak of the whole process", most, MEGABYTES)
    report(f"{name}: above the interpreter", most - bare, MEGABYTES)
    report(f"{name}: of that, with the election", election - bare, MEGABYTES)
    report(f"{name}: making or reading it", making, "s")
    report(f"{name}: counting, with digests", counting, "s")
    assert most < 2 * GIBIBYTE
