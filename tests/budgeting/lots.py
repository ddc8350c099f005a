"""Small draws for tests, and a slow oracle that tries everything."""

import random
from collections.abc import Iterator, Sequence
from itertools import product

from budgeting.sortition import Order, values_of
from budgeting.sortition.problem import Candidate, Problem, Quotas

AGES = ["16-29", "30-44", "45-59", "60-74", "75+"]
AREAS = ["Bockstael", "Laken", "Mutsaard", "Neder-Over-Heembeek", "Noord", "Heizel"]


def candidates(count: int, seed: int = 1) -> list[Candidate]:
    """Invented candidates with three columns, as unevenly spread as real ones."""
    chance = random.Random(seed)
    return [
        {
            "id": f"k{number:04}",
            "age": chance.choices(AGES, [3, 4, 3, 2, 1])[0],
            "sex": chance.choices(["f", "m", "x"], [50, 48, 2])[0],
            "area": chance.choices(AREAS, [5, 3, 2, 2, 1, 1])[0],
        }
        for number in range(count)
    ]


def quotas_near(people: Sequence[Candidate], seats: int, width: int = 1) -> Quotas:
    """Quotas around the share that each value has in the list."""
    return {
        column: {
            value: (max(0, int(seats * count / len(people)) - width + 1),
                    int(seats * count / len(people)) + width)
            for value, count in values.items()
        }
        for column, values in values_of(people).items()
    }  # fmt: skip


def order_of(count: int = 1000, seats: int = 17, seed: int = 1, **fields: object) -> Order:
    people = candidates(count, seed)
    return Order(people, quotas_near(people, seats), seats, **fields)  # type: ignore[arg-type]


def panels(problem: Problem) -> Iterator[tuple[int, ...]]:
    """Every way to fill the seats with people of the groups, whatever the quotas are."""
    choices = [range(min(size, problem.seats) + 1) for size in problem.sizes]
    return (chosen for chosen in product(*choices) if sum(chosen) == problem.seats)


def missed(problem: Problem, chosen: tuple[int, ...]) -> int:
    """By how much a panel misses the quotas."""
    bounds = zip(problem.counts(chosen), problem.least, problem.most, strict=True)
    return sum(max(0, least - count, count - most) for count, least, most in bounds)
