"""Formats: every ballot has one spelling, and what the rules do not allow gets no spelling."""

import json
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pabutools.election.pabulib import parse_pabulib_from_string

from voting.formats import (
    BallotFormat,
    FormatError,
    canonical,
    longest_choices,
    pabulib_meta,
    pabulib_type,
    pabulib_vote,
    parse_format,
    read_canonical,
)

COSTS = {"1": 100_00, "10": 300_00, "9": 250_00, "tuin": 500_00, "école": 0}
BUDGET = 600_00
APPROVAL = parse_format({"type": "approval", "min": 1, "max": 3})
KNAPSACK = parse_format({"type": "knapsack"})
POINTS = parse_format({"type": "points", "total": 10, "max_per_project": 5, "min_projects": 2})
RANKING = parse_format({"type": "ranking", "max": 3})
SCORE = parse_format({"type": "score", "min": -2, "max": 5})
ALL = [APPROVAL, KNAPSACK, POINTS, RANKING, SCORE]

projects = st.sampled_from(sorted(COSTS))
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | projects,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(projects | st.text(), inner),
    max_leaves=8,
)


def written(fmt: BallotFormat, choices: object, costs: Mapping[str, int] = COSTS) -> str:
    return canonical(fmt, choices, costs=costs, budget=BUDGET)


def refusal(fmt: BallotFormat, choices: object) -> str:
    with pytest.raises(FormatError) as refused:
        written(fmt, choices)
    return refused.value.code


@pytest.mark.parametrize(
    "spec",
    [
        {"type": "approval", "min": 1, "max": None},
        {"type": "approval", "min": 0, "max": 5},
        {"type": "knapsack", "min": 1},
        {"type": "points", "total": 10, "max_per_project": 5, "min_projects": 1},
        {"type": "ranking", "max": 5, "min": 1},
        {"type": "score", "min": 0, "max": 5, "min_projects": 1},
    ],
)
def test_a_format_comes_back_from_its_json_form(spec: dict[str, object]) -> None:
    assert parse_format(json.loads(json.dumps(spec))).spec() == spec


def test_what_a_format_leaves_out_has_a_default() -> None:
    assert parse_format({"type": "approval"}).spec() == {"type": "approval", "min": 1, "max": None}
    assert parse_format({"type": "points", "total": 7}).max_points == 7


@pytest.mark.parametrize(
    "spec",
    [
        {},
        {"type": "lottery"},
        {"type": ["approval"]},
        {"type": "approval", "maximum": 3},
        {"type": "approval", "min": None},
        {"type": "approval", "min": True},
        {"type": "approval", "min": -1},
        {"type": "approval", "min": 3, "max": 2},
        {"type": "approval", "min": 0, "max": 0},
        {"type": "points"},
        {"type": "points", "total": 0},
        {"type": "points", "total": 5, "max_per_project": 6},
        {"type": "points", "total": 2, "min_projects": 3},
        {"type": "ranking"},
        {"type": "score", "min": 3, "max": 2},
    ],
)
def test_a_senseless_format_is_refused(spec: dict[str, object]) -> None:
    with pytest.raises(FormatError, match="bad_format"):
        parse_format(spec)


def test_each_format_writes_choices_in_one_way() -> None:
    assert written(APPROVAL, ["9", "10", "1", "9"]) == '["1","10","9"]'
    assert written(KNAPSACK, ("école", "tuin")) == '["tuin","école"]'
    assert written(POINTS, {"9": 5, "10": "5", "1": 0, "tuin": " "}) == '{"10":5,"9":5}'
    assert written(RANKING, ["9", "10", "1"]) == '["9","10","1"]'
    assert written(SCORE, {"9": -2, "1": "5", "10": 0}) == '{"1":5,"9":-2}'


def test_a_ranking_may_come_as_numbers_from_a_form_or_a_sheet() -> None:
    assert written(RANKING, {"1": "2", "9": "1", "tuin": ""}) == '["9","1"]'
    assert written(RANKING, {"1": 4, "9": 2}) == '["9","1"]'


@pytest.mark.parametrize(
    ("fmt", "choices", "code"),
    [
        (APPROVAL, [], "too_few"),
        (APPROVAL, ["1", "9", "10", "tuin"], "too_many"),
        (APPROVAL, ["nowhere"], "unknown_project"),
        (APPROVAL, [["1"]], "unknown_project"),
        (APPROVAL, "19", "malformed"),
        (APPROVAL, {"1": 1}, "malformed"),
        (APPROVAL, None, "malformed"),
        (KNAPSACK, ["tuin", "9"], "over_budget"),
        (KNAPSACK, [], "too_few"),
        (POINTS, {"1": 5}, "too_few"),
        (POINTS, {"1": 5, "9": 5, "10": 1}, "too_many_points"),
        (POINTS, {"1": 6, "9": 1}, "points_per_project"),
        (POINTS, {"1": -1, "9": 5}, "points_per_project"),
        (POINTS, {"1": True, "9": 1}, "not_a_number"),
        (POINTS, {"1": "1.5", "9": 1}, "not_a_number"),
        (POINTS, {"1": "٣", "9": 1}, "not_a_number"),
        (POINTS, {"1": "9" * 5000, "9": 1}, "not_a_number"),
        (POINTS, {"1": 10**5000, "9": 1}, "points_per_project"),
        (POINTS, {"nowhere": 0}, "unknown_project"),
        (POINTS, ["1"], "malformed"),
        (RANKING, ["1", "9", "1"], "duplicate_rank"),
        (RANKING, {"1": 1, "9": 1}, "duplicate_rank"),
        (RANKING, {"1": "first"}, "not_a_number"),
        (RANKING, ["1", "9", "10", "tuin"], "too_many"),
        (SCORE, {"1": 6}, "points_per_project"),
        (SCORE, {"1": -3}, "points_per_project"),
        (SCORE, {"1": 0}, "too_few"),
    ],
)
def test_choices_outside_the_rules_are_refused(
    fmt: BallotFormat, choices: object, code: str
) -> None:
    assert refusal(fmt, choices) == code


def test_a_blank_ballot_is_a_vote_only_where_the_edition_allows_it() -> None:
    blank = parse_format({"type": "approval", "min": 0})
    assert written(blank, []) == "[]"
    assert written(parse_format({"type": "score", "max": 5, "min_projects": 0}), {}) == "{}"
    assert [refusal(APPROVAL, []), refusal(KNAPSACK, []), refusal(POINTS, {})] == ["too_few"] * 3


def test_a_knapsack_may_use_the_budget_to_the_last_cent() -> None:
    costs = {"a": BUDGET - 1, "b": 1, "c": 1}
    assert written(KNAPSACK, ["a", "b"], costs) == '["a","b"]'
    with pytest.raises(FormatError) as refused:
        written(KNAPSACK, ["a", "b", "c"], costs)
    assert refused.value.params == {"budget": BUDGET, "spent": BUDGET + 1}


@given(st.sampled_from(ALL), anything)
def test_whatever_is_sent_is_either_refused_or_read_back_the_same(
    fmt: BallotFormat, choices: object
) -> None:
    try:
        text = written(fmt, choices)
    except FormatError:
        return
    again = read_canonical(fmt, text, costs=COSTS, budget=BUDGET)
    assert written(fmt, again) == text
    assert len(text.encode()) <= longest_choices(fmt, COSTS)


@given(st.permutations(sorted(COSTS)), st.sets(projects, min_size=1, max_size=3))
def test_the_order_of_boxes_and_projects_leaves_no_trace(
    order: list[str], ticked: set[str]
) -> None:
    costs = {project: COSTS[project] for project in order}
    ticks = [project for project in order if project in ticked]
    assert written(APPROVAL, ticks, costs) == written(APPROVAL, sorted(ticked))
    points = dict.fromkeys(ticks, 3)
    assert written(SCORE, points, costs) == written(SCORE, dict(sorted(points.items())))


@pytest.mark.parametrize(
    "text",
    ["", "[", '["9","1"]', '["1", "9"]', '["1","1"]', '["1"]\n', "1", "null", "[" * 100_000,
     '["\\u0031"]', '{"1":1}', "[NaN]"],
)  # fmt: skip
def test_choices_in_another_spelling_are_refused_at_the_opening(text: str) -> None:
    with pytest.raises(FormatError):
        read_canonical(APPROVAL, text, costs=COSTS, budget=BUDGET)


@pytest.mark.parametrize("text", ['{"1":1,"1":2}', '{"9":1,"1":1}', '{"1":1,"9":0}', '{"1":1.0}'])
def test_points_in_another_spelling_are_refused_at_the_opening(text: str) -> None:
    with pytest.raises(FormatError):
        read_canonical(SCORE, text, costs=COSTS, budget=BUDGET)


def test_the_longest_ballot_is_known_from_the_edition_alone() -> None:
    every = parse_format({"type": "approval"})
    assert longest_choices(every, COSTS) >= len(written(every, sorted(COSTS)).encode())
    assert longest_choices(APPROVAL, COSTS) < longest_choices(every, COSTS)
    assert longest_choices(SCORE, []) == longest_choices(APPROVAL, []) == 2


def test_an_export_speaks_pabulibs_language() -> None:
    types = [pabulib_type(fmt) for fmt in ALL]
    assert types == ["approval", "approval", "cumulative", "ordinal", "scoring"]
    assert pabulib_meta(APPROVAL) == {"min_length": "1", "max_length": "3"}
    assert pabulib_meta(POINTS) == {"min_length": "2", "max_points": "5", "max_sum_points": "10"}
    assert pabulib_meta(SCORE)["default_score"] == "0"
    assert pabulib_vote(RANKING, '["9","10"]') == {"vote": "9,10"}
    assert pabulib_vote(POINTS, '{"1":2,"10":3,"9":3}') == {"vote": "10,9,1", "points": "3,3,2"}
    assert pabulib_vote(SCORE, "{}") == {"vote": "", "points": ""}


@pytest.mark.parametrize("project", ["a,b", "a;b", ' a"', "a\nb", " a"])
def test_an_id_that_would_break_the_export_is_refused(project: str) -> None:
    with pytest.raises(FormatError, match="not_exportable"):
        pabulib_vote(APPROVAL, json.dumps([project]))


@pytest.mark.parametrize(
    ("fmt", "choices", "expected"),
    [
        (APPROVAL, ["9", "1"], {"1", "9"}),
        (POINTS, {"9": 2, "1": 5}, {"1", "9"}),
        (RANKING, ["9", "1"], ["9", "1"]),
        (SCORE, {"9": -1, "1": 5}, {"1", "9"}),
    ],
)
def test_pabutools_reads_an_exported_ballot(
    fmt: BallotFormat, choices: object, expected: set[str] | list[str]
) -> None:
    columns = pabulib_vote(fmt, written(fmt, choices))
    meta = {
        "description": "x",
        "vote_type": pabulib_type(fmt),
        "budget": "600",
        **pabulib_meta(fmt),
    }
    lines = ["META", "key;value", *(f"{key};{value}" for key, value in meta.items())]
    lines += ["PROJECTS", "project_id;cost", *(f"{name};{cost}" for name, cost in COSTS.items())]
    lines += ["VOTES", ";".join(["voter_id", *columns]), ";".join(["0", *columns.values()])]
    _, profile = parse_pabulib_from_string("\n".join(lines))
    names = [project.name for project in profile[0]]
    assert (names if isinstance(expected, list) else set(names)) == expected
