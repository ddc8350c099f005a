"""Which figures of a table are hidden because they are small.

A number from 1 to 4 can tell about a few people. Where the hidden places of a column could be
worked out from its sum, the next smallest ones are hidden too.
"""

from collections.abc import Collection, Hashable, Mapping
from typing import TypeVar

from voting.paper.reconciliation import FORMULAS, HELD, MISSING

FEWEST = 5
Key = TypeVar("Key", bound=Hashable)


def is_small(count: int) -> bool:
    return 0 < count < FEWEST


def hidden_in(column: Mapping[Key, int], also: Collection[Key] = ()) -> set[Key]:
    """The keys of a column whose number is not shown, when the sum of the column is.

    `also` are hidden for another reason.
    """
    hidden = {key for key, count in column.items() if is_small(count) or key in also}
    others = sorted((key for key in column if key not in hidden), key=column.__getitem__)
    for key in others:
        if not hidden or (len(hidden) > 1 and not is_small(sum(column[one] for one in hidden))):
            break
        if column[key]:
            hidden.add(key)
    return hidden


def hidden_beside(row: Mapping[Key, int | None]) -> set[Key]:
    """The keys of a row whose number is small, or a small step away from one that is shown.

    The first ones of the row are shown rather than the last.
    """
    hidden: set[Key] = set()
    shown: list[int] = []
    for key, count in row.items():
        if count is None:
            continue
        if is_small(count) or any(is_small(abs(count - other)) for other in shown):
            hidden.add(key)
        else:
            shown.append(count)
    return hidden


def tells_small(point: str, hidden: Mapping[str, Collection[str]]) -> bool:
    """Whether a point says a small number, or one that is `hidden` at its batch or place."""
    key, code, *figures = point.split(" ")
    if code == MISSING:
        return False
    if code == HELD:
        return is_small(int(figures[0]))
    formula = next(one for one in FORMULAS[key.partition(":")[0]] if one.code == code)
    sums = (sum(map(int, side.split("+"))) for side in figures)
    return not {*formula.left, *formula.right}.isdisjoint(hidden.get(key, ())) or any(
        is_small(one) for one in sums
    )
