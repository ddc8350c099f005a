"""What stands beside a result: who was passed over, what would have been enough, money by place."""

import pytest
from django.utils import translation

from budgeting.models import Area, Edition, Theme
from proposals.models import BallotProject
from tallying.models import Tally
from tallying.services.result_money import money_by
from tallying.services.result_places import area_of, outlined
from tallying.services.result_rows import Row
from tallying.services.result_spread import spread_of
from tallying.wording_result import (
    how_fair,
    how_many_winners,
    key_name,
    reason_of,
    rule_named,
    second_count,
    what_would_do,
    why_rules_differ,
)

BOTH = (
    "It would have got money if it had cost €68,500 instead of €88,000, or if 77 more people had"
    " voted, for this project only."
)
EDITION = Edition(budget_cents=100_000, currency="EUR")


def tally(rule: str = "mes-cost", **story: object) -> Tally:
    return Tally(rule={"rule": rule}, outcome={"story": story})


def project(number: int = 1, **fields: object) -> BallotProject:
    return BallotProject(code=str(number), number=number, cost_cents=8_800_000, **fields)


def row(number: int, *, votes: int, won: bool, **fields: object) -> Row:
    return Row(project(number, **fields), {"votes": votes, "position": number if won else None}, {})


def spread(**story: object) -> list[tuple[int, bool, int]]:
    lines = spread_of(tally(**story))  # type: ignore[arg-type]
    return [(line.winners, line.or_more, line.voters) for line in lines]


def test_voters_are_counted_by_how_many_of_their_projects_won() -> None:
    counted = [(0, False, 31), (1, False, 195), (2, False, 1)]
    assert spread(winners_per_voter=[31, 195, 1]) == counted
    assert spread(winners_per_voter=[]) == spread() == []
    assert spread(winners_per_voter=[9] * 12)[-1] == (7, True, 45)


def test_fewer_than_five_voters_are_not_a_line_where_ballots_are_not_public() -> None:
    cells = [[0, 0, 31], [1, 2, 195], [3, 5, 13]]
    shown = [(0, False, 31), (1, False, 195), (3, True, 13)]
    assert spread(winners_per_voter=None, spread=cells) == shown
    assert spread(winners_per_voter=None, spread=[]) == []


def test_the_lines_have_words() -> None:
    with translation.override("en"):
        lines = spread_of(tally(winners_per_voter=[9] * 12))
        words = [how_many_winners(line) for line in lines]
        cells = [[0, 1, 31], [2, 4, 13], [5, 6, 9]]
        ranges = [how_many_winners(line) for line in spread_of(tally(spread=cells))]
    assert words[:3] == ["none of their projects", "1 project", "2 projects"]
    assert words[-1] == "7 projects or more"
    assert ranges == ["0 to 1 projects", "2 to 4 projects", "5 projects or more"]


def test_whom_a_result_passes_over_is_said_or_nothing_where_it_is_not_known() -> None:
    group = {"project": "2", "voters": 40, "deserved": 100, "got": 0}
    with translation.override("en"):
        assert how_fair(tally()) == how_fair(tally(fairness=None)) == ""
        fair = how_fair(tally(fairness={"violations": []}))
        assert fair == "Checked: no group of voters was passed over."
        assert "for 1 project, " in how_fair(tally(fairness={"violations": [group]}))


@pytest.mark.parametrize(
    ("at", "more", "sentence"),
    [
        (6_850_000, 77, BOTH),
        (6_850_000, None, "It would have got money if it had cost €68,500 instead of €88,000."),
        (None, 1, "It would have got money if 1 more person had voted, for this project only."),
        (None, None, ""),
    ],
)  # fmt: skip
def test_a_proposer_reads_what_would_have_been_enough(
    at: int | None, more: int | None, sentence: str
) -> None:
    story = {"funded_at": at, "funded_with": more}
    with translation.override("en"):
        assert what_would_do(story, project(), EDITION) == sentence
        assert what_would_do({}, project(), EDITION) == ""
        about = what_would_do({**story, "kept_back": True}, project(), EDITION)
        assert (about == "") == (sentence == "")
        assert about.count("about") == (at is not None) + (more is not None)


def test_a_project_kept_out_by_a_limit_says_which_one() -> None:
    green = Theme(code="green", name_nl="Groen", name_fr="Vert")
    story = {"position": None, "reason": "blocked"}
    conflict = story | {"blocked_by": {"conflict": ["4"]}}
    cap = story | {
        "blocked_by": {"cap": {"column": "category", "value": "green", "at_most": "120.5"}}
    }
    with translation.override("nl"):
        told = reason_of(conflict, project(), EDITION)
        assert told == "Het kan niet samen met project 4, dat geld krijgt."
        told = reason_of(cap, project(theme=green), EDITION)
        assert "Groen" in told
        assert "120,50" in told
        assert reason_of(story, project(), EDITION).endswith(".")


def test_why_two_rules_differ_names_both_in_their_roles() -> None:
    with translation.override("en"):
        told = why_rules_differ(tally("greedy-votes-per-euro"), tally("mes-cost"))
        assert told.startswith("“Most votes per euro first” looks at each project alone")
        assert "“Equal shares” looks at each voter" in told
        assert "own way" in why_rules_differ(tally("mes-cost"), tally("mes-cardinality"))
        assert rule_named("sequential-phragmen") == "Purses that fill (Phragmén)"
        assert rule_named("some-rule-of-later") == "some-rule-of-later"


def square(slug: str, west: float, *holes: list[tuple[float, float]]) -> Area:
    ring = [(west, 50.0), (west + 1, 50.0), (west + 1, 51.0), (west, 51.0), (west, 50.0)]
    shape = {"type": "Polygon", "coordinates": [ring, *holes]}
    return Area(pk=int(west), slug=slug, name_nl=slug, name_fr=slug, perimeter=shape)


def test_a_project_lies_in_the_area_around_it_and_not_in_its_hole() -> None:
    hole = [(4.4, 50.4), (4.6, 50.4), (4.6, 50.6), (4.4, 50.6), (4.4, 50.4)]
    areas = outlined([Area(slug="none"), square("west", 4.0, hole), square("east", 5.0)])
    assert [one.area.slug for one in areas] == ["west", "east"]
    found = [area_of(50.2, 4.2, areas), area_of(50.5, 4.5, areas), area_of(50.5, 5.5, areas)]
    assert [one.slug if one else None for one in found] == ["west", None, "east"]
    assert area_of(52.0, 4.2, areas) is area_of(None, 4.2, areas) is None


def test_money_and_votes_are_divided_only_where_projects_differ() -> None:
    grant, city = "citizen_grant", "city_investment"
    rows = [
        row(1, votes=60, won=True, track=grant, lat=50.2, lon=4.2),
        row(2, votes=40, won=False, track=city, lat=50.5, lon=5.5),
    ]
    with translation.override("en"):
        by_track, by_area = money_by(rows, [square("west", 4.0), square("east", 5.0)])
        named = [key_name(line.key, "track") for line in by_track.lines]
    assert (by_track.kind, by_area.kind) == ("track", "area")
    assert named[0] == "Residents carry it out, with a grant"
    assert [(line.funded, line.money_percent, line.votes_percent) for line in by_area.lines] == [
        (1, 100, 60),
        (0, 0, 40),
    ]
    assert money_by(rows[:1], []) == []


def test_a_second_program_is_named_with_how_far_it_looked() -> None:
    done = {"engine": "pabutools", "version": "1.2.2", "shares_tried": 7, "shares_all": 7}
    with translation.override("en"):
        assert second_count(tally()) == ""
        whole = second_count(Tally(checked=done))
        assert whole.endswith("It came to the same result.")
        assert "pabutools 1.2.2" in whole
        sample = second_count(Tally(checked=done | {"shares_all": 1200}))
        assert sample == f"{whole} It tried 7 of the 1,200 shares."
