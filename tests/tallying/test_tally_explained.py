"""`tally --explain` and `--rule-file` on the command line."""

import json
from pathlib import Path

import pytest
from django.core.management.base import CommandError

from tallying.engine.rule import Rule
from tests.tallying.elections import ASSEN
from tests.tallying.test_commands import KEYS, run

MES = ("--rule", "mes-cost", "--completion", "add1", "--step", "100", "--then", "greedy-votes")


@pytest.fixture
def rule_file(tmp_path: Path) -> Path:
    """A rule document as it stands in a bundle."""
    path = tmp_path / "rule.json"
    rule = Rule("mes-cost", completion="add1", step="100", then="greedy-votes")
    path.write_text(json.dumps(rule.to_json()), encoding="utf-8")
    return path


def test_the_story_is_told_in_plain_sentences() -> None:
    code, out, err = run("tally", str(ASSEN), *MES, "--explain")
    assert (code, err) == (0, "")
    for sentence in (
        "10 of 14 projects · 88700 of 100000 spent · 84 voters",
        "Equal Shares: each of 84 voters has 1990.47.",
        "With 2090.47 each the winners would cost 116700, more than the budget.",
        "Go-Zero kroegentocht (tied: 11)",
        "Most votes first, with what is left:",
        "Not funded, and what would have been enough, all else equal:",
        "supporters had too little left",
        "80 of 84 voters (95.2 %) see at least one project they chose funded.",
        "Fairness (EJR+ up to one project): no group was passed over.",
    ):
        assert sentence in out
    loser = next(line for line in out.splitlines() if line.startswith("8 ")).split()
    assert loser[:6] == ["8", "25", "40000", "84.8", "%", "34300"]


def test_the_story_of_greedy_names_whom_it_passed_over() -> None:
    code, out, _ = run("tally", str(ASSEN), "--rule", "greedy-votes", "--explain")
    assert code == 0
    assert "Equal Shares: " not in out
    assert "does not fit" in out
    assert "Fairness (EJR+ up to one project): " in out


def test_the_story_as_data_stands_beside_the_usual_keys() -> None:
    code, out, _ = run("tally", str(ASSEN), *MES, "--explain", "--json")
    result = json.loads(out)
    assert (code, list(result)) == (0, [*KEYS, "story"])
    story = result["story"]
    assert story["scale"] == 1
    assert [item["project"] for item in story["rounds"]] == result["selected"][:9]
    assert sum(story["winners_per_voter"]) == 84
    assert story["projects"]["8"]["funded_at"] == 34300
    plain = json.loads(run("tally", str(ASSEN), *MES, "--json")[1])
    assert plain == {key: result[key] for key in KEYS}


def test_a_rule_document_counts_like_its_options(rule_file: Path) -> None:
    by_file = run("tally", str(ASSEN), "--rule-file", str(rule_file), "--json")
    assert by_file == run("tally", str(ASSEN), *MES, "--json")


def test_limits_come_with_a_rule_document_and_are_named(rule_file: Path) -> None:
    limits = Rule("greedy-votes", conflicts=(("3", "9"),))
    rule_file.write_text(json.dumps(limits.to_json()), encoding="utf-8")
    code, out, _ = run("tally", str(ASSEN), "--rule-file", str(rule_file), "--explain")
    assert code == 0
    assert "shut out by 3" in out
    limits = Rule("greedy-votes", conflicts=(("3", "none"),))
    rule_file.write_text(json.dumps(limits.to_json()), encoding="utf-8")
    code, _, err = run("tally", str(ASSEN), "--rule-file", str(rule_file))
    assert (code, err.split(":")[0]) == (4, "rule_names_unknown_project")


def test_a_rule_document_goes_alone(rule_file: Path) -> None:
    file = ("tally", str(ASSEN), "--rule-file", str(rule_file))
    for parts in (["--step", "1"], ["--no-skip"], ["--ties", "lexico"], ["--threshold", "0"]):
        code, out, err = run(*file, *parts)
        assert (code, out) == (2, "")
        assert err.startswith(
            f"rule_options_clash: --rule-file holds the whole rule; drop {parts[0]}"
        )
    with pytest.raises(CommandError, match="not allowed with"):
        run(*file, "--rule", "mes-cost")
    with pytest.raises(CommandError, match="--rule --rule-file"):
        run("tally", str(ASSEN))
    assert run(*file, "--seed", "drawn")[0] == 0


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "rule_file_not_json"),
        ("{", "rule_file_not_json"),
        ("[" * 100_000, "rule_file_not_json"),
        ("[]", "rule_not_an_object"),
        ("{}", "rule_version_unknown"),
        ('{"version": 1}', "rule_value_unknown"),
        ('{"version": 1, "rule": "majority"}', "rule_value_unknown"),
        ('{"version": 1, "rule": ["mes-cost"]}', "rule_value_unknown"),
        ('{"version": 1, "rule": "mes-cost", "steps": "1"}', "rule_key_unknown"),
        ('{"version": 1, "rule": "mes-cost", "step": 1}', "rule_value_unknown"),
        ('{"version": 1, "rule": "mes-cost", "rule": "greedy-votes"}', "rule_value_unknown"),
        ('{"version": 1, "rule": "greedy-votes", "then": "greedy-votes"}', "rule_options_clash"),
    ],
)
def test_a_rule_document_that_is_none_is_refused(rule_file: Path, text: str, code: str) -> None:
    rule_file.write_text(text, encoding="utf-8")
    left, out, err = run("tally", str(ASSEN), "--rule-file", str(rule_file))
    assert (left, out, err.split(":")[0]) == (2, "", code)


def test_a_rule_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.json"):
        left, _, err = run("tally", str(ASSEN), "--rule-file", str(path))
        assert (left, err.split(":")[0]) == (2, "rule_file_unreadable")
    (tmp_path / "latin.json").write_bytes(b'{"rule": "\xe9"}')
    left, _, err = run("tally", str(ASSEN), "--rule-file", str(tmp_path / "latin.json"))
    assert (left, err.split(":")[0]) == (2, "rule_file_not_json")
