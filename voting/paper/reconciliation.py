"""Reconciling paper: named figures in, equations out, each with both sides and the difference.

The equations are those by which a voting place accounts for its ballots: what was printed is
somewhere, what was given out came back or is missing by a number, what is in the box was read,
and what was read ended somewhere. Nothing here knows who voted or what.

printed = unreleased + released + void (a batch)
released = issued + left over + spoiled before issue (a place; the next four as well)
issued = box + spoiled and returned + not returned, so that nothing came back twice
box = sheets read; read = counted + blank + rejected + refused + held + waiting + foreign
counted is at most issued
spoiled, by the numbers typed in = spoiled before issue + spoiled and returned (a place): whoever
ends the right of a sheet that lies in the box is found out by the sheets that two people counted
spoiled or void and read all the same = none (a place)
pages = sides + read again + foreign + no ballots (an edition)
counted = rows of channel paper in the box (an edition)
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

MISSING = "missing"
HELD = "held"
Figures = Mapping[str, int | None]
"""Numbers of sheets or pages by name; None for a hand count that is not there yet."""

HAND = ("issued", "left_over", "spoiled_before", "spoiled_returned", "box")
"""What people count; everything else is counted by the machine."""

ENDS = ("counted", "blank", "rejected", "refused", "held", "waiting", "foreign")
"""Where a sheet that was read ended."""

ENDED = ("spoiled", "ended_read")
"""Sheets made spoiled by their number; spoiled or void ones that were read in a pile."""


@dataclass(frozen=True)
class Formula:
    """`left` and `right` are sums of named figures, none is 0; `at_most`: left may be smaller."""

    code: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    at_most: bool = False


PRINTED = Formula("printed", ("printed",), ("unreleased", "released", "void"))
AT_A_PLACE = (
    Formula("released", ("released",), ("issued", "left_over", "spoiled_before")),
    Formula("returned", ("box", "spoiled_returned"), ("issued",), at_most=True),
    Formula("box", ("box",), ("read",)),
    Formula("read", ("read",), ENDS),
    Formula("counted", ("counted",), ("issued",), at_most=True),
    Formula("spoiled", ("spoiled",), ("spoiled_before", "spoiled_returned")),
    Formula("spoiled_read", ("ended_read",), ()),
)
OF_PAGES = Formula("pages", ("pages",), ("sides", "read_again", "foreign_pages", "no_ballots"))
OF_ROWS = Formula("rows", ("counted",), ("rows",))
FORMULAS = {
    "batch": (PRINTED,),
    "place": AT_A_PLACE,
    "edition": (PRINTED, *AT_A_PLACE, OF_PAGES, OF_ROWS),
}
OWN_TO_THE_EDITION = frozenset({"pages", "rows"})
"""The other equations of an edition are sums of those of its batches and places."""
AT_ONCE = frozenset({"printed", "released", "returned", "spoiled_read"})
"""What may be seen before the hand counts of a place are closed: it tells none of them."""
SINCE_ENDED = frozenset({"spoiled", "spoiled_read"})
"""Left out of figures that were kept before these were told."""


@dataclass(frozen=True)
class Equation:
    """A formula with its figures. `left` or `right` is None while one of its figures is missing."""

    formula: Formula
    figures: Figures

    @property
    def code(self) -> str:
        return self.formula.code

    @property
    def missing(self) -> tuple[str, ...]:
        names = (*self.formula.left, *self.formula.right)
        return tuple(name for name in names if self.figures[name] is None)

    @property
    def left(self) -> int | None:
        return _sum(self.figures, self.formula.left)

    @property
    def right(self) -> int | None:
        return _sum(self.figures, self.formula.right)

    @property
    def terms(self) -> str:
        """Both sides, figure by figure: the same sum of other figures is another text."""
        sides = (self.formula.left, self.formula.right)
        return " ".join("+".join(str(self.figures[n]) for n in names) or "0" for names in sides)

    @property
    def difference(self) -> int | None:
        """Left less right; 0 where left is at most right and may be; None while one is missing."""
        if self.left is None or self.right is None:
            return None
        apart = self.left - self.right
        return max(apart, 0) if self.formula.at_most else apart

    @property
    def holds(self) -> bool:
        return self.difference == 0


def reconcile(scope: str, figures: Figures) -> list[Equation]:
    """The equations of a `batch`, a `place` or an `edition`; KeyError where a figure is no name."""
    early = not figures.keys() & set(ENDED)
    listed = [one for one in FORMULAS[scope] if not (early and one.code in SINCE_ENDED)]
    return [Equation(formula, figures) for formula in listed]


def open_points(scope: str, key: str, equations: Iterable[Equation]) -> list[str]:
    """What does not add up, each as one line with its figures: another figure is another point.

    `key` names the batch or place; behind the code stand all terms of both sides, as in
    `place:hall released 100 60+37+2`. Hand counts that are missing are one point of their place,
    with those that are there: `place:hall missing box released=100,issued=60`.
    """
    found = [one for one in equations if scope != "edition" or one.code in OWN_TO_THE_EDITION]
    missing = {name for one in found for name in one.missing}
    points = [f"{key} {MISSING} {_missing(missing, found[0].figures)}"] if missing else []
    return points + [f"{key} {one.code} {one.terms}" for one in found if one.difference]


def _missing(names: Collection[str], figures: Figures) -> str:
    """Which hand counts are missing, and what is shown beside the gap."""
    known = (name for name in ("released", *HAND) if figures[name] is not None)
    shown = ",".join(f"{name}={figures[name]}" for name in known)
    return f"{','.join(name for name in HAND if name in names)} {shown}"


def about(point: str) -> tuple[str, str]:
    """The key and code of a point, without its figures."""
    key, code, *_figures = point.split(" ")
    return key, code


def is_about(point: str, code: str) -> bool:
    return about(point)[1] == code


def is_hidden(point: str, closed: Collection[str]) -> bool:
    """Whether a point tells machine counts of a place (`closed`: their keys) too early."""
    key, code = about(point)
    return key in closed and code not in {MISSING, HELD, *AT_ONCE}


def not_returned(figures: Figures) -> int | None:
    """Sheets that were given out and never came back; None while a count is missing."""
    issued, back = figures["issued"], _sum(figures, ("box", "spoiled_returned"))
    return None if issued is None or back is None else max(issued - back, 0)


def total(parts: Iterable[Figures], names: Iterable[str]) -> dict[str, int | None]:
    """The sum of each figure over all parts; None as soon as one part does not have it."""
    found = list(parts)
    return {name: _sum_of(part[name] for part in found) for name in names}


def _sum(figures: Figures, names: Iterable[str]) -> int | None:
    return _sum_of(figures[name] for name in names)


def _sum_of(values: Iterable[int | None]) -> int | None:
    result = 0
    for value in values:
        if value is None:
            return None
        result += value
    return result
