"""Rules for comparison are plain pabutools on approvals, quiet, repeatable and bounded."""

import io
import os
import random
import subprocess
import sys
from contextlib import redirect_stdout
from dataclasses import replace
from pathlib import Path

import pytest
from pabutools.election import CC_Sat
from pabutools.rules import greedy_utilitarian_welfare, sequential_phragmen

from tallying.engine.election import BallotGroup, Election
from tallying.engine.further_rules import (
    COVERAGE,
    FURTHER,
    PHRAGMEN,
    further,
    why_not,
)
from tallying.engine.reference import as_pabutools
from tests.tallying.elections import ASSEN, SWIECIE, real, small
from tests.tallying.hard_elections import hard_election

ROOT = Path(__file__).resolve().parents[2]


def approvals(count: int) -> list[Election]:
    """Hard elections of approvals in which every project has a supporter."""
    found: list[Election] = []
    number = 0
    while len(found) < count:
        number += 1
        election = hard_election(random.Random(number))
        if election.ballot_type == "approval" and all(election.supporters().values()):
            found.append(election)
    return found


def test_they_select_what_plain_pabutools_selects() -> None:
    for election in approvals(40):
        instance, profile = as_pabutools(election)
        with redirect_stdout(io.StringIO()):
            plain = {
                PHRAGMEN: sequential_phragmen(instance, profile),
                COVERAGE: greedy_utilitarian_welfare(instance, profile, CC_Sat),
            }
        found = further(election)
        for name in FURTHER:
            assert list(found[name]) == sorted(item.name for item in plain[name])


def test_nothing_is_printed_and_no_unsupported_project_is_taken(
    capsys: pytest.CaptureFixture[str],
) -> None:
    election = small({"a": 5, "b": 5, "idle": 1, "free": 0}, "2*a b", 10)
    assert further(election) == {PHRAGMEN: ("a", "b"), COVERAGE: ("a", "b")}
    assert capsys.readouterr().out == ""


def test_large_files_and_points_are_given_up_politely() -> None:
    large = replace(
        small({str(number): 1 for number in range(300)}, "-", 9),
        ballots=(BallotGroup(tuple(sorted(map(str, range(300)))), 10**6),) * 40,
    )
    assert why_not(large, PHRAGMEN) == "too_large"
    assert further(large, [PHRAGMEN]) == {}
    points = replace(small({"a": 1}, "a", 1), ballot_type="cumulative")
    assert all(why_not(points, name) == "approvals_only" for name in FURTHER)
    assert further(points, FURTHER) == {}


def test_it_can_be_cancelled_between_rules() -> None:
    def stop(_percent: int, word: str) -> None:
        if word == COVERAGE:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        further(real(ASSEN), FURTHER, stop)


def test_order_and_hash_seed_change_nothing() -> None:
    election = real(ASSEN)
    turned = replace(election, projects=election.projects[::-1], ballots=election.ballots[::-1])
    assert further(turned) == further(election)
    script = (
        "from pathlib import Path\n"
        "from tallying.engine.further_rules import further\n"
        "from tallying.engine.pabulib import read_pabulib\n"
        f"print(further(read_pabulib(Path({str(SWIECIE)!r}))))"
    )
    texts = {
        subprocess.run(
            [sys.executable, "-c", script],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert texts == {f"{further(real(SWIECIE))}\n"}
