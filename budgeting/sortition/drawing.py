"""The draw: from a list, quotas and a seed to seats, substitutes and everybody's chances."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from budgeting.sortition.chance import Chance, is_text, plain_seed
from budgeting.sortition.checks import check
from budgeting.sortition.errors import SortitionError
from budgeting.sortition.highs import solver
from budgeting.sortition.leximin import lottery
from budgeting.sortition.lists import ID, list_digest
from budgeting.sortition.priority import Known, fill
from budgeting.sortition.problem import Candidate, Problem, Quotas, problem_of
from budgeting.sortition.substitutes import substitutes
from budgeting.sortition.work import MOST_WORK, TO_ESTIMATE, TO_REHEARSE, Work

RANDOM_PRIORITY = "random-priority"
LEXIMIN = "leximin"
ALGORITHMS = (RANDOM_PRIORITY, LEXIMIN)
ESTIMATES = 400
SHUFFLE = 5_000  # units of work for each candidate that is put in order
MOST_SEED = 200


@dataclass(frozen=True)
class Order:
    """What is announced before the seed is known: the list, what is asked, and how it is drawn.

    The candidates stand in the order of their ids, however they come.
    """

    candidates: Sequence[Candidate]
    quotas: Quotas
    seats: int
    substitutes: int = 0
    algorithm: str = RANDOM_PRIORITY

    def __post_init__(self) -> None:
        object.__setattr__(self, "candidates", sorted(self.candidates, key=lambda row: row[ID]))

    def problem(self) -> Problem:
        return problem_of(self.candidates, self.quotas, self.seats)

    def groups(self, problem: Problem) -> list[int]:
        """The group of each candidate, in the order of the list."""
        places = {group: place for place, group in enumerate(problem.groups)}
        return [places[tuple(row[name] for name in problem.columns)] for row in self.candidates]


@dataclass(frozen=True)
class Drawn:
    """Ids in the order of the lot; `reached` counts the seats as `{"column": {"value": n}}`."""

    seats: tuple[str, ...]
    substitutes: tuple[str, ...]
    list_digest: str
    algorithm: str
    solver: str
    seed: str
    reached: dict[str, dict[str, int]]

    def document(self) -> dict[str, Any]:
        """As it is published and as the command line prints it."""
        told: dict[str, Any] = {
            "seats": list(self.seats),
            "substitutes": list(self.substitutes),
            "list_digest": self.list_digest,
            "algorithm": self.algorithm,
            "seed": self.seed,
            "reached": self.reached,
        }
        return told | ({"solver": self.solver} if self.solver else {})


def feasible(order: Order, work: Work | None = None) -> list[int]:
    """A panel that meets the quotas; raises SortitionError when there is none, as `check` does,
    or for an algorithm that is `unknown_algorithm` or not installed (`extra_missing`)."""
    if order.algorithm not in ALGORITHMS:
        sentence = f"There is no algorithm {order.algorithm!r}; there are: {', '.join(ALGORITHMS)}."
        raise SortitionError("unknown_algorithm", sentence)
    if order.algorithm == LEXIMIN:
        solver()
    if order.substitutes < 0:
        raise SortitionError("no_seats", "The number of substitutes cannot be negative.")
    return list(check(order.problem(), work or Work()).counts)


def rehearse(order: Order) -> None:
    """Raises what `draw` would with a seed of no meaning, and with a fifth of its work.

    Quotas that pass leave a draw room enough, whatever its seed will be.
    """
    draw(order, "rehearsal", work=Work(TO_REHEARSE))


def draw(order: Order, seed: str, *, work: Work | None = None) -> Drawn:
    """Draw the seats, then the substitutes. The same order and seed give the same people.

    Raises SortitionError: see `feasible`; `no_seed` for one that is empty, too long or no text;
    `too_hard` when it takes more than the work allowed. What is drawn never depends on that.
    """
    seed, work = plain_seed(seed), work or Work()
    if not seed or len(seed) > MOST_SEED or not is_text(seed):
        raise SortitionError("no_seed", f"A seed of 1 to {MOST_SEED} characters is needed.")
    problem, fits = order.problem(), feasible(order, work)
    digest, groups = list_digest(order.candidates), order.groups(problem)
    chance = Chance(seed, digest, order.algorithm)
    if order.algorithm == LEXIMIN:
        wanted = list(lottery(problem, fits, work).drawn(chance))
        lots = chance.shuffled(range(len(groups)))
        seated = list(_by_counts(wanted, lots, groups))
    else:
        lots = chance.shuffled(range(len(groups)))
        places, _taken = fill(problem, Known(fits), [groups[place] for place in lots], work)
        seated = [lots[place] for place in places]
    return _told(order, problem, seed, seated, lots)


def _by_counts(wanted: list[int], lots: Sequence[int], groups: Sequence[int]) -> Iterator[int]:
    """The first of each group in the order of the lot, as many as the panel has."""
    for place in lots:
        if wanted[groups[place]]:
            wanted[groups[place]] -= 1
            yield place


def _told(
    order: Order, problem: Problem, seed: str, seated: Sequence[int], lots: Sequence[int]
) -> Drawn:
    groups = order.groups(problem)
    counts = [0] * len(problem.groups)
    for place in seated:
        counts[groups[place]] += 1
    reached = problem.counts(counts)
    left = [place for place in lots if place not in set(seated)]
    others = substitutes(problem, reached, [groups[place] for place in left], order.substitutes)
    by_column: dict[str, dict[str, int]] = {}
    for (column, value), count in zip(problem.categories, reached, strict=True):
        by_column.setdefault(column, {})[value] = count
    return Drawn(
        seats=tuple(order.candidates[place][ID] for place in seated),
        substitutes=tuple(order.candidates[left[place]][ID] for place in others),
        list_digest=list_digest(order.candidates),
        algorithm=order.algorithm,
        solver=solver() if order.algorithm == LEXIMIN else "",
        seed=seed,
        reached=by_column,
    )


def chances(order: Order, draws: int = ESTIMATES) -> dict[str, Any]:
    """What chance each group of like candidates has of a seat; known before the seed is.

    Exact for `leximin`. For `random-priority` it is counted over draws with the seeds `estimate 1`,
    `estimate 2` …: `draws` of them, or as many as a bounded work allows.
    `{"method", "draws", "equal", "least", "groups": [{"group": {"column": "value"}, "candidates",
    "probability"}]}`; `draws` is how many there were, `equal` seats / candidates. Raises as `draw`.
    """
    work = Work(TO_ESTIMATE if order.algorithm == RANDOM_PRIORITY else MOST_WORK)
    problem, fits = order.problem(), feasible(order, work)
    if order.algorithm == LEXIMIN:
        method, draws, expected = "exact", 0, lottery(problem, fits, work).expected()
    else:
        draws, expected = _estimated(order, problem, fits, draws, work)
        method = "estimated"
    groups = [
        {
            "group": dict(zip(problem.columns, group, strict=True)),
            "candidates": size,
            "probability": round(mean / size, 6),
        }
        for group, size, mean in zip(problem.groups, problem.sizes, expected, strict=True)
    ]
    return {
        "method": method,
        "draws": draws,
        "equal": round(order.seats / len(order.candidates), 6),
        "least": min(round(m / size, 6) for m, size in zip(expected, problem.sizes, strict=True)),
        "groups": groups,
    }


def _estimated(
    order: Order, problem: Problem, fits: list[int], draws: int, work: Work
) -> tuple[int, list[float]]:
    """How many draws were tried, and how many of each group had a seat on average."""
    digest, groups, known = list_digest(order.candidates), order.groups(problem), Known(fits)
    total, done = [0] * len(problem.groups), 0
    while done < draws:
        chance = Chance(f"estimate {done + 1}", digest, order.algorithm)
        try:
            work.spend(SHUFFLE * len(groups))
            _seated, taken = fill(problem, known, chance.shuffled(groups), work)
        except SortitionError:
            if not done:
                raise
            break
        total = [sum_ + count for sum_, count in zip(total, taken, strict=True)]
        done += 1
    return done, [sum_ / done for sum_ in total]
