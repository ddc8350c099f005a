"""A draw takes a bounded work, counted: it is the same everywhere, or it is refused everywhere."""

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from budgeting.sortition import (
    ALGORITHMS,
    Infeasible,
    Order,
    SortitionError,
    TooHard,
    chances,
    draw,
    feasible,
    rehearse,
)
from budgeting.sortition.checks import Relaxation, check
from budgeting.sortition.near import near
from budgeting.sortition.problem import Candidate, Quotas
from budgeting.sortition.work import Work
from tests.budgeting.lots import missed, order_of, panels
from tests.budgeting.test_sortition import orders, relaxed

SEED = "7 12 23 31 40 44"


def balanced(count: int, columns: int, values: int, seats: int) -> Order:
    """As many seats for each value of each column: hardly any panel meets that."""
    chance = random.Random(5)
    people: list[Candidate] = [
        {"id": f"{n:05}", **{f"c{i}": f"v{chance.randrange(values)}" for i in range(columns)}}
        for n in range(count)
    ]
    part = seats // values
    one = {f"v{value}": (part, part) for value in range(values)}
    return Order(people, {f"c{i}": one for i in range(columns)}, seats, 4)


def around(people: list[Candidate], seats: int) -> Quotas:
    """Quotas that some panel meets, with one more or less of each."""
    panel = random.Random(7).sample(people, seats)
    found: dict[str, dict[str, tuple[int, int]]] = {}
    for row in people:
        for column, value in row.items():
            if column != "id":
                count = sum(each[column] == value for each in panel)
                found.setdefault(column, {})[value] = (max(0, count - 1), count + 1)
    return found


@pytest.mark.parametrize("algorithm", ALGORITHMS)
@settings(max_examples=100, deadline=None)
@given(order=orders(), allowed=st.integers(0, 8_000_000))
def test_less_work_refuses_a_draw_and_never_changes_it(
    algorithm: str, order: Order, allowed: int
) -> None:
    order = Order(order.candidates, order.quotas, order.seats, order.substitutes, algorithm)
    try:
        drawn = draw(order, SEED, work=Work(allowed))
    except SortitionError as error:
        refused = error
    else:
        assert drawn == draw(order, SEED)
        return
    assert refused.code in ("too_hard", "infeasible")
    if isinstance(refused, Infeasible):
        with pytest.raises(Infeasible):
            draw(order, SEED)
        assert refused.relaxations or refused.contradictions[0].code == "least_above_most"
    if isinstance(refused, TooHard | Infeasible):
        assert all(feasible(relaxed(order, each)) for each in refused.relaxations)


@settings(max_examples=150, deadline=None)
@given(order=orders(width=2))
def test_the_panel_of_exchanges_is_one_and_says_what_it_misses(order: Order) -> None:
    problem = order.problem()
    found = near(problem, Work())
    assert found.counts in set(panels(problem))
    assert found.missed == missed(problem, found.counts)


@pytest.mark.parametrize(
    ("count", "columns", "values", "seats"), [(300, 8, 10, 20), (100, 8, 6, 12)]
)
def test_intricate_quotas_are_refused_in_seconds_with_a_way_out(
    count: int, columns: int, values: int, seats: int
) -> None:
    order = balanced(count, columns, values, seats)
    start = time.process_time()
    with pytest.raises((TooHard, Infeasible)) as refused:
        rehearse(order)
    assert time.process_time() - start < 20
    assert isinstance(refused.value, TooHard | Infeasible)
    ways: list[Relaxation] = refused.value.relaxations
    assert ways
    assert not refused.value.nearest
    assert all(feasible(relaxed(order, way)) for way in ways)


def test_what_is_known_to_be_impossible_never_goes_without_a_way_out() -> None:
    order = balanced(24, 8, 4, 4)
    enough = Work()
    with pytest.raises(Infeasible) as refused:
        check(order.problem(), enough)
    assert refused.value.nearest
    spent = Work().left - enough.left
    with pytest.raises(Infeasible) as cut:
        check(order.problem(), Work(spent - 1_000_000))
    assert cut.value.relaxations


def test_ten_thousand_candidates_and_six_columns_take_seconds() -> None:
    chance = random.Random(5)
    people: list[Candidate] = [
        {"id": f"{n:05}", **{c: f"v{int(6 * chance.random() ** 2)}" for c in "abcdef"}}
        for n in range(10_000)
    ]
    order = Order(people, around(people, 40), 40, 10)
    start = time.process_time()
    rehearse(order)
    assert time.process_time() - start < 10


def test_trial_draws_end_with_the_work_and_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    order = order_of(300, 11)
    monkeypatch.setattr("budgeting.sortition.drawing.TO_ESTIMATE", 60_000_000)
    told = chances(order)
    assert 0 < told["draws"] < 400
    assert chances(order, draws=told["draws"]) == told
    expected = sum(each["candidates"] * each["probability"] for each in told["groups"])
    assert expected == pytest.approx(11, abs=0.01)
