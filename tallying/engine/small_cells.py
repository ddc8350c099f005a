"""What is public of a vote whose ballots are kept back: nothing that points at fewer than five.

Public are the votes and supporters of each project (the totals), the rule, the winners with the
order and the ties of their selection, the shares, and the money left of the budget. Left out are
all other figures about voters' purses: who paid how much in a round, what the supporters of a
loser have left, how many prefer one of two results.

Why all of them, however many people they are about: together with the totals they can be solved.
With votes v, share s, price p and what is left l, the number of people who chose both of two
projects is (v x s - l) / p, which may well be one. So a rounded figure is only as good as its
steps: here these are as wide as the whole purses of five people, and are counted from the end that
anybody can work out (all supporters still have all of their share). A table of voters is solved in
the same way, since the votes of all winners are its sum of winners x voters; so cells are put
together until neither they nor that sum give a number of one to four.

What this is not. It is no proof against somebody who knows many of the ballots already, and the
winners themselves, their order and ties say something: that one price was lower than another. The
totals stay exact, also of a project that three people chose. The fingerprint of what was counted
confirms a guess of all ballots at once.
"""

import json
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from math import ceil

SMALLEST = 5
_HIDDEN = {
    "round": ("price", "full", "less", "less_paid"),
    "lost": ("left",),
    "comparison": ("prefer_greedy", "prefer_shares"),
}
PERCENT_STEP = 5
Cell = tuple[int, int, int]


def without_small_cells(transcript: str) -> str:
    """The transcript with `null` in place of every figure about purses and preferences."""
    lines = []
    for text in transcript.split("\n")[:-1]:
        line = json.loads(text)
        for kind, keys in _HIDDEN.items():
            if kind in line:
                line |= dict.fromkeys(keys)
        lines.append(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")
    return "".join(lines)


def tells_a_few(number: int) -> bool:
    """Whether a number of people is one to four."""
    return 0 < number < SMALLEST


def money_at_least(amount: int, supporters: int, share: int) -> int | None:
    """What `supporters` have at least, where they have `amount`: `share` each, less steps of five.

    All in smallest units. None where there are no two steps, and in the last one, which has what
    remains in it, so that no step holds fewer than five purses.
    """
    steps, width = supporters // SMALLEST, SMALLEST * share
    if steps < 2 or share <= 0:
        return None
    whole = supporters * share
    step = (whole - amount) // width
    return None if step >= steps - 1 else whole - (step + 1) * width


def percent_at_least(left: int, cost: int, supporters: int, share: int) -> int | None:
    """Effective support in steps of five percent, rounded down; None where it would say too much
    or is less than five."""
    least = money_at_least(left, supporters, share)
    found = 0 if least is None or cost <= 0 else 100 * least // cost // PERCENT_STEP * PERCENT_STEP
    return found or None


def voters_at_most(
    more: int, *, cost: int, supporters: int, voters: int, budget: int
) -> int | None:
    """How many more voters are enough, where `more` are: in steps, rounded up to two digits.

    Each of m more voters makes the share smaller: (supporters + m) x budget / (voters + m) has to
    reach the cost and whatever the supporters paid for others. So that a step stands for five
    purses it is 5 x voters x budget / ((budget - cost) x (voters - supporters)) wide, taken where
    it is widest. None as in `money_at_least`.
    """
    rest, others = budget - cost, voters - supporters
    if rest <= 0 or others <= 0:
        return None
    least = max(0, ceil(Fraction(cost * voters - supporters * budget, rest)))
    width = ceil(Fraction(SMALLEST * voters * budget, rest * others))
    steps, step = (cost * voters // rest - least) // width, max(0, more - least) // width
    if steps < 2 or step >= steps - 1:
        return None
    return two_digits(least + (step + 1) * width, up=True)


def two_digits(number: int, *, up: bool = False) -> int:
    """A number above 0 with two digits that are not 0: 1234 is 1200, or 1300 rounded up."""
    unit = int("1".ljust(len(str(number)) - 1, "0"))
    return (-(-number // unit) if up else number // unit) * unit


def cells_of(counts: Sequence[int]) -> list[Cell]:
    """Voters by number of winners (none, one, two …) as cells (first, last, voters).

    Cells are put together, from the end, until no number of one to four people is left in them or
    follows from them and the votes of all winners. Empty where only one cell would remain.
    """
    edges = list(range(len(counts) + 1))
    while True:
        pairs = list(pairwise(edges))
        small = [place for place, pair in enumerate(pairs) if not _is_large(counts, *pair)]
        if not small:
            break
        if len(pairs) == 1:
            return []
        edges.pop(max(1, small[-1]))
    if len(pairs) == 1 and len(counts) > 1:
        return []
    return [(first, end - 1, sum(counts[first:end])) for first, end in pairs]


def _is_large(counts: Sequence[int], first: int, end: int) -> bool:
    """Whether a cell, what is above its first count and what is below its last, are large."""
    inside = list(enumerate(counts[first:end]))
    above = sum(place * voters for place, voters in inside)
    below = sum((len(inside) - 1 - place) * voters for place, voters in inside)
    return not any(map(tells_a_few, (sum(counts[first:end]), above, below)))


def gains_may_be_told(
    better: Mapping[str, int], gains: Sequence[int], losses: Sequence[int]
) -> bool:
    """Whether `better` (voters better off here, there, and equal) gives nobody away.

    `gains` and `losses` are the supporters of each project that is only here or only there: how
    many of them are counted twice follows from these sums.
    """
    twice = (sum(gains) - better["here"], sum(losses) - better["there"])
    return not any(map(tells_a_few, (better["here"], better["there"], better["equal"], *twice)))
