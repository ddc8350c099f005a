"""A draw as numbers: groups of candidates that are alike, and what each category asks for.

Candidates with the same values in every column of the quotas form one group: the quotas cannot
tell them apart, and no algorithm here treats them differently.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from budgeting.sortition.simplex import Numbers

# {"column": {"value": (least, most)}}
Quotas = Mapping[str, Mapping[str, tuple[int, int]]]
# {"id": "a1", "column": "value"}
Candidate = Mapping[str, str]
Category = tuple[str, str]


@dataclass(frozen=True)
class Problem:
    """`groups[g]` are the values of a group, in the order of `columns`; `sizes[g]` its people.

    `categories[c]` is (column, value), asked for from `least[c]` to `most[c]` times.
    """

    seats: int
    columns: tuple[str, ...]
    groups: tuple[tuple[str, ...], ...]
    sizes: tuple[int, ...]
    categories: tuple[Category, ...]
    least: tuple[int, ...]
    most: tuple[int, ...]

    @cached_property
    def members(self) -> tuple[tuple[int, ...], ...]:
        """The categories of each group, as places in `categories`."""
        place = {category: index for index, category in enumerate(self.categories)}
        return tuple(
            tuple(place[pair] for pair in zip(self.columns, group, strict=True))
            for group in self.groups
        )

    @cached_property
    def rows(self) -> tuple[tuple[int, ...], ...]:
        """The groups of each category, as places in `groups`."""
        found: list[list[int]] = [[] for _ in self.categories]
        for group, categories in enumerate(self.members):
            for category in categories:
                found[category].append(group)
        return tuple(map(tuple, found))

    @cached_property
    def matrix(self) -> Numbers:
        """(categories, groups): 1 where the group is in the category."""
        made = np.zeros((len(self.categories), len(self.groups)))
        for category, groups in enumerate(self.rows):
            made[category, list(groups)] = 1.0
        return made

    @cached_property
    def available(self) -> tuple[int, ...]:
        """The candidates in each category."""
        return tuple(sum(self.sizes[group] for group in row) for row in self.rows)

    def counts(self, chosen: Sequence[int]) -> tuple[int, ...]:
        """How many of `chosen` (people of each group) are in each category."""
        return tuple(sum(chosen[group] for group in row) for row in self.rows)

    def with_bounds(self, least: Sequence[int], most: Sequence[int]) -> "Problem":
        return replace(self, least=tuple(least), most=tuple(most))

    def by_column(self) -> Iterator[tuple[str, list[int]]]:
        """Each column with the places of its categories."""
        for column in self.columns:
            places = [i for i, (name, _value) in enumerate(self.categories) if name == column]
            yield column, places


def problem_of(candidates: Sequence[Candidate], quotas: Quotas, seats: int) -> Problem:
    """The numbers of a draw; every value of a candidate must have a quota."""
    columns = tuple(sorted(quotas))
    sizes: dict[tuple[str, ...], int] = {}
    for candidate in candidates:
        group = tuple(candidate[column] for column in columns)
        sizes[group] = sizes.get(group, 0) + 1
    groups = tuple(sorted(sizes))
    pairs = [(column, value) for column in columns for value in sorted(quotas[column])]
    bounds = [quotas[column][value] for column, value in pairs]
    return Problem(
        seats=seats,
        columns=columns,
        groups=groups,
        sizes=tuple(sizes[group] for group in groups),
        categories=tuple(pairs),
        least=tuple(least for least, _most in bounds),
        most=tuple(most for _least, most in bounds),
    )
