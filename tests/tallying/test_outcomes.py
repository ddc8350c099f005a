"""What is stored with a tally: the published result, its story, and how two of them differ."""

import json

from tallying.engine.counting import count
from tallying.engine.explain import explain
from tallying.engine.rule import Rule
from tallying.engine.what_would import what_would
from tallying.services.outcomes import as_stored, differ
from tests.tallying.elections import small

# In cents: six of ten voters want a and b, four want c.
ELECTION = small({"a": 49000, "b": 50000, "c": 30000}, "6*ab 4*c", 100000, scale=100)


def test_the_published_keys_stay_and_the_story_stands_beside_them() -> None:
    outcome = count(ELECTION, Rule("mes-cost"))
    stored = as_stored(ELECTION, outcome)
    assert {key: stored[key] for key in outcome.to_json()} == outcome.to_json()
    assert stored["parts"] == {"free": [], "rule": ["a", "c"], "then": []}
    assert stored["story"]["scale"] == 100
    assert stored["story"]["projects"]["b"]["worked_out"] is False
    assert json.loads(json.dumps(stored)) == stored


def test_what_a_loser_needed_is_stored_in_whole_euro_as_cents() -> None:
    outcome = count(ELECTION, Rule("mes-cost"))
    needed = what_would(ELECTION, outcome, explain(ELECTION, outcome))
    b = as_stored(ELECTION, outcome, needed)["story"]["projects"]["b"]
    assert b["worked_out"]
    assert b["funded_at"] is not None
    assert b["funded_at"] % 100 == 0
    assert b["funded_with"] is not None


def test_two_stored_results_differ_by_projects_money_and_voters() -> None:
    here, there = (
        json.loads(json.dumps(as_stored(ELECTION, count(ELECTION, Rule(name)))))
        for name in ("mes-cost", "greedy-votes")
    )
    found = differ(ELECTION, here, there)
    assert (found["both"], found["only_here"], found["only_there"]) == (["a"], ["c"], ["b"])
    assert found["reasons"] == {"c": "does_not_fit", "b": "supporters_had_too_little_left"}
    assert found["moved"] == [30000, 50000]
    assert found["with_winner"] == [10, 6]
    assert found["by_money"] == {"here": 4, "there": 6, "equal": 0}
