"""Steps so small that a count would never end: refused before it starts, and never while locked."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from budgeting.models import Edition
from tallying.engine.counting import count
from tallying.engine.errors import EngineError
from tallying.engine.rule import Rule
from tallying.services import loading
from tallying.services.loading import NotCounted, load_edition
from tallying.services.tallying_up import run_tally
from tests.tallying.elections import ASSEN, small
from tests.tallying.files import document, votes, written
from tests.tallying.test_commands import run

TINY = "0.000000000001"
PAST = {"phase": "realisation", "calendar_days": {"call": [-90, -60], "vote": [-50, -40]}}
ENDLESS = {"version": 1, "rule": "mes-cost", "completion": "add1", "step": TINY}
LINES = ("online,1", "paper,1 2", "paper,2")


@pytest.mark.parametrize("completion", ["add1", "add1-exhaustive"])
@pytest.mark.parametrize("budget", [0, 5, 10**12])
def test_a_step_too_small_for_the_election_is_refused_at_once(completion: str, budget: int) -> None:
    costs = {"a": 10**13, "b": 6}
    with pytest.raises(EngineError, match=r"of 0\.000000000001.*larger step") as refusal:
        count(small(costs, "a b 8*-", budget), Rule("mes-cost", completion, step=TINY))
    assert refusal.value.code == "too_many_runs"


def test_a_step_is_small_only_beside_what_is_left_to_raise() -> None:
    plenty = small({"a": 8, "b": 6}, "2*a b", 10**12)
    assert count(plenty, Rule("mes-cost", "add1", step=TINY)).runs == 1
    assert count(small({}, "-", 10), Rule("mes-cost", "add1", step=TINY)).selected == ()
    assert count(small({"a": 8}, "a 9*-", 10), Rule("mes-cost", "none", step=TINY)).runs == 1


def test_the_raise_that_the_dearest_project_needs_is_foreseen() -> None:
    # The first share is 1; a needs 900 from its one supporter.
    lonely = small({"a": 900}, "a 999*-", 1000)
    with pytest.raises(EngineError, match="raised about 899,000,000 times"):
        count(lonely, Rule("mes-cost", "add1", step="0.000001"))


def test_the_command_says_so_with_4() -> None:
    code, out, err = run(
        "tally", str(ASSEN), "--rule", "mes-cost", "--completion", "add1", "--step", TINY
    )
    assert (code, out, err.split(":")[0]) == (4, "", "too_many_runs")


@pytest.mark.django_db
def test_an_edition_whose_count_is_refused_stays_loaded_and_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, ballots = written(tmp_path, document(**PAST, rule=ENDLESS)), votes(tmp_path, *LINES)
    with pytest.raises(SystemExit) as ended:
        call_command("load_edition", path, "--ballots", ballots)
    line = capsys.readouterr().err
    assert (ended.value.code, line.split(":")[0], line.count("\n")) == (4, "too_many_runs", 1)
    assert "demo-laken/2026 is loaded, but not counted." in line
    edition = Edition.objects.get()
    assert (edition.ballots.count(), edition.result_state) == (3, "none")
    edition.rule["step"] = "1"
    edition.save()
    assert run_tally(edition)[0].decides


@pytest.mark.django_db
def test_an_edition_is_counted_after_its_rows_were_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nested: list[int] = []

    def counted(edition: Edition, **more: Any) -> list[Any]:
        nested.append(len(connection.savepoint_ids))
        return list(run_tally(edition, **more))

    monkeypatch.setattr(loading, "run_tally", counted)
    loaded = load_edition(written(tmp_path, document(**PAST)), ballots=votes(tmp_path, *LINES))
    assert nested == [0]
    assert Edition.objects.get().result_state == loaded.edition.result_state == "final"


@pytest.mark.django_db
def test_a_refused_count_hands_on_what_was_loaded(tmp_path: Path) -> None:
    path = written(tmp_path, document(**PAST, rule=ENDLESS))
    with pytest.raises(NotCounted) as refusal:
        load_edition(path, ballots=votes(tmp_path, *LINES))
    assert (refusal.value.code, refusal.value.loaded.ballots) == ("too_many_runs", 3)
    assert json.loads(path.read_text(encoding="utf-8"))
