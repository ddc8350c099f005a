"""What a recount finds where ballots are kept back: all that totals and told rounds decide."""

import json
from collections.abc import Callable

import pytest

from tallying.engine.bundle import read_bundle, write_bundle
from tallying.engine.counting import Count
from tallying.engine.recounting import examine
from tests.tallying.alterations import (
    RULES,
    SEED,
    Files,
    files_of,
    published,
    replaced,
    sealed,
    together,
    zipped,
)

STEPS, RESULT, RULE, PB = "transcript.jsonl", "result.json", "rule.json", "election.pb"


def withheld() -> bytes:
    """The small vote of the alterations without its ballots."""
    election = read_bundle(published()).election
    counting = Count(election)
    return write_bundle(election, [counting.run(rule, SEED) for rule in RULES], ballots=False)


ALTERED: dict[str, tuple[Callable[[Files], Files], str]] = {
    "the seed": (replaced(RULE, SEED, "graine"), "seed"),
    "the rule": (replaced(RULE, '"threshold": 2', '"threshold": 9'), "threshold"),
    "a cost": (replaced(PB, "日本;40", "日本;45"), "日本"),
    "the budget": (replaced(PB, "budget;250", "budget;290"), "budget"),
    "votes": (replaced(STEPS, '"votes":9', '"votes":8'), "totals"),
    "a winner": (replaced(RESULT, '"b; c"\n    ],\n    "ties"', '"5"\n    ],\n    "ties"'), RESULT),
    "a winner, also of the last step": (
        together(
            replaced(RESULT, '"b; c"\n    ],\n    "ties"', '"5"\n    ],\n    "ties"', 9),
            replaced(STEPS, '"b; c"],"cost"', '"5"],"cost"', 9),
        ),
        "winners",
    ),
    "the project of a round": (
        replaced(STEPS, '"round":2,"project":"日本"', '"round":2,"project":"b; c"'),
        STEPS,
    ),
    "a tie": (replaced(RESULT, '"by": "lot"', '"by": "cost"'), "ties"),
    "one more key": (replaced(RESULT, '"budget"', '"a": 1, "budget"'), "result 1, a"),
    "the end": (replaced(STEPS, '"250"}\n', '"250"}', 9), STEPS),
}


def test_as_it_was_published_it_is_the_same() -> None:
    found = examine(withheld())
    assert (found.same, found.withheld, found.discrepancies) == (True, True, ())


@pytest.mark.parametrize("name", ALTERED)
def test_whatever_does_not_follow_is_named(name: str) -> None:
    alter, word = ALTERED[name]
    found = examine(zipped(sealed(alter(files_of(withheld())))))
    assert (found.same, found.withheld) == (False, True)
    assert word in json.dumps([item.to_json() for item in found.discrepancies], ensure_ascii=False)
