"""Which figures of a table are hidden because they are small.

A number from 1 to 4 can tell about a few people. Where one place of a column is hidden, the sum
would tell it: then the next smallest one is hidden too.
"""

from collections.abc import Hashable, Mapping
from typing import TypeVar

FEWEST = 5
Key = TypeVar("Key", bound=Hashable)


def is_small(count: int) -> bool:
    return 0 < count < FEWEST


def hidden_in(column: Mapping[Key, int]) -> set[Key]:
    """The keys of a column whose number is not shown, when the sum of the column is."""
    hidden = {key for key, count in column.items() if is_small(count)}
    others = sorted((count, index) for index, (key, count) in enumerate(column.items())
                    if key not in hidden and count)  # fmt: skip
    if len(hidden) == 1 and others:
        hidden.add(list(column)[others[0][1]])
    return hidden
