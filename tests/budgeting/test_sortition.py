"""The draw: the quotas are met whenever they can be, and the same seed gives the same people."""

import hashlib
import random
import time
from math import prod

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from budgeting.sortition import (
    ALGORITHMS,
    LEXIMIN,
    Infeasible,
    Order,
    chances,
    draw,
    feasible,
    list_digest,
)
from budgeting.sortition.chance import Chance
from budgeting.sortition.checks import check
from budgeting.sortition.leximin import lottery
from budgeting.sortition.priority import Filling, Known
from budgeting.sortition.work import Work
from tests.budgeting.lots import candidates, missed, order_of, panels

VALUES = {"age": "yo", "sex": "fm", "area": "abc"}
SEED = "Trekking van 1 juni: 7 12 23 31 40 44"


@st.composite
def orders(draws: st.DrawFn, width: int = 5) -> Order:
    """Small draws, possible and impossible ones, whose every panel can be tried."""
    people = [
        {"id": f"k{number}", **{name: draws(st.sampled_from(VALUES[name])) for name in VALUES}}
        for number in range(draws(st.integers(1, 9)))
    ]
    bounds = st.tuples(st.integers(0, 3), st.integers(0, width)).map(
        lambda pair: (pair[0], pair[0] + pair[1])
    )
    quotas = {name: {value: draws(bounds) for value in values} for name, values in VALUES.items()}
    return Order(people, quotas, draws(st.integers(1, len(people))), draws(st.integers(0, 3)))


def met(order: Order, reached: dict[str, dict[str, int]]) -> bool:
    return all(
        least <= reached[column][value] <= most
        for column, values in order.quotas.items()
        for value, (least, most) in values.items()
    )


@pytest.mark.parametrize("algorithm", ALGORITHMS)
@settings(max_examples=150, deadline=None)
@given(order=orders(), seed=st.text("abc123 ", min_size=1).filter(str.strip))
def test_the_quotas_are_met_whenever_some_panel_meets_them(
    algorithm: str, order: Order, seed: str
) -> None:
    order = Order(order.candidates, order.quotas, order.seats, order.substitutes, algorithm)
    problem = order.problem()
    possible = any(missed(problem, chosen) == 0 for chosen in panels(problem))
    if not possible:
        with pytest.raises(Infeasible):
            draw(order, seed)
        return
    drawn = draw(order, seed)
    assert met(order, drawn.reached)
    people = [*drawn.seats, *drawn.substitutes]
    assert len(drawn.seats) == order.seats
    assert len(people) == len(set(people)) <= len(order.candidates)
    assert len(drawn.substitutes) == min(order.substitutes, len(order.candidates) - order.seats)
    assert draw(order, seed) == drawn
    turned = Order([*reversed(order.candidates)], order.quotas, order.seats,
                   order.substitutes, algorithm)  # fmt: skip
    assert draw(turned, seed) == drawn


@settings(max_examples=200, deadline=None)
@given(order=orders(width=1))
def test_relaxations_make_it_possible_and_nothing_smaller_would(order: Order) -> None:
    problem = order.problem()
    least = min(missed(problem, chosen) for chosen in panels(problem))
    if least == 0:
        assert missed(problem, check(problem, Work()).counts) == 0
        return
    with pytest.raises(Infeasible) as refused:
        check(problem, Work())
    error = refused.value
    assert error.contradictions
    assert error.nearest
    assert error.relaxations
    assert len({frozenset(each) for each in error.relaxations}) == len(error.relaxations)
    for relaxation in error.relaxations:
        assert sum(abs(change.old - change.new) for change in relaxation) == least
        assert all(change.new >= 0 for change in relaxation)
        assert feasible(relaxed(order, relaxation))


def relaxed(order: Order, relaxation: object) -> Order:
    quotas = {column: dict(values) for column, values in order.quotas.items()}
    for change in relaxation:  # type: ignore[attr-defined]
        old, most = quotas[change.column][change.value]
        new = (change.new, most) if change.bound == "min" else (old, change.new)
        quotas[change.column][change.value] = new
    return Order(order.candidates, quotas, order.seats)


@settings(max_examples=100, deadline=None)
@given(order=orders(), chance=st.randoms(use_true_random=False))
def test_a_candidate_is_passed_by_only_when_nobody_could_complete_the_panel(
    order: Order, chance: random.Random
) -> None:
    problem = order.problem()
    right = [chosen for chosen in panels(problem) if missed(problem, chosen) == 0]
    if not right:
        return
    filling = Filling(problem, Known(right[0]), Work())
    for group in chance.choices(range(len(problem.groups)), k=12):
        wanted = list(filling.taken)
        wanted[group] += 1
        closed = list(filling.closed)
        could = any(
            all(have >= want for have, want in zip(chosen, wanted, strict=True))
            and all(chosen[g] == filling.taken[g] for g in range(len(closed)) if closed[g])
            for chosen in right
        )
        if sum(filling.taken) < order.seats:
            assert filling.offer(group) == (could and not closed[group])


def test_the_numbers_of_chance_can_be_made_again_with_sha_256_alone() -> None:
    text = "wijkstem-draw-1\nseed\nsha256:0\nrandom-priority"
    key = hashlib.sha256(text.encode()).digest()
    block = hashlib.sha256(key + bytes(8)).digest()
    chance = Chance("  seed ", "sha256:0", "random-priority")
    assert [chance.below(2**63) for _ in range(4)] == [
        int.from_bytes(block[start : start + 8], "big") % 2**63 for start in (0, 8, 16, 24)
    ]
    assert Chance("1", "d", "a").shuffled("abcdefgh") == list("cgadhbfe")


def test_every_order_of_the_lot_comes_as_often() -> None:
    counts: dict[str, int] = {}
    for number in range(6000):
        word = "".join(Chance(str(number), "d", "a").shuffled("abc"))
        counts[word] = counts.get(word, 0) + 1
    assert len(counts) == 6
    assert all(850 < count < 1150 for count in counts.values())


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_a_thousand_candidates_and_three_columns_take_seconds(algorithm: str) -> None:
    order = order_of(1000, 17, substitutes=8, algorithm=algorithm)
    start = time.process_time()
    drawn = draw(order, SEED)
    assert time.process_time() - start < 5
    assert met(order, drawn.reached)
    assert (len(drawn.seats), len(drawn.substitutes)) == (17, 8)
    assert draw(order, SEED) == drawn
    assert draw(order, SEED + " 1").seats != drawn.seats


def test_every_seat_has_a_replacement_in_its_categories_as_far_as_the_list_allows() -> None:
    order = order_of(1000, 17, substitutes=8)
    drawn = draw(order, SEED)
    rows = {row["id"]: row for row in order.candidates}
    for column in order.quotas:
        covered = {rows[name][column] for name in drawn.substitutes}
        assert {rows[name][column] for name in drawn.seats} <= covered


def test_chances_add_up_to_the_seats_and_leximin_makes_the_smallest_one_largest() -> None:
    order = order_of(300, 11)
    fair = Order(order.candidates, order.quotas, order.seats, 0, LEXIMIN)
    told, best = chances(order, draws=60), chances(fair)
    for found in (told, best):
        expected = sum(each["candidates"] * each["probability"] for each in found["groups"])
        assert expected == pytest.approx(11, abs=0.01)
        assert found["least"] == min(each["probability"] for each in found["groups"])
        assert found["equal"] == pytest.approx(11 / 300, abs=1e-5)
    assert (told["method"], told["draws"], best["method"]) == ("estimated", 60, "exact")
    assert best["least"] >= told["least"]
    assert chances(order, draws=60) == told


@settings(max_examples=40, deadline=None)
@given(order=orders())
def test_nothing_raises_the_smallest_chance_above_that_of_leximin(order: Order) -> None:
    problem = order.problem()
    right = [chosen for chosen in panels(problem) if missed(problem, chosen) == 0]
    if not right:
        return
    found = lottery(problem, right[0], Work())
    assert all(missed(problem, panel) == 0 for panel in found.panels)
    parts = [mean / size for mean, size in zip(found.expected(), problem.sizes, strict=True)]
    never = [not any(panel[g] for panel in right) for g in range(len(parts))]
    assert [part == 0 for part in parts] == never
    # Uniform over all panels, and over all draws of people, are lotteries too: neither is better.
    uniform = [sum(c[g] for c in right) / len(right) / s for g, s in enumerate(problem.sizes)]
    weights = [prod(_ways(s, c) for s, c in zip(problem.sizes, panel, strict=True))
               for panel in right]  # fmt: skip
    people = [
        sum(w * c[g] for w, c in zip(weights, right, strict=True)) / sum(weights) / s
        for g, s in enumerate(problem.sizes)
    ]
    assert sorted(parts) >= sorted(round(part - 1e-5, 6) for part in uniform)
    assert sorted(parts) >= sorted(round(part - 1e-5, 6) for part in people)


def _ways(size: int, count: int) -> int:
    return prod(range(size - count + 1, size + 1)) // prod(range(1, count + 1))


def test_without_quotas_that_bind_everybody_has_the_same_chance() -> None:
    people = candidates(40)
    free = {"sex": {"f": (0, 40), "m": (0, 40), "x": (0, 40)}}
    found = chances(Order(people, free, 8, 0, LEXIMIN))
    assert {each["probability"] for each in found["groups"]} == {0.2}


def test_the_digest_is_over_the_ids_and_the_columns_of_the_quotas() -> None:
    text = '[{"age":"16-29","id":"a"},{"age":"75+","id":"b"}]'
    people = [{"id": "b", "age": "75+"}, {"id": "a", "age": "16-29"}]
    assert list_digest(people) == "sha256:" + hashlib.sha256(text.encode()).hexdigest()
