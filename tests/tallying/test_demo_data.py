"""The demo's data files keep their own promises: fictional, bilingual, affordable, consistent."""

import csv
import hashlib
import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

DEMO = Path(__file__).resolve().parents[2] / "tallying" / "demo"
YEARS = (2025, 2026, 2027)
ON_BALLOT = {"kept", "changed"}
DATED = ("call", "review", "vote", "council_review", "objections")
BILINGUAL = ("title", "summary", "description", "place", "realised_by")


def load(name: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((DEMO / name).read_text(encoding="utf-8"))
    return document


def edition_file(year: int) -> dict[str, Any]:
    return load(f"laken-{year}.json")


def on_ballot(document: dict[str, Any]) -> list[dict[str, Any]]:
    return [p for p in document["proposals"] if p["outcome_of_feasibility"] in ON_BALLOT]


def votes_of(document: dict[str, Any]) -> list[dict[str, str]]:
    path = DEMO / document["edition"]["ballots_file"]
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def is_complete(text: dict[str, str] | None) -> bool:
    return text is not None and all(text.get(language, "").strip() for language in ("nl", "fr"))


def is_inside(lon: float, lat: float, ring: list[list[float]]) -> bool:
    """Even-odd rule: a ray to the east crosses the closed ring an odd number of times."""
    inside = False
    for (x1, y1), (x2, y2) in pairwise(ring):
        if (y1 > lat) != (y2 > lat) and lon < x1 + (lat - y1) * (x2 - x1) / (y2 - y1):
            inside = not inside
    return inside


@pytest.mark.parametrize("year", YEARS)
def test_an_edition_says_that_it_is_fictional_and_a_test(year: int) -> None:
    document = edition_file(year)
    assert "FICTIONAL" in document["_notice"]
    assert document["edition"]["test"] is True
    assert "(fictief)" in document["council"]["name"]["nl"]
    assert "(fictif)" in document["council"]["name"]["fr"]
    assert all(p["fictional"] is True for p in document["proposals"])
    assert "FICTIONAL" in load("polygon-laken.json")["_notice"]
    assert "ROUGH" in load("areas.json")["_notice"]


def test_the_three_editions_have_the_same_council_and_themes() -> None:
    first, *others = [edition_file(year) for year in YEARS]
    for other in others:
        assert other["council"] == first["council"]
        assert other["themes"] == first["themes"]


@pytest.mark.parametrize("year", YEARS)
def test_the_edition_and_the_council_speak_both_languages(year: int) -> None:
    document = edition_file(year)
    edition, council = document["edition"], document["council"]
    for key in ("title", "intro", "influence", "out_of_scope"):
        assert is_complete(edition[key]), key
    assert edition["title"]["en"]
    assert is_complete(council["text"])
    for venue in council["venues"]:
        assert is_complete(venue["name"]), venue["slug"]
        assert is_complete(venue["hours"]), venue["slug"]


@pytest.mark.parametrize("year", [2025, 2026])
def test_every_project_on_the_ballot_is_complete_in_both_languages(year: int) -> None:
    for proposal in on_ballot(edition_file(year)):
        for key in BILINGUAL:
            assert is_complete(proposal[key]), (proposal["number"], key)


@pytest.mark.parametrize("year", YEARS)
def test_whatever_was_not_kept_has_a_reason_in_both_languages(year: int) -> None:
    for proposal in edition_file(year)["proposals"]:
        needs_reason = proposal["outcome_of_feasibility"] not in {"kept", None}
        assert is_complete(proposal["reason"]) is needs_reason, proposal["number"]


@pytest.mark.parametrize("year", YEARS)
def test_costs_are_whole_euros_within_the_caps(year: int) -> None:
    document = edition_file(year)
    edition = document["edition"]
    for proposal in document["proposals"]:
        cost = proposal["cost_eur"]
        assert type(cost) is int
        assert type(proposal["cost_asked_eur"]) is int
        assert 0 < cost <= edition["budget_eur"]
        if proposal["track"] == "citizen_grant":
            assert cost <= edition["grant_cap_eur"], proposal["number"]


@pytest.mark.parametrize("year", YEARS)
def test_numbers_run_from_one_slugs_are_unique_and_merges_lead_somewhere(year: int) -> None:
    document = edition_file(year)
    proposals = document["proposals"]
    assert [p["number"] for p in proposals] == list(range(1, len(proposals) + 1))
    assert len({p["slug"] for p in proposals}) == len(proposals)
    assert {p["theme"] for p in proposals} <= set(document["themes"])
    kept = {p["number"] for p in on_ballot(document)}
    for proposal in proposals:
        is_merged = proposal["outcome_of_feasibility"] == "merged"
        assert (proposal["merged_into"] in kept) is is_merged


@pytest.mark.parametrize("year", YEARS)
def test_every_pin_lies_inside_the_demo_area(year: int) -> None:
    document = edition_file(year)
    ring = load("polygon-laken.json")["features"][0]["geometry"]["coordinates"][0]
    assert ring[0] == ring[-1]
    for pin in [*document["proposals"], *document["council"]["venues"]]:
        assert is_inside(pin["lon"], pin["lat"], ring), pin["slug"]


@pytest.mark.parametrize("year", [2025, 2026])
def test_every_vote_names_only_projects_of_the_ballot_once(year: int) -> None:
    document = edition_file(year)
    allowed = {p["number"] for p in on_ballot(document)}
    votes = votes_of(document)
    assert len(votes) == {2025: 800, 2026: 120}[year]
    for vote in votes:
        numbers = [int(word) for word in vote["projects"].split()]
        assert vote["channel"] in {"online", "paper"}
        assert numbers, "an empty vote"
        assert len(set(numbers)) == len(numbers)
        assert set(numbers) <= allowed


@pytest.mark.parametrize("year", YEARS)
def test_the_calendar_runs_forward_and_today_lies_in_the_phase(year: int) -> None:
    edition = edition_file(year)["edition"]
    days = edition["calendar_days"]
    moments = [*days["call"], *days["review"], days["publication"], *days["vote"]]
    moments += [days["paper_intake_until"], days["count"], *days["council_review"]]
    moments += [*days["objections"], days["municipal_council"]]
    assert all(type(day) is int for day in moments)
    assert moments == sorted(moments)
    assert all(len(days[key]) == 2 for key in DATED)
    if edition["phase"] == "realisation":
        assert days["municipal_council"] < 0
    else:
        start, end = days["vote" if edition["phase"] == "voting" else "call"]
        assert start <= 0 < end


def test_every_funded_project_of_2025_has_a_follow_up_and_one_is_out_of_date() -> None:
    follow_up = edition_file(2025)["follow_up"]
    assert set(follow_up) == {"1", "6", "7", "8", "9", "11", "12", "13", "14", "15", "16"}
    states = {"preparing", "tender", "under_way", "done", "stopped"}
    assert {entry["state"] for entry in follow_up.values()} == states
    for number, entry in follow_up.items():
        assert is_complete(entry["note"]), number
        assert "fictif" in entry["owner"], number
        assert (entry["next_in_days"] is None) is (entry["state"] == "done"), number
    assert [n for n, entry in follow_up.items() if entry["updated_days_ago"] > 90] == ["9"]


def test_the_call_of_2027_shows_work_left_for_reviewers_and_translators() -> None:
    proposals = edition_file(2027)["proposals"]
    assert sum(p["outcome_of_feasibility"] is None for p in proposals) == 2
    assert [p["number"] for p in proposals if not is_complete(p["title"])] == [2, 4, 5]
    for proposal in proposals:
        assert proposal["title"][proposal["source_language"]]


def test_the_real_election_is_the_file_of_its_source_unchanged() -> None:
    path = DEMO / "wieliczka-2023.pb"
    if not path.exists():
        pytest.skip("the Pabulib file is not here")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert digest == "f2d9c4485b3f9205f513231ae1ebd05c05abd37917e6473942d762069f2d1221"
