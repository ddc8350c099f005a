"""How many sheets may have been misread, when so many were found among those that were checked.

Clopper and Pearson, "The use of confidence or fiducial limits illustrated in the case of the
binomial", Biometrika 26 (1934): the upper bound is the share of misread sheets at which finding so
few, or fewer, would have a chance of just one minus the confidence. For a pile of known size the
same argument over the hypergeometric distribution (Johnson, Kotz and Kemp, "Univariate Discrete
Distributions", chapter 6) gives a whole number of sheets and is never larger.

Everything is decided in whole numbers; nothing depends on a float.
"""

from fractions import Fraction
from math import comb

from tallying.audit.errors import AuditError

CONFIDENCE = Fraction(95, 100)
# Shares are found to a millionth, rounded up.
PARTS = 1_000_000
# Up to so many sheets the exact number for a pile is worked out.
SMALL = 20_000


def share_at_most(wrong: int, checked: int, confidence: Fraction = CONFIDENCE) -> Fraction:
    """The Clopper–Pearson upper bound on the share misread, from 0 to 1, in millionths.

    `wrong` of `checked` sheets, drawn at random, were misread. Raises AuditError `bad_counts`.
    """
    _check(wrong, checked, checked)
    doubt = 1 - confidence
    if wrong == checked:
        return Fraction(1)
    low, high = 0, PARTS
    while high - low > 1:
        middle = (low + high) // 2
        if _chance_of_few(wrong, checked, middle) > doubt:
            low = middle
        else:
            high = middle
    return Fraction(high, PARTS)


def _chance_of_few(wrong: int, checked: int, parts: int) -> Fraction:
    """Of at most `wrong` in `checked` independent draws, where `parts` of a million are."""
    good = PARTS - parts
    total = sum(
        comb(checked, number) * parts**number * good ** (checked - number)
        for number in range(wrong + 1)
    )
    return Fraction(total, PARTS**checked)


def sheets_at_most(wrong: int, checked: int, sheets: int, confidence: Fraction = CONFIDENCE) -> int:
    """How many of `sheets` are misread at most, where `wrong` of `checked` different ones were.

    The largest number that a draw without putting back does not contradict. Raises AuditError
    `bad_counts`.
    """
    _check(wrong, checked, sheets)
    doubt = 1 - confidence
    low, high = wrong, sheets - checked + wrong
    # The chance of few falls as more are wrong: the largest number that is still likely enough.
    while low < high:
        middle = (low + high + 1) // 2
        if _few_of_a_pile(wrong, checked, sheets, middle) > doubt:
            low = middle
        else:
            high = middle - 1
    return low


def _few_of_a_pile(wrong: int, checked: int, sheets: int, misread: int) -> Fraction:
    ways = sum(
        comb(misread, number) * comb(sheets - misread, checked - number)
        for number in range(min(wrong, misread, checked) + 1)
        if checked - number <= sheets - misread
    )
    return Fraction(ways, comb(sheets, checked))


def misread_at_most(
    wrong: int, checked: int, sheets: int, confidence: Fraction = CONFIDENCE
) -> Fraction:
    """The bound that is published: exact for the pile where it is small, else Clopper–Pearson.

    A share from 0 to 1. Clopper–Pearson supposes draws with putting back; without, it is only
    larger than it needs to be.
    """
    if sheets == 0:
        return Fraction(0)
    if checked == 0:
        return Fraction(1)
    if sheets <= SMALL:
        return Fraction(sheets_at_most(wrong, checked, sheets, confidence), sheets)
    return share_at_most(wrong, checked, confidence)


def _check(wrong: int, checked: int, sheets: int) -> None:
    if not 0 <= wrong <= checked <= sheets or checked == 0:
        raise AuditError("bad_counts", f"{wrong} wrong of {checked} checked of {sheets} sheets.")
