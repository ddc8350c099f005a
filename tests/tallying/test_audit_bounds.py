"""How many sheets may be misread, and how many have to be drawn: figures others can work out."""

from fractions import Fraction
from math import prod

import pytest

from tallying.audit.bounds import misread_at_most, share_at_most, sheets_at_most
from tallying.audit.errors import AuditError
from tallying.audit.risk import TWICE, Discrepancies, measured_risk, sample_size

FIVE = Fraction(5, 100)


@pytest.mark.parametrize(("checked", "percent"), [(100, 2.95), (200, 1.49), (300, 0.99)])
def test_none_wrong_leaves_the_known_share(checked: int, percent: float) -> None:
    assert round(float(100 * share_at_most(0, checked)), 2) == percent


def test_the_share_is_the_smallest_at_which_so_few_would_be_a_surprise() -> None:
    bound = share_at_most(0, 100)
    assert (1 - bound) ** 100 <= FIVE < (1 - bound + Fraction(1, 10**6)) ** 100


def test_some_wrong_ones_give_what_tables_of_clopper_and_pearson_say() -> None:
    assert [round(float(share_at_most(wrong, 100)), 4) for wrong in (1, 2, 5)] == [
        0.0466,
        0.0616,
        0.1023,
    ]
    assert share_at_most(7, 7) == 1


def test_none_of_two_hundred_in_a_pile_of_a_thousand_leaves_thirteen() -> None:
    assert sheets_at_most(0, 200, 1000) == 13

    def unseen(misread: int) -> Fraction:
        return prod((Fraction(800 - i, 1000 - i) for i in range(misread)), start=Fraction(1))

    assert unseen(13) > FIVE >= unseen(14)


@pytest.mark.parametrize("wrong", [0, 1, 4])
def test_whoever_looks_at_every_sheet_knows_how_many_are_wrong(wrong: int) -> None:
    assert sheets_at_most(wrong, 300, 300) == wrong
    assert misread_at_most(wrong, 300, 300) == Fraction(wrong, 300)


def test_a_known_pile_never_makes_the_bound_larger() -> None:
    for wrong in (0, 1, 3):
        share = share_at_most(wrong, 150)
        assert misread_at_most(wrong, 150, 2_000) <= share <= misread_at_most(wrong, 150, 30_000)


def test_before_anything_was_checked_nothing_is_known() -> None:
    assert misread_at_most(0, 0, 500) == 1
    assert misread_at_most(0, 0, 0) == 0


@pytest.mark.parametrize("counts", [(0, 0), (2, 1), (-1, 5)])
def test_counts_that_cannot_be_are_refused(counts: tuple[int, int]) -> None:
    with pytest.raises(AuditError) as refused:
        share_at_most(*counts)
    assert refused.value.code == "bad_counts"


@pytest.mark.parametrize(("percent", "draws"), [(1, 623), (2, 312), (5, 125), (10, 63)])
def test_a_margin_asks_for_the_known_number_of_draws(percent: int, draws: int) -> None:
    margin = Fraction(percent, 100)
    assert sample_size(margin, FIVE) == draws
    assert measured_risk(margin, draws, Discrepancies()) <= FIVE
    assert sample_size(margin, FIVE, expected=1) > draws


def test_the_risk_left_is_the_product_over_all_draws() -> None:
    margin = Fraction(1, 50)
    found = Discrepancies.of([0] * 300 + [1, 1, -1, 2, -2])
    assert found == Discrepancies(over_two=1, over_one=2, under_one=1, under_two=1)
    terms = [1 - margin / TWICE] * 305
    wanted = prod(terms, start=Fraction(1))
    for votes in (1, 1, -1, 2, -2):
        wanted /= 1 - votes / TWICE
    assert measured_risk(margin, 305, found) == min(1, wanted)


def test_a_sheet_that_overstates_raises_the_risk_and_one_that_understates_lowers_it() -> None:
    margin, clean = Fraction(1, 20), measured_risk(Fraction(1, 20), 125, Discrepancies())
    assert measured_risk(margin, 125, Discrepancies(over_one=1)) > clean
    assert measured_risk(margin, 125, Discrepancies(over_two=1)) > 20 * clean
    assert measured_risk(margin, 125, Discrepancies(under_one=1)) < clean
    assert measured_risk(margin, 1, Discrepancies(over_two=3)) == 1
