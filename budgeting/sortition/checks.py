"""Whether quotas can be met at all; if not, why, and what would be the smallest change."""

from collections.abc import Iterator
from dataclasses import dataclass

from budgeting.sortition.errors import SortitionError
from budgeting.sortition.near import near
from budgeting.sortition.problem import Problem
from budgeting.sortition.whole import Box, Panel, box_of, nearest
from budgeting.sortition.work import TOO_HARD, Work

MOST_RELAXATIONS = 5


@dataclass(frozen=True)
class Contradiction:
    """Why quotas cannot be met: `code`, and where; `value` is "" for a whole column."""

    code: str
    column: str
    value: str
    asked: int
    there: int


@dataclass(frozen=True)
class Change:
    """One bound (`min` or `max`) of a value, from what was asked to what can be met."""

    column: str
    value: str
    bound: str
    old: int
    new: int


Relaxation = tuple[Change, ...]


class Infeasible(SortitionError):
    """No panel meets the quotas.

    `relaxations` are the smallest changes with which one does, at most five; they are `nearest`
    unless the search had to be cut off: then it is one change that is surely enough.
    """

    def __init__(
        self, contradictions: list[Contradiction], relaxations: list[Relaxation], exact: bool
    ) -> None:
        super().__init__("infeasible", "No choice of candidates meets these quotas.")
        self.contradictions = contradictions
        self.relaxations = relaxations
        self.nearest = exact


class TooHard(SortitionError):
    """Whether a panel meets the quotas was not found; with `relaxations` one surely does."""

    def __init__(self, relaxations: list[Relaxation]) -> None:
        super().__init__("too_hard", TOO_HARD)
        self.relaxations = relaxations
        self.nearest = False


def check(problem: Problem, work: Work) -> Panel:
    """A panel that meets the quotas. Raises Infeasible, TooHard, or SortitionError `no_seats` and
    `too_few_candidates`."""
    if problem.seats < 1:
        raise SortitionError("no_seats", "At least one seat has to be drawn.")
    if sum(problem.sizes) < problem.seats:
        raise SortitionError(
            "too_few_candidates",
            f"There are {sum(problem.sizes)} candidates for {problem.seats} seats.",
            candidates=sum(problem.sizes),
            seats=problem.seats,
        )
    found = list(contradictions(problem))
    crossed = [each for each in found if each.code == "least_above_most"]
    if crossed:
        raise Infeasible(crossed, [], True)
    start = near(problem, work)
    panel = start if not start.missed else None if found else _searched(problem, start, work)
    if panel is None:
        found = found or [Contradiction("not_together", "", "", 0, 0)]
        raise Infeasible(found, *relaxations(problem, start, work))
    return panel


def _searched(problem: Problem, start: Panel, work: Work) -> Panel | None:
    box = box_of(problem, [0] * len(problem.sizes), problem.sizes, miss=0)
    try:
        return nearest(problem, box, most=0, work=work)
    except SortitionError:
        raise TooHard([_changes(problem, start)]) from None


def contradictions(problem: Problem) -> Iterator[Contradiction]:
    """What is wrong with single values and columns."""
    for column, places in problem.by_column():
        for i in places:
            value, least, most = problem.categories[i][1], problem.least[i], problem.most[i]
            if least > most:
                yield Contradiction("least_above_most", column, value, least, most)
            if least > problem.available[i]:
                yield Contradiction("too_few_of", column, value, least, problem.available[i])
        least, most = (sum(bounds[i] for i in places) for bounds in (problem.least, problem.most))
        if least > problem.seats:
            yield Contradiction("least_above_seats", column, "", least, problem.seats)
        there = sum(min(problem.most[i], problem.available[i]) for i in places)
        if most < problem.seats:
            yield Contradiction("most_below_seats", column, "", most, problem.seats)
        elif there < problem.seats:
            yield Contradiction("most_below_seats", column, "", there, problem.seats)


def relaxations(problem: Problem, start: Panel, work: Work) -> tuple[list[Relaxation], bool]:
    """The smallest changes of bounds that make the quotas possible, and whether that is certain.

    When it is not, there is the change that makes `start` possible.

    All are equally small: the sum of what minima are lowered and maxima are raised by. Several
    are found by dividing what is left after each (Lawler 1972).
    """
    found = list[Relaxation]()
    best: Panel | None = start
    free = problem.seats + max((*problem.least, *problem.most))
    boxes = [box_of(problem, [0] * len(problem.sizes), problem.sizes, miss=free)]
    most = start.missed
    try:
        while boxes and len(found) < MOST_RELAXATIONS:
            box = boxes.pop(0)
            panel = nearest(problem, box, most=most, work=work, best=best)
            best = None
            if panel is None:
                continue
            most = panel.missed
            found.append(_changes(problem, panel))
            boxes += _divided(problem, box, panel)
    except SortitionError:
        return found or [_changes(problem, start)], bool(found)
    return found, True


def _divided(problem: Problem, box: Box, panel: Panel) -> Iterator[Box]:
    """What is left of a box without this very change of bounds, in parts that do not overlap."""
    for place, value in enumerate((*panel.short, *panel.over), len(problem.groups)):
        yield box.cut(place, most=value - 1.0)
        yield box.cut(place, least=value + 1.0)
        box = box.cut(place, least=value, most=value)


def _changes(problem: Problem, panel: Panel) -> Relaxation:
    made = []
    for i, (column, value) in enumerate(problem.categories):
        least, most = problem.least[i], problem.most[i]
        if panel.short[i]:
            made.append(Change(column, value, "min", least, least - panel.short[i]))
        if panel.over[i]:
            made.append(Change(column, value, "max", most, most + panel.over[i]))
    return tuple(made)
