"""`compare` puts every rule side by side, as JSON and as a table, without a database."""

import json
from pathlib import Path

from tallying.engine.counting import Count
from tallying.engine.rule import Rule
from tests.tallying.elections import ASSEN, real
from tests.tallying.test_commands import run
from tests.tallying.test_pabulib import GOOD, with_type

ADD1 = "mes-cost + add1 + greedy-votes"


def test_every_rule_is_there_with_winners_cost_and_voters_who_got_one() -> None:
    code, out, err = run("compare", str(ASSEN), "--ties", "lexico", "--seed", "x", "--json")
    assert (code, err) == (0, "")
    found = json.loads(out)
    rows = {row["name"]: row for row in found["rules"]}
    assert list(rows) == [
        "greedy-votes",
        "greedy-votes-per-euro",
        "mes-cost",
        "mes-cost + add1",
        ADD1,
        "mes-cardinality",
        "mes-cardinality + add1",
        "mes-cardinality + add1 + greedy-votes",
        "sequential-phragmen",
        "greedy-coverage",
    ]
    rule = Rule("mes-cost", completion="add1", then="greedy-votes", ties="lexico")
    outcome = Count(real(ASSEN)).run(rule, "x")
    assert rows[ADD1]["selected"] == list(outcome.selected)
    assert rows[ADD1]["digest"] == outcome.digest
    assert rows[ADD1]["rule"] == rule.to_json()
    assert (rows[ADD1]["total_cost"], rows[ADD1]["voters_with_a_winner"]) == ("88700", 80)
    assert (rows["sequential-phragmen"]["rule"], found["not_run"]) == (None, {})
    assert found["matrix"]["8"]["greedy-votes"]
    assert not found["matrix"]["8"][ADD1]


def test_the_table_has_a_letter_for_each_rule_and_a_mark_for_each_winner() -> None:
    code, out, _ = run("compare", str(ASSEN))
    lines = out.splitlines()
    assert code == 0
    assert lines[1].split() == ["A", "greedy-votes", "7", "99200", "84", "100.0"]
    assert "id   cost  votes  A  B  C  D  E  F  G  H  I  J  name" in lines
    assert "8   40000     25  ●  ·  ·  ·  ·  ·  ·  ·  ·  ·  Crossbaan in Peelo" in lines


def test_points_are_counted_and_rules_for_approvals_are_said_not_to_run(tmp_path: Path) -> None:
    (tmp_path / "a.pb").write_text(with_type("cumulative", "p1,p2;0,3", "p1;1"), encoding="utf-8")
    code, out, _ = run("compare", str(tmp_path / "a.pb"))
    assert code == 0
    assert "sequential-phragmen: not run: it counts approvals only" in out
    document = json.loads(run("compare", str(tmp_path / "a.pb"), "--json")[1])
    assert document["not_run"]["greedy-coverage"] == "approvals_only"
    greedy = document["rules"][0]
    assert (greedy["selected"], greedy["voters_with_a_winner"]) == (["p2", "p1"], 2)


def test_no_voters_and_no_projects_compare_as_well(tmp_path: Path) -> None:
    empty = GOOD[: GOOD.index("1;p1")].replace("num_votes;3\n", "")
    (tmp_path / "a.pb").write_text(empty, encoding="utf-8")
    assert run("compare", str(tmp_path / "a.pb"))[0] == 0
    nothing = empty.replace("p1;40;Bench\np2;60;Trees\n", "").replace("num_projects;2\n", "")
    (tmp_path / "b.pb").write_text(nothing, encoding="utf-8")
    assert run("compare", str(tmp_path / "b.pb"))[0] == 0


def test_broken_files_and_command_lines_leave_as_those_of_the_other_commands(
    tmp_path: Path,
) -> None:
    assert run("compare", str(tmp_path / "none.pb"))[0] == 3
    assert run("compare", str(ASSEN), "--seed", "\ud800")[0] == 4
