"""The result for everybody: what the page says, and what it does not give away."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from budgeting.models import Edition
from tallying.services.loading import load_edition
from tallying.services.results import Turnout, result_of, turnout_of
from tallying.wording import why
from tests.tallying.files import DEMO, document, votes, written

pytestmark = pytest.mark.django_db
FINISHED = {"phase": "council_review", "calendar_days": {"call": [-90, -60], "vote": [-50, -40]}}


def finished(folder: Path, *lines: str, **edition: Any) -> Edition:
    path = written(folder, document(**(FINISHED | edition)))
    return load_edition(path, ballots=votes(folder, *lines)).edition


@pytest.fixture
def demo() -> Edition:
    return load_edition(DEMO / "laken-2025.json").edition


def test_both_rules_stand_side_by_side_with_what_differs(demo: Edition) -> None:
    result = result_of(demo)
    assert result is not None
    assert [len(result.winners), len(result.others)] == [11, 5]
    assert {row.project.code for row in result.only_there} == {"2", "3"}
    assert len(result.in_both) == 3
    assert [result.with_winner_percent(tally) for tally in result.tallies] == [96, 78]
    assert sum(line.cents for line in result.money[0].lines) == result.spent == 28_150_000


def test_the_page_says_that_it_is_a_proposal_until_it_is_final(tmp_path: Path) -> None:
    edition = finished(tmp_path, *["online,1"] * 6)
    page = Client().get(f"/en/c/{edition.council.slug}/{edition.slug}/result/").content.decode()
    assert "Provisional result" in page
    assert "a proposal to the municipal council" in page
    assert "Project 1" in page


def test_every_project_is_explained_in_one_sentence(demo: Edition) -> None:
    result = result_of(demo)
    assert result is not None
    for row in result.rows:
        for story in (row.story, row.compared or {}):
            sentence = why(story, row.project.cost_cents, "EUR", "en")
            assert sentence.endswith(".")
            assert "None" not in sentence
    lost = next(row for row in result.rows if row.project.code == "2")
    sentence = why(lost.story, lost.project.cost_cents, "EUR", "nl")
    assert "59,7\u00a0%" in sentence


def test_each_project_has_a_page_of_its_own(demo: Edition) -> None:
    base = f"/fr/c/{demo.council.slug}/{demo.slug}/result/"
    assert Client().get(f"{base}2/").status_code == 200
    assert Client().get(f"{base}17/").status_code == 404


def test_the_page_takes_as_many_queries_for_any_number_of_projects(
    demo: Edition, tmp_path: Path, django_assert_max_num_queries: Any
) -> None:
    small = finished(tmp_path, *["online,1"] * 6)
    for edition in (demo, small):
        with django_assert_max_num_queries(12):
            Client().get(f"/nl/c/{edition.council.slug}/{edition.slug}/result/")


def test_a_channel_with_fewer_than_five_is_not_shown_apart(tmp_path: Path) -> None:
    edition = finished(tmp_path, *["online,1"] * 6, "paper,2")
    assert turnout_of(edition) == Turnout(7, None, None)
    other = finished(tmp_path, *["online,1"] * 6, *["paper,2"] * 5, code="2024")
    assert turnout_of(other) == Turnout(11, 6, 5)


def test_while_the_vote_goes_on_there_is_nothing_to_see(tmp_path: Path) -> None:
    loaded = load_edition(written(tmp_path, document()), ballots=votes(tmp_path, "online,1"))
    edition = loaded.edition
    base = f"/en/c/{edition.council.slug}/{edition.slug}"
    page = Client().get(f"{base}/result/")
    assert page.status_code == 200
    assert "no result yet" in page.content.decode()
    for name in ("bundle.zip", "election.pb", "projects.csv", "result.json"):
        assert Client().get(f"{base}/{name}").status_code == 400
