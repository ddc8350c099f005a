"""Each option of a rule, on elections small enough to follow by hand."""

import pytest

from tallying.engine.counting import count
from tallying.engine.election import BallotGroup, Election, Project
from tallying.engine.errors import EngineError
from tallying.engine.rule import Rule
from tests.tallying.elections import small

CAP = {"column": "theme", "value": "green", "at_most": "60000.50"}
# Texts that one program takes for a number, and another for another or for none.
NOT_PLAIN = ("1e0", "+1", "-1", "1 000", "1\u202f000", "1,5", ".5", "1.", " 1", "1\n", "١", "")

BAD_CAPS: list[dict[str, object]] = [
    *(dict[str, object](at_most=text) for text in NOT_PLAIN),
    {"column": "Theme"},
    {"column": " theme"},
    {"value": "green "},
    {"value": ""},
    {"at_most": 5},
]


def winners(election: Election, rule: str, **options: object) -> str:
    """The ids of the winners in order of selection, joined."""
    document = {"version": 1, "rule": rule, **options}
    return "".join(count(election, Rule.from_json(document)).selected)


def test_greedy_skips_what_does_not_fit_unless_told_to_stop_there() -> None:
    election = small({"a": 6, "b": 5, "c": 4}, "3*a 2*b c", 10)
    assert winners(election, "greedy-votes") == "ac"
    assert winners(election, "greedy-votes", no_skip=True) == "a"


def test_greedy_per_euro_prefers_cheap_support() -> None:
    election = small({"a": 10, "b": 2}, "3*a 2*b", 10)
    assert winners(election, "greedy-votes") == "a"
    assert winners(election, "greedy-votes-per-euro") == "b"


def test_a_threshold_bars_projects_with_fewer_votes() -> None:
    election = small({"a": 5, "b": 5}, "3*a 2*b", 10)
    assert winners(election, "greedy-votes", threshold=3) == "a"
    assert winners(election, "mes-cost", threshold=3, then="greedy-votes") == "a"


def test_a_minimum_share_bars_dear_projects_with_few_votes() -> None:
    # 10 voters, budget 100: a needs 3/10 >= 90/300, and has it; b needs 3/10 >= 91/300.
    ballots = "3*ab 7*-"
    assert winners(small({"a": 90}, "3*a 7*-", 100), "greedy-votes", min_share=3) == "a"
    assert winners(small({"a": 10, "b": 91}, ballots, 100), "greedy-votes", min_share=3) == "a"


def test_add1_stops_before_the_overspend_even_if_that_leaves_nothing() -> None:
    election = small({"a": 5, "b": 5}, "a b", 5)
    assert winners(election, "mes-cost") == ""
    assert winners(election, "mes-cost", completion="add1") == ""
    then = {"completion": "add1", "then": "greedy-votes", "ties": "lexico"}
    assert winners(election, "mes-cost", **then) == "a"


def test_add1_ends_when_every_supported_project_is_selected() -> None:
    election = small({"a": 5, "b": 2, "x": 1}, "a b 8*-", 100)
    assert sorted(winners(election, "mes-cost", completion="add1")) == ["a", "b"]


def test_a_floored_start_and_another_step_reach_other_shares() -> None:
    # 3 voters, budget 10: shares 3 1/3, 4 1/3 … or 3, 4 … ; a costs its two voters 4 each.
    election = small({"a": 8, "b": 6}, "2*a b", 10)
    exact = count(election, Rule("mes-cost", completion="add1"))
    floored = count(election, Rule("mes-cost", completion="add1", start="floor"))
    halves = count(election, Rule("mes-cost", completion="add1", start="floor", step="0.5"))
    assert [str(item.share) for item in (exact, floored, halves)] == ["16/3", "5", "11/2"]


@pytest.mark.parametrize("rule", ["greedy-votes", "greedy-votes-per-euro", "mes-cost"])
def test_a_supported_project_that_costs_nothing_is_selected_first(rule: str) -> None:
    election = small({"a": 5, "z": 0, "y": 0}, "3*a z", 10)
    assert winners(election, rule)[0] == "z"
    assert count(election, Rule(rule)).free == ("z",)


def test_the_comparison_keeps_greedy_only_when_more_voters_prefer_it() -> None:
    # Equal shares fund b and c; greedy funds a, which 6 of 10 voters prefer.
    election = small({"a": 100, "b": 20, "c": 20}, "6*a 2*b 2*c", 100)
    plain = count(election, Rule("mes-cost"))
    compared = count(election, Rule("mes-cost", comparison=True))
    assert sorted(plain.selected) == ["b", "c"]
    assert compared.selected == ("a",)
    assert compared.kept_greedy
    assert compared.to_json()["rule"]["comparison"] is True
    even = small({"a": 100, "b": 20, "c": 20}, "5*a 3*b 2*c", 100)
    assert not count(even, Rule("mes-cost", comparison=True)).kept_greedy


def test_points_are_what_a_project_is_worth() -> None:
    groups = (BallotGroup(("a", "b"), 2, (9, 1)), BallotGroup(("b",), 1, (10,)))
    election = Election((Project("a", 6), Project("b", 6)), groups, 9, ballot_type="cumulative")
    assert winners(election, "mes-cost") == "a"
    assert winners(election, "greedy-votes") == "a"


def test_rankings_are_refused() -> None:
    election = small({"a": 5}, "a", 10, ballot_type="ordinal")
    with pytest.raises(EngineError) as refusal:
        count(election, Rule("mes-cost"))
    assert refusal.value.code == "format_not_supported"


def test_progress_rises_to_one_hundred_and_may_cancel() -> None:
    heard: list[int] = []
    election = small({"a": 8, "b": 6}, "2*a b", 10)
    count(election, Rule("mes-cost", completion="add1"), progress=lambda n, _: heard.append(n))
    assert heard == sorted(heard)
    assert (heard[0], heard[-1]) == (0, 100)

    def cancel(_percent: int, _word: str) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        count(election, Rule("mes-cost"), progress=cancel)


def test_a_rule_survives_its_document() -> None:
    rule = Rule("mes-cost", completion="add1", step="0.01", threshold=3, min_share=3)
    assert Rule.from_json(rule.to_json()) == rule
    assert Rule.from_json({"version": 1, "rule": "greedy-votes"}) == Rule("greedy-votes")
    capped = {"version": 1, "rule": "mes-cost", "step": "0.5", "caps": [CAP]}
    assert Rule.from_json(capped).to_json()["caps"] == [CAP]


@pytest.mark.parametrize(
    ("document", "code"),
    [
        ([], "rule_not_an_object"),
        ({"rule": "mes-cost"}, "rule_version_unknown"),
        ({"version": 2, "rule": "mes-cost"}, "rule_version_unknown"),
        ({"version": 1}, "rule_value_unknown"),
        ({"version": 1, "rule": "majority"}, "rule_value_unknown"),
        ({"version": 1, "rule": ["mes-cost"]}, "rule_value_unknown"),
        ({"version": 1, "rule": "mes-cost", "steps": "1"}, "rule_key_unknown"),
        ({"version": 1, "rule": "mes-cost", "step": "0"}, "rule_value_unknown"),
        ({"version": 1, "rule": "mes-cost", "step": 1}, "rule_value_unknown"),
        ({"version": 1, "rule": "mes-cost", "no_skip": "yes"}, "rule_value_unknown"),
        ({"version": 1, "rule": "mes-cost", "threshold": True}, "rule_value_unknown"),
        ({"version": 1, "rule": "greedy-votes", "completion": "add1"}, "rule_options_clash"),
        *(
            ({"version": 1, "rule": "mes-cost", "step": step}, "rule_value_unknown")
            for step in NOT_PLAIN
        ),
        *(
            ({"version": 1, "rule": "mes-cost", "caps": [{**CAP, **change}]}, "rule_value_unknown")
            for change in BAD_CAPS
        ),
    ],
)
def test_a_rule_that_is_not_understood_is_refused(document: object, code: str) -> None:
    with pytest.raises(EngineError) as refusal:
        Rule.from_json(document)
    assert refusal.value.code == code
