"""The equations of paper: what adds up, what does not, and what cannot be said yet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voting.paper.reconciliation import (
    ENDED,
    ENDS,
    HAND,
    Figures,
    not_returned,
    open_points,
    reconcile,
    total,
)

NOTHING = dict.fromkeys((*HAND, *ENDS, *ENDED, "released", "read"), 0)
AT_THE_HALL: Figures = {
    **NOTHING,
    "released": 100,
    "issued": 60,
    "left_over": 38,
    "spoiled_before": 2,
    "spoiled_returned": 3,
    "spoiled": 5,
    "box": 55,
    "read": 55,
    "counted": 50,
    "blank": 2,
    "rejected": 2,
    "foreign": 1,
}


def differing(scope: str, figures: Figures) -> list[str]:
    return [one.code for one in reconcile(scope, figures) if not one.holds]


def test_a_hall_in_which_every_sheet_is_accounted_for_adds_up() -> None:
    assert differing("place", AT_THE_HALL) == []
    assert not_returned(AT_THE_HALL) == 2
    assert open_points("place", "place:hall", reconcile("place", AT_THE_HALL)) == []


@pytest.mark.parametrize(
    ("changed", "codes"),
    [
        ({"left_over": 37}, ["released"]),
        ({"box": 56}, ["box"]),
        ({"spoiled_returned": 6, "spoiled": 8}, ["returned"]),
        ({"spoiled": 6}, ["spoiled"]),
        ({"ended_read": 1}, ["spoiled_read"]),
        ({"counted": 49}, ["read"]),
        (
            {"issued": 49, "left_over": 49, "spoiled_returned": 0, "spoiled": 2, "box": 55},
            ["returned", "counted"],
        ),
    ],
)
def test_every_figure_that_is_off_shows_in_its_own_equation(
    changed: dict[str, int], codes: list[str]
) -> None:
    assert differing("place", {**AT_THE_HALL, **changed}) == codes


def test_a_box_with_more_sheets_than_were_given_out_is_told_by_how_many() -> None:
    """Stuffing: what counts can never be more than what two people gave out."""
    stuffed = {**AT_THE_HALL, "box": 70, "read": 70, "counted": 65}
    found = {one.code: one.difference for one in reconcile("place", stuffed)}
    assert found["returned"] == 13
    assert found["counted"] == 5


def test_a_count_that_is_missing_is_no_difference_but_stays_open() -> None:
    figures = {**AT_THE_HALL, "box": None, "left_over": None}
    equations = reconcile("place", figures)
    assert [one.difference for one in equations] == [None, None, None, 0, 0, 0, 0]
    beside = "released=100,issued=60,spoiled_before=2,spoiled_returned=3"
    found = open_points("place", "place:hall", equations)
    assert found == [f"place:hall missing left_over,box {beside}"]
    assert not_returned(figures) is None


def test_a_batch_from_which_a_row_was_deleted_does_not_add_up() -> None:
    figures = {"printed": 100, "unreleased": 0, "released": 98, "void": 1}
    assert open_points("batch", "batch:1", reconcile("batch", figures)) == [
        "batch:1 printed 100 0+98+1"
    ]


def test_an_edition_tells_pages_and_rows_itself_and_leaves_the_rest_to_its_places() -> None:
    figures = {
        **total([AT_THE_HALL, {**AT_THE_HALL, "box": 54}], NOTHING),
        "printed": 200,
        "unreleased": 0,
        "void": 0,
        "pages": 120,
        "sides": 110,
        "read_again": 4,
        "foreign_pages": 2,
        "no_ballots": 3,
        "rows": 99,
    }
    found = open_points("edition", "edition", reconcile("edition", figures))
    assert found == ["edition pages 120 110+4+2+3", "edition rows 100 99"]


def test_figures_kept_before_spoiled_sheets_were_told_still_add_up() -> None:
    early = {name: count for name, count in AT_THE_HALL.items() if name not in ENDED}
    assert [one.code for one in reconcile("place", early)][-1] == "counted"
    assert differing("place", early) == []


def test_the_sum_over_places_is_unknown_as_soon_as_one_place_has_not_counted() -> None:
    assert total([{"box": 3}, {"box": None}], ["box"]) == {"box": None}
    assert total([], ["box"]) == {"box": 0}


@given(
    st.fixed_dictionaries(dict.fromkeys((*HAND, *ENDS), st.integers(0, 500))),
    st.integers(0, 500),
)
def test_whatever_was_counted_honestly_adds_up(counts: dict[str, int], kept: int) -> None:
    read = sum(counts[name] for name in ENDS)
    issued = read + counts["spoiled_returned"] + kept
    honest = {
        **counts,
        "read": read,
        "spoiled": counts["spoiled_before"] + counts["spoiled_returned"],
        "ended_read": 0,
        "box": read,
        "issued": issued,
        "released": issued + counts["left_over"] + counts["spoiled_before"],
    }
    assert differing("place", honest) == []
    assert not_returned(honest) == kept
