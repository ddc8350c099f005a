"""`tally` and `recount` on the command line: JSON, tables, refusals and exit codes, no database."""

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from tallying.engine.bundle import RESULT, write_bundle
from tallying.engine.rule import Rule
from tests.tallying.elections import ASSEN, SWIECIE, real, reference
from tests.tallying.files import document, written
from tests.tallying.test_bundle import published, resealed

ROOT = Path(__file__).resolve().parents[2]
KEYS = ["selected", "total_cost", "budget", "voters", "rule", "ties", "digest"]


def run(*arguments: str) -> tuple[int, str, str]:
    """Exit code, stdout and stderr of a command in this process."""
    out, err = StringIO(), StringIO()
    try:
        call_command(*arguments, stdout=out, stderr=err)
    except SystemExit as leaving:
        return int(leaving.code or 0), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def test_tally_prints_the_result_as_one_json_document() -> None:
    code, out, err = run(
        "tally", str(ASSEN), "--rule", "mes-cost", "--completion", "add1", "--json"
    )
    result = json.loads(out)
    assert (code, err) == (0, "")
    assert list(result) == KEYS
    assert set(result["selected"]) == {"3", "9", "2", "11", "13", "14", "5", "6", "12"}
    assert (result["total_cost"], result["budget"], result["voters"]) == ("76700", "100000", 84)
    assert result["rule"]["completion"] == "add1"
    (tie,) = result["ties"]
    assert tie == {"between": ["11", "2"], "chosen": "2", "by": "cost", "changed_winners": False}
    assert result["digest"].startswith("sha256:")


def test_tally_prints_a_table_for_people() -> None:
    code, out, _ = run("tally", str(ASSEN), "--rule", "greedy-votes")
    assert code == 0
    assert "PopUp Podium" in out
    assert "of 100000 spent" in out


def test_tally_takes_every_option() -> None:
    options = (
        "--completion add1-exhaustive --start floor --step 0.5 --then greedy-votes --ties lexico"
        " --seed x --no-skip --threshold 5 --min-share --comparison --json"
    )
    code, out, _ = run("tally", str(ASSEN), "--rule", "mes-cardinality", *options.split())
    assert code == 0
    assert json.loads(out)["rule"] == {
        "version": 1,
        "rule": "mes-cardinality",
        "completion": "add1-exhaustive",
        "start": "floor",
        "step": "0.5",
        "then": "greedy-votes",
        "ties": "lexico",
        "threshold": 5,
        "no_skip": True,
        "min_share": 3,
        "comparison": True,
    }


def test_a_broken_file_leaves_with_3_and_one_sentence(tmp_path: Path) -> None:
    broken = tmp_path / "broken.pb"
    broken.write_text(ASSEN.read_text(encoding="utf-8").replace(";7200;", ";-7200;"))
    code, out, err = run("tally", str(broken), "--rule", "mes-cost", "--json")
    assert (code, out) == (3, "")
    assert err.strip() == "negative_cost: Line 20: project “3” costs -7200."
    assert run("tally", str(tmp_path / "none.pb"), "--rule", "mes-cost")[0] == 3


def test_a_ballot_type_no_rule_counts_leaves_with_4(tmp_path: Path) -> None:
    ranked = tmp_path / "ranked.pb"
    ranked.write_text(ASSEN.read_text(encoding="utf-8").replace(";approval", ";ordinal"))
    code, _, err = run("tally", str(ranked), "--rule", "mes-cost")
    assert code == 4
    assert err.startswith("format_not_supported: ")


def test_a_wrong_command_line_leaves_with_2() -> None:
    assert run("tally", str(ASSEN), "--rule", "mes-cost", "--step", "-1")[0] == 2
    assert run("tally", str(ASSEN), "--rule", "greedy-votes", "--then", "greedy-votes")[0] == 2
    with pytest.raises(CommandError):
        run("tally", str(ASSEN), "--rule", "majority")


@pytest.mark.parametrize("option", ["--step=١", "--step=１", "--threshold=٣", "--threshold=³"])
def test_digits_of_other_scripts_are_not_taken_for_numbers(option: str) -> None:
    try:
        code, _, err = run("tally", str(ASSEN), "--rule", "mes-cost", option)
    except CommandError as error:
        code, err = 2, str(error)
    assert (code, "Traceback" in err) == (2, False)


def test_a_budget_in_digits_of_another_script_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "town.pb"
    file.write_text(ASSEN.read_text(encoding="utf-8").replace("budget;100000", "budget;١٠"))
    code, _, err = run("tally", str(file), "--rule", "mes-cost")
    assert (code, err.split(":")[0]) == (3, "not_a_number")


def shell(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command in a process of its own, with a database that cannot be opened."""
    settings = {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": "sqlite:////nowhere/at/all.sqlite3",
        **environment,
    }
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_result_is_the_same_bytes_whatever_the_hash_seed() -> None:
    arguments = ("tally", str(SWIECIE), "--rule", "mes-cost", "--then", "greedy-votes", "--json")
    answers = [shell(*arguments, PYTHONHASHSEED=seed) for seed in ("0", "1", "4711")]
    assert [answer.returncode for answer in answers] == [0, 0, 0]
    assert len({answer.stdout for answer in answers}) == 1


def test_usage_and_help_without_a_database() -> None:
    wrong = shell("tally", str(ASSEN), "--rule", "majority")
    assert (wrong.returncode, "Traceback" in wrong.stderr) == (2, False)
    helped = shell("tally", "--help")
    assert helped.returncode == 0
    assert "0 done · 2 usage · 3 bad input · 4 refused" in helped.stdout


@pytest.fixture
def bundle_file(tmp_path: Path) -> Path:
    path = tmp_path / "bundle.zip"
    path.write_bytes(published())
    return path


def test_recount_confirms_a_published_bundle(bundle_file: Path) -> None:
    code, out, _ = run("recount", str(bundle_file), "--json")
    found = json.loads(out)
    assert (code, found["same"], len(found["results"])) == (0, True, 2)
    assert all(item["same_winners"] and item["same_digest"] for item in found["results"])
    code, out, _ = run("recount", str(bundle_file), "--engine", "pabutools")
    assert "The recount gives the published result." in out


def test_recount_leaves_with_4_when_the_result_differs(tmp_path: Path) -> None:
    other = reference(ASSEN).run(Rule("mes-cost"), "graine").to_json()
    path = tmp_path / "bundle.zip"
    path.write_bytes(resealed(RESULT, json.dumps([other, other]).encode()))
    code, out, _ = run("recount", str(path))
    assert code == 4
    assert "OTHER WINNERS, OTHER DIGEST" in out


def test_recount_refuses_what_is_no_bundle() -> None:
    code, _, err = run("recount", str(ASSEN))
    assert (code, err.split(":")[0]) == (3, "not_a_zip")


def test_recount_needs_no_database(tmp_path: Path) -> None:
    path = tmp_path / "bundle.zip"
    path.write_bytes(write_bundle(real(ASSEN), [reference(ASSEN).run(Rule("greedy-votes"))]))
    assert shell("recount", str(path)).returncode == 0


def test_commands_that_need_a_database_say_that_it_is_not_ready(tmp_path: Path) -> None:
    edition = written(tmp_path, document())
    out = str(tmp_path / "bundle.zip")
    for arguments in (
        ("load_edition", str(edition)),
        ("import_pabulib", str(ASSEN), "--council", "assen", "--edition", "2024"),
        ("export_bundle", "assen/2024", "--out", out),
    ):
        answer = shell(*arguments, DATABASE_URL=f"sqlite:///{tmp_path}/empty.sqlite3")
        assert answer.returncode == 4
        assert answer.stderr.startswith("database_not_ready: ")
        assert answer.stderr.count("\n") == 1
    assert "database_not_ready" in shell("export_bundle", "assen/2024", "--out", out).stderr
