"""The reference tally selects what pabutools selected on nine real elections of Pabulib."""

import hashlib
from pathlib import Path

import pytest

from tallying.engine.checking import check
from tallying.engine.rule import Rule
from tests.tallying.elections import (
    ASSEN,
    EXPECTED,
    SWIECIE,
    WIELICZKA,
    expected,
    path_of,
    real,
    reference,
)

ROWS = [(name, row) for name in sorted(EXPECTED) for row in expected(name)["rules"]]


def rule_of(row: str) -> Rule:
    """The rule that a row of an expected.json names."""
    if row.startswith("greedy_by_votes__"):
        return Rule("greedy-votes", ties="lexico")
    if row.startswith("greedy_by_votes_per_cost__"):
        return Rule("greedy-votes-per-euro", ties="lexico")
    completion = "none"
    if "_add1" in row:
        completion = "add1" if row.endswith("_no_exhaustive_stop") else "add1-exhaustive"
    return Rule(
        "mes-cost" if row.startswith("mes_cost") else "mes-cardinality",
        completion=completion,
        then="greedy-votes" if row.endswith("_then_greedy") else "none",
        ties="lexico",
    )


@pytest.mark.parametrize(("name", "row"), ROWS)
def test_a_rule_selects_what_pabutools_selected(name: str, row: str) -> None:
    wanted = expected(name)["rules"][row]
    outcome = reference(path_of(name)).run(rule_of(row))
    assert set(outcome.selected) == set(wanted["selected"])
    assert outcome.to_json()["total_cost"] == wanted["total_cost"]


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_the_files_are_the_published_ones_and_are_read_in_full(name: str) -> None:
    wanted, election = expected(name), real(path_of(name))
    assert hashlib.sha256(path_of(name).read_bytes()).hexdigest() == wanted["sha256"]
    assert election.voters == wanted["num_votes"]
    assert len(election.projects) == wanted["num_projects"]
    stated = {item.id: int(item.extra["votes"]) for item in election.projects}
    assert election.votes() == stated


@pytest.mark.parametrize("path", [WIELICZKA, SWIECIE, ASSEN], ids=lambda path: path.stem)
def test_add1_gives_the_official_winners(path: Path) -> None:
    official = {item.id for item in real(path).projects if item.extra["selected"] == "1"}
    for ties in ("lexico", "public"):
        outcome = reference(path).run(Rule("mes-cost", completion="add1", ties=ties))
        assert set(outcome.selected) == official


OFFICIAL = Rule("mes-cost", completion="add1", then="greedy-votes", comparison=True, min_share=3)


@pytest.mark.parametrize("path", [WIELICZKA, SWIECIE, ASSEN], ids=lambda path: path.stem)
def test_pabutools_share_by_share_confirms_the_whole_document(path: Path) -> None:
    outcome = reference(path).run(OFFICIAL, "drawn in public")
    checked = check(real(path), outcome)
    assert checked.differences == ()
    assert checked.shares_tried == checked.shares_all > 100


def test_the_comparison_keeps_equal_shares_in_wieliczka_as_it_officially_did() -> None:
    rule = Rule("mes-cost", completion="add1", ties="lexico", comparison=True)
    outcome = reference(WIELICZKA).run(rule)
    assert not outcome.kept_greedy
    assert len(outcome.selected) == 30
