"""Where ballots are kept back, nothing that is public points at fewer than five people."""

import io
import json
import re
import zipfile
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from budgeting.models import Edition, Publication
from tallying.engine.counting import Count
from tallying.engine.election import Election
from tallying.engine.explain import explain
from tallying.engine.rule import Rule
from tallying.engine.small_cells import (
    cells_of,
    gains_may_be_told,
    money_at_least,
    tells_a_few,
    two_digits,
    voters_at_most,
    without_small_cells,
)
from tallying.engine.transcript import transcript_text
from tallying.engine.what_would import what_would
from tallying.models import Tally
from tallying.services.loading import load_edition
from tallying.services.outcomes import as_stored
from tallying.services.results import result_of
from tallying.services.shown_tallies import shown_story
from tests.tallying.elections import small
from tests.tallying.files import document, proposal, votes, written

A, B, L = 1, 2, 3
COSTS = {A: 200, B: 100, L: 150}
# 22 people chose A, 12 chose B and 8 chose L. One of them chose A and L, two chose A and B.
BALLOTS = {"1": 19, "1 3": 1, "2": 10, "1 2": 2, "3": 7}
FINISHED = {"phase": "decision", "calendar_days": {"call": [-90, -60], "vote": [-50, -40]}}
PAGES = ("result/", "result/1/", "result/2/", "result/3/", "explained/rounds/",
         "explained/rounds/2/", "explained/compare/", "explained/story.txt", "projects.csv",
         "result.json", "")  # fmt: skip


def attacked(folder: Path, publication: str) -> Edition:
    rule = Rule("mes-cost", then="greedy-votes").to_json()
    content = document(**FINISHED, budget_eur=400, publication=publication, rule=rule)
    content["proposals"] = [proposal(number, cost_eur=cost) for number, cost in COSTS.items()]
    lines = [f"online,{choice}" for choice, count in BALLOTS.items() for _ in range(count)]
    return load_edition(written(folder, content), ballots=votes(folder, *lines)).edition


def texts(edition: Edition) -> dict[str, str]:
    """Everything that is public of a result, by address; the files in the zip by name."""
    base = f"/en/c/{edition.council.slug}/{edition.slug}/"
    found = {page: Client().get(f"{base}{page}").content.decode() for page in PAGES}
    with zipfile.ZipFile(io.BytesIO(Client().get(f"{base}bundle.zip").content)) as bundle:
        files = {name: bundle.read(name).decode() for name in bundle.namelist()}
    return found | {name: files[name] for name in ("transcript.jsonl", "result.json")}


def overlapping(both: int) -> Election:
    """The same totals however many chose both `a` and `l`."""
    ballots = f"{20 - both}*a {both}*al 10*b 2*ab {8 - both}*l {both}*-"
    return small({"a": 20_000, "b": 10_000, "l": 15_000}, ballots, 40_000, scale=100)


def public(election: Election, rule: Rule) -> tuple[dict[str, Any], str]:
    """The shown story and the transcript of a bundle without ballots."""
    outcome = Count(election).run(rule, "seed")
    stored = as_stored(election, outcome, what_would(election, outcome, explain(election, outcome)))
    costs = {item.id: item.cost for item in election.projects}
    shown = shown_story(Tally(rule=rule.to_json(), outcome=stored), costs, election.budget)
    return shown, without_small_cells(transcript_text(election, [outcome]))


@pytest.mark.django_db
@pytest.mark.parametrize("publication", [Publication.GROUPED, Publication.TOTALS])
def test_the_figures_that_gave_one_person_away_are_nowhere(
    tmp_path: Path, publication: Publication
) -> None:
    edition = attacked(tmp_path, publication)
    tally = Tally.objects.get(edition=edition, decides=True)
    story = tally.outcome["story"]
    first, second = story["rounds"]
    assert (second["less"], story["projects"]["3"]["supporters_left"] is None) == (2, False)
    # The first price is the cost for each supporter, which the totals give.
    assert first["price"] == 20_000 // 22
    purses = (second["price"], second["less_paid"], story["projects"]["3"]["supporters_left"])
    words = [word for cent in purses for word in (f"{cent // 100}.{cent % 100}", f"€{cent // 100}")]
    for name, text in texts(edition).items():
        assert not [word for word in words if re.search(rf"{re.escape(word)}(?!\.?\d)", text)], name
        assert not re.search(r"\b[1-4] (others?|people|person|voters?)\b", text), name


@pytest.mark.django_db
def test_the_pages_still_say_who_won_and_why(tmp_path: Path) -> None:
    edition = attacked(tmp_path, Publication.GROUPED)
    found = texts(edition)
    assert "22 people chose it and paid for it together." in found["result/1/"]
    assert "12 people chose it and paid for it together." in found["explained/rounds/"]
    assert "The 8 people who chose it had too little left together." in found["result/3/"]
    assert "Paid together" in found["explained/rounds/"]
    assert not any("None" in text for name, text in found.items() if name.endswith(("/", "txt")))
    result = result_of(edition)
    assert result is not None
    assert [result.with_winner_percent(tally) for tally in result.tallies] == [None, None]


@pytest.mark.django_db
def test_what_is_stored_is_whole_and_so_is_what_is_shown_of_public_ballots(tmp_path: Path) -> None:
    edition = attacked(tmp_path, Publication.FULL)
    result = result_of(edition)
    assert result is not None
    stored = Tally.objects.get(edition=edition, decides=True)
    assert result.deciding.outcome == stored.outcome
    assert stored.outcome["story"]["rounds"][1]["less"] == 2
    edition.publication = Publication.TOTALS
    kept_back = result_of(edition)
    assert kept_back is not None
    assert kept_back.deciding.outcome["story"]["rounds"][1]["less"] is None
    stored.refresh_from_db()
    assert stored.outcome["story"]["rounds"][1]["less"] == 2


@pytest.mark.parametrize("then", ["none", "greedy-votes"])
def test_one_to_four_people_in_common_all_look_alike(then: str) -> None:
    rule = Rule("mes-cost", then=then)
    assert len({json.dumps(public(overlapping(both), rule)[0]) for both in range(5)}) == 1
    assert len({public(overlapping(both), rule)[1] for both in range(5)}) == 1


def test_many_people_still_read_how_close_they_came() -> None:
    """Of 300 people who chose `l` the first 20 to 24 may have paid for `a`: the same is shown."""
    shown = []
    for both in (20, 22, 24):
        ballots = f"{400 - both}*a {both}*al {300 - both}*l {both + 300}*-"
        election = small({"a": 60_000, "l": 90_000}, ballots, 200_000, scale=100)
        shown.append(public(election, Rule("mes-cost"))[0]["projects"]["l"])
    assert shown[0] == shown[1] == shown[2]
    assert (shown[0]["effective_percent"], shown[0]["funded_at"]) == ("60", 56_000)
    assert shown[0]["funded_with"] == 290
    assert shown[0]["supporters_left"] is None


def test_a_step_of_money_holds_five_purses_and_never_promises_more_than_there_is() -> None:
    for supporters, share in product((10, 11, 14, 23), (7, 100)):
        whole = supporters * share
        found = [money_at_least(left, supporters, share) for left in range(whole + 1)]
        assert all(at is None or at <= left for left, at in enumerate(found))
        for value in set(found):
            assert found.count(value) >= 5 * share
        assert len(set(found)) == supporters // 5
    assert money_at_least(50, 9, 10) is money_at_least(0, 100, 0) is None


def test_more_voters_are_rounded_up_to_two_digits() -> None:
    at_most = [
        voters_at_most(more, cost=600, supporters=100, voters=500, budget=1000)
        for more in range(300, 760)
    ]
    assert all(told is None or told >= more for more, told in enumerate(at_most, 300))
    assert {None, 520} < set(at_most)
    assert voters_at_most(1, cost=9, supporters=5, voters=5, budget=10) is None
    assert voters_at_most(1, cost=10, supporters=1, voters=5, budget=10) is None
    assert [two_digits(7), two_digits(1234), two_digits(1234, up=True)] == [7, 1200, 1300]


@pytest.mark.parametrize(
    ("counts", "cells"),
    [
        ([31, 195, 9, 3, 1], [(0, 0, 31), (1, 1, 195), (2, 4, 13)]),
        ([2, 195, 9], []),
        ([7, 30, 2], []),
        ([0, 30, 8], [(0, 0, 0), (1, 1, 30), (2, 2, 8)]),
        ([3, 60, 70, 80], [(0, 2, 133), (3, 3, 80)]),
        ([30, 60, 3, 80], [(0, 2, 93), (3, 3, 80)]),
        ([39], [(0, 0, 39)]),
        ([4], []),
        ([], []),
    ],
)
def test_cells_go_together_until_no_small_one_follows_from_them(
    counts: list[int], cells: list[tuple[int, int, int]]
) -> None:
    assert cells_of(counts) == cells


def test_every_table_of_a_few_voters_is_safe_from_its_sum_of_winners() -> None:
    """In a table of three numbers, votes and voters together leave nothing of one to four."""
    for counts in product(range(12), repeat=3):
        cells = cells_of(list(counts))
        if len(cells) >= 2:
            assert not any(map(tells_a_few, counts))
        assert not any(tells_a_few(voters) for _first, _last, voters in cells)


def test_who_gains_is_told_only_where_no_overlap_follows() -> None:
    def told(here: int, there: int, equal: int, gains: list[int], losses: list[int]) -> bool:
        better = {"here": here, "there": there, "equal": equal}
        return gains_may_be_told(better, gains, losses)

    assert told(22, 12, 5, [22], [12])
    assert not told(22, 10, 7, [22], [12])
    assert not told(22, 3, 7, [22], [3])
    assert not told(22, 12, 4, [22], [12])
    assert told(30, 12, 7, [22, 14], [12])
