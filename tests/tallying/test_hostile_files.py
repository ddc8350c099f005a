"""Files made to hurt: every one is refused with a code and the key, and nothing is kept of it."""

import json
from pathlib import Path
from typing import Any

import pytest

from budgeting.models import Edition
from tallying.services.document import BadFile
from tallying.services.importing import import_pabulib
from tallying.services.loading import load_edition
from tests.tallying.files import document, proposal, words
from tests.tallying.test_importing import SMALL
from tests.tallying.test_importing import written as pabulib

pytestmark = pytest.mark.django_db
RAW = "@raw@"
VENUE = {"slug": "library", "name": words("Bib")}
VOTES = "VOTES\nvoter_id;vote\n1;a\n"


def refused(folder: Path, content: dict[str, Any], raw: str = "") -> tuple[str, str]:
    """Code and key of the refusal; `raw` is written where the content says RAW."""
    path = folder / "edition.json"
    path.write_text(json.dumps(content).replace(f'"{RAW}"', raw), encoding="utf-8")
    with pytest.raises(BadFile) as refusal:
        load_edition(path)
    assert not Edition.objects.exists()
    return refusal.value.code, refusal.value.path


@pytest.mark.parametrize("key", ["lat", "lon"])
@pytest.mark.parametrize("raw", ["1e999", "-1e999", "Infinity", "NaN", "180.5", "9" * 4000,
                                 "1e100000000000000000", "true", '"50.8"'])  # fmt: skip
def test_a_place_that_is_nowhere_on_earth_is_refused(tmp_path: Path, key: str, raw: str) -> None:
    wild = document() | {"proposals": [proposal(1, **{key: RAW})]}
    assert refused(tmp_path, wild, raw) == ("not_a_number", f"proposals[0].{key}")


def test_a_latitude_ends_at_the_pole_also_for_a_venue(tmp_path: Path) -> None:
    council = {**document()["council"], "venues": [{**VENUE, "lat": 90.5}]}
    wild = document() | {"council": council}
    assert refused(tmp_path, wild) == ("not_a_number", "council.venues[0].lat")


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("1e999999", "amount_too_large"),
        ("1e100000000000000000", "amount_too_large"),
        ("10000000000000.01", "amount_too_large"),
        ("9" * 4000, "amount_too_large"),
        ("-1e100000000000000000", "not_an_amount"),
        ("-0.01", "not_an_amount"),
        ("NaN", "not_an_amount"),
        ("1e-100000000000000000", "not_whole_cents"),
        ("1000.0000000000000000000000000000001", "not_whole_cents"),
    ],
)
def test_an_amount_that_cannot_be_kept_is_refused(tmp_path: Path, raw: str, code: str) -> None:
    assert refused(tmp_path, document(budget_eur=RAW), raw) == (code, "edition.budget_eur")
    wild = document() | {"proposals": [proposal(1, cost_eur=RAW)]}
    assert refused(tmp_path, wild, raw) == (code, "proposals[0].cost_eur")


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"proposals": [proposal(1, title={"nl": "half \ud800"})]}, "proposals[0].title.nl"),
        ({"themes": {"gr\udfffen": words("Groen")}}, "themes"),
        ({"nobody": ["reads", {"this": "\udabc"}]}, "nobody[1].this"),
    ],
)
def test_half_a_character_is_refused_wherever_it_stands(
    tmp_path: Path, change: dict[str, Any], path: str
) -> None:
    assert refused(tmp_path, document() | change) == ("not_a_text", path)


def test_a_bottomless_file_is_refused(tmp_path: Path) -> None:
    for depth, code in ((90, "nested_too_deep"), (900, "nested_too_deep"), (90_000, "not_json")):
        raw = "[" * depth + "]" * depth
        assert refused(tmp_path, document() | {"nobody": RAW}, raw)[0] == code


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"follow_up": {"1": {"state": "done", "next_in_days": 10**9}}}, "not_a_number"),
        ({"follow_up": {"1": {"state": "done", "updated_days_ago": 10**9}}}, "not_a_number"),
        ({"follow_up": {"1": {"state": "done", "next": "9999-12-31"}}}, "not_a_date"),
        ({"themes": {"x" * 51: words("Groen")}}, "not_a_slug"),
    ],
)
def test_days_and_names_beyond_what_is_kept_are_refused(
    tmp_path: Path, change: dict[str, Any], code: str
) -> None:
    past = {"phase": "realisation", "calendar_days": {"call": [-90, -60], "vote": [-50, -40]}}
    plain = {"proposals": [proposal(1, theme=None)]}
    assert refused(tmp_path, document(**past) | plain | change)[0] == code


@pytest.mark.parametrize("last", ["9999-12-31", "0001-01-01"])
def test_a_calendar_beyond_the_calendars_is_refused(tmp_path: Path, last: str) -> None:
    wild = document(calendar={"vote": [last, last]}, calendar_days=None)
    assert refused(tmp_path, wild)[0] == "not_a_date"


def test_a_line_of_votes_that_csv_cannot_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "edition.json").write_text(json.dumps(document()), encoding="utf-8")
    votes = tmp_path / "votes.csv"
    votes.write_text("channel,projects\nonline,1\nonline," + "1 " * 70_000, encoding="utf-8")
    with pytest.raises(BadFile) as refusal:
        load_edition(tmp_path / "edition.json", ballots=votes)
    assert (refusal.value.code, refusal.value.path) == ("not_a_vote", "votes.csv line 3")


@pytest.mark.parametrize("budget", ["9" * 30 + "e9", "10000000000000.01"])
def test_an_imported_budget_beyond_money_is_refused(tmp_path: Path, budget: str) -> None:
    with pytest.raises(BadFile) as refusal:
        import_pabulib(pabulib(tmp_path, SMALL + VOTES, budget), council="town", edition="2023")
    assert (refusal.value.code, refusal.value.path) == ("amount_too_large", "the budget")
    dear = SMALL.replace(";60;", f";{budget};") + VOTES
    with pytest.raises(BadFile) as refusal:
        import_pabulib(pabulib(tmp_path, dear), council="town", edition="2023")
    assert (refusal.value.code, refusal.value.path) == ("amount_too_large", "project a")
    assert not Edition.objects.exists()


@pytest.mark.parametrize("number", ["٣", "9" * 5000])
def test_limits_of_an_imported_file_that_are_no_numbers_are_left_alone(
    tmp_path: Path, number: str
) -> None:
    limits = f"rule;greedy\nmin_project_score_threshold;{number}\nmax_length;{number}\n"
    made = import_pabulib(pabulib(tmp_path, limits + SMALL + VOTES), council="town", edition="2023")
    assert made.edition.rule.get("threshold") is None
    assert made.edition.ballot_format["max"] is None
