"""The recount in the reader's browser: the transcript of the engine, and every change is named."""

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tallying.engine.bundle import write_bundle
from tallying.engine.counting import Count
from tallying.engine.election import BallotGroup, Election, Project
from tallying.engine.rule import Rule
from tests.tallying.alterations import altered_bundles, published
from tests.tallying.browser_recount import SCRIPT, page_with_script, recounted
from tests.tallying.drawn_widely import wide_election, wide_rule
from tests.tallying.elections import ASSEN, SWIECIE, real

pytestmark = pytest.mark.browser

MOST_BYTES = 15_000
DEFAULT = Rule("mes-cost", completion="add1", then="greedy-votes")


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    page = page_with_script(browser)
    yield page
    page.context.close()


def bundle_of(election: Election, *rules: Rule, seed: str = "7") -> bytes:
    counted = Count(election)
    return write_bundle(election, [counted.run(rule, seed) for rule in rules])


def test_it_is_one_small_file_that_loads_nothing() -> None:
    text = SCRIPT.read_text(encoding="utf-8")
    assert len(text.encode()) <= MOST_BYTES
    assert not re.search(r"\bimport\b|\bfetch\(|https?:|parseFloat|Math\.", text)


@pytest.mark.parametrize("batch", range(4))
def test_any_election_by_any_rules_comes_out_line_by_line(page: Page, batch: int) -> None:
    drawn = []
    for number in range(50):
        chance = random.Random(1000 * batch + number)
        election = wide_election(chance)
        rules = [wide_rule(chance, election) for _ in range(2)]
        drawn.append(bundle_of(election, *rules, seed=chance.choice(("", "graine é", "7"))))
    found = recounted(page, *drawn)
    assert [item["differences"] for item in found] == [[]] * len(drawn)
    assert all(item["same"] for item in found)


@pytest.mark.parametrize("path", [ASSEN, SWIECIE], ids=["Assen", "Świecie"])
def test_real_elections_come_out_the_same_and_tell_how_far_they_are(page: Page, path: Path) -> None:
    election = real(path)
    (found,) = recounted(page, bundle_of(election, DEFAULT, Rule("greedy-votes")))
    assert found["differences"] == []
    assert found["results"][0]["selected"] == list(Count(election).run(DEFAULT, "7").selected)
    assert [told[:2] for told in found["heard"]] == [[1, 2]] * len(found["heard"])
    assert len(found["heard"]) > 10


def test_large_budgets_and_the_finest_amounts_stay_exact(page: Page) -> None:
    unit = 10**12
    projects = (
        Project("a", 3 * 10**9 * unit // 7),
        Project("b", 10**9 * unit - 1),
        Project("c", 1),
    )
    ballots = (BallotGroup(("a", "b"), 3), BallotGroup(("b", "c"), 20), BallotGroup((), 1))
    election = Election(projects, ballots, 10**9 * unit, unit)
    rules = (Rule("mes-cost", then="greedy-votes"), Rule("mes-cardinality"), Rule("greedy-votes"))
    (found,) = recounted(page, bundle_of(election, *rules))
    assert found["differences"] == []


def test_points_beyond_what_a_float_holds_are_counted(page: Page) -> None:
    ballots = (BallotGroup(("a", "b"), 2, (2**53, 1)), BallotGroup(("a", "b"), 1, (1, 2**54)))
    projects = (Project("a", 10), Project("b", 10))
    election = Election(projects, ballots, 10, ballot_type="cumulative")
    (found,) = recounted(page, bundle_of(election, Rule("greedy-votes"), Rule("mes-cost")))
    assert found["differences"] == []
    assert found["results"][0]["selected"] == list(
        Count(election).run(Rule("greedy-votes"), "7").selected
    )


@pytest.mark.parametrize("data", [b"", b"no zip", b"PK\x05\x06" + b"\0" * 18, bytes(4000)])
def test_what_is_no_bundle_is_said_to_be_none(page: Page, data: bytes) -> None:
    (found,) = recounted(page, data)
    assert not found["same"]
    assert found["differences"]


def test_a_rule_that_never_ends_is_refused(page: Page) -> None:
    data = bundle_of(real(ASSEN), DEFAULT)
    (found,) = recounted(page, data.replace(b'"step": "1"', b'"step": "0"'))
    assert (found["differences"][-1]["file"], found["differences"][-1]["what"]) == (
        "rule.json",
        "broken",
    )
    assert json.dumps(found["differences"]).count("digest") == 2


def test_whatever_somebody_altered_is_named(page: Page) -> None:
    altered = altered_bundles(published())
    found = recounted(page, published(), *(data for data, _ in altered.values()))
    assert found[0]["same"]
    for (name, (_, words)), said in zip(altered.items(), found[1:], strict=True):
        assert not said["same"], name
        text = json.dumps(said["differences"], ensure_ascii=False).replace('\\"', '"')
        assert [word for word in words if word not in text] == [], name
