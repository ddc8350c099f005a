"""Draws that cannot be: refused with a code, the place and the reason."""

import pytest

from budgeting.sortition import ALGORITHMS, LEXIMIN, Infeasible, Order, SortitionError, draw
from budgeting.sortition.checks import check
from budgeting.sortition.problem import problem_of
from budgeting.sortition.work import Work
from tests.budgeting.lots import candidates, order_of, quotas_near

SEED = "7 12 23 31 40 44"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"algorithm": "coin"}, "unknown_algorithm"),
        ({"seats": 0}, "no_seats"),
        ({"seats": 41}, "too_few_candidates"),
        ({"substitutes": -1}, "no_seats"),
    ],
)
def test_a_draw_that_cannot_be_is_refused(changes: dict[str, object], code: str) -> None:
    fields: dict[str, object] = {"seats": 8, "substitutes": 0, "algorithm": ALGORITHMS[0]} | changes
    people = candidates(40)
    order = Order(people, quotas_near(people, 8, width=4), **fields)  # type: ignore[arg-type]
    with pytest.raises(SortitionError) as refused:
        draw(order, SEED)
    assert refused.value.code == code


@pytest.mark.parametrize("seed", ["", "  \n ", "9" * 201])
def test_a_seed_has_to_be_one(seed: str) -> None:
    with pytest.raises(SortitionError) as refused:
        draw(order_of(40, 8), seed)
    assert refused.value.code == "no_seed"


@pytest.mark.parametrize(
    ("quotas", "codes"),
    [
        ({"sex": {"f": (5, 2), "m": (0, 8), "x": (0, 8)}}, ["least_above_most"]),
        ({"sex": {"f": (5, 8), "m": (5, 8), "x": (0, 8)}}, ["least_above_seats"]),
        ({"sex": {"f": (0, 2), "m": (0, 2), "x": (0, 2)}}, ["most_below_seats"]),
        ({"sex": {"f": (0, 8), "m": (0, 8), "x": (0, 8), "u": (2, 3)}}, ["too_few_of"]),
    ],
)
def test_contradictions_are_named(
    quotas: dict[str, dict[str, tuple[int, int]]], codes: list[str]
) -> None:
    with pytest.raises(Infeasible) as refused:
        check(problem_of(candidates(40), quotas, 8), Work())
    assert [each.code for each in refused.value.contradictions] == codes
    assert bool(refused.value.relaxations) == (codes != ["least_above_most"])


def test_leximin_without_its_solver_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("budgeting.sortition.highs.find_spec", lambda name: None)
    order = Order(candidates(40), quotas_near(candidates(40), 8, width=4), 8, 0, LEXIMIN)
    with pytest.raises(SortitionError) as refused:
        draw(order, SEED)
    assert refused.value.code == "extra_missing"
    assert "leximin" in refused.value.message
