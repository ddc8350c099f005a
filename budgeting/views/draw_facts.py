"""A draw as its pages tell it: its state, what was asked and reached, and everybody's chances."""

from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from budgeting.charts import Bar, BarRow
from budgeting.dates import written
from budgeting.languages import active_language, in_language
from budgeting.models import SortitionDraw
from budgeting.money import format_count, format_percent
from budgeting.services.drawing_lots import ANNOUNCED, DRAWN, PREPARED, state_of
from budgeting.sortition import LEXIMIN, RANDOM_PRIORITY

MOMENT = "j F Y, H:i"
FEWEST = 5  # smaller groups could point at somebody, so that they are not shown

STATES: dict[str, tuple[str | Promise, str]] = {
    PREPARED: (pgettext_lazy("draw", "Being prepared"), ""),
    ANNOUNCED: (pgettext_lazy("draw", "Announced"), "accent"),
    DRAWN: (pgettext_lazy("draw", "Drawn"), "success"),
}
ALGORITHMS: dict[str, str | Promise] = {
    RANDOM_PRIORITY: pgettext_lazy("algorithm", "random priority"),
    LEXIMIN: "LEXIMIN",
}


@dataclass(frozen=True)
class QuotaLine:
    """One value of a column: what was asked for, and the seats it got (None before the draw)."""

    value: str
    least: int
    most: int
    reached: int | None

    @property
    def asked(self) -> str:
        """The quota in a few letters: "3", "3–4"."""
        return str(self.least) if self.least == self.most else f"{self.least}–{self.most}"


@dataclass(frozen=True)
class Group:
    """Candidates who are alike in every column, and the chance of each of them."""

    words: str
    candidates: int
    chance: str


def state_words(lots: SortitionDraw) -> tuple[str | Promise, str]:
    """The state in words, and the kind of its badge."""
    return STATES[state_of(lots)]


def algorithm_words(lots: SortitionDraw) -> str:
    name = f"{ALGORITHMS.get(lots.algorithm, lots.algorithm)} ({lots.algorithm})"
    solver = lots.result.get("solver")
    return f"{name}, {solver}" if solver else name


def facts_of(lots: SortitionDraw) -> list[tuple[str, Any]]:
    """What was announced and what came of it, as (what, value)."""
    told: list[tuple[str, Any]] = [
        (_("Seats"), lots.seats),
        (_("Substitutes"), lots.substitutes),
        (_("Candidates"), format_count(lots.candidate_count, active_language())),
        (_("How it is drawn"), algorithm_words(lots)),
        (_("Source of the seed"), in_language(lots, "seed_source")),
        (_("Seed known from"), written(lots.seed_known_at, MOMENT)),
    ]
    if lots.announced_at:
        told.insert(0, (_("Announced on"), written(lots.announced_at, MOMENT)))
    if lots.drawn_at:
        told += [(_("Drawn on"), written(lots.drawn_at, MOMENT)), (_("Seed"), lots.seed)]
    return told


def rows_of(lots: SortitionDraw) -> list[tuple[str, list[QuotaLine]]]:
    """Each column of the quotas with its values."""
    reached = lots.result.get("reached", {})
    return [
        (
            column,
            [
                QuotaLine(value, bounds[0], bounds[1], reached.get(column, {}).get(value))
                for value, bounds in sorted(values.items())
            ],
        )
        for column, values in sorted(lots.quotas.items())
    ]


def bars_of(columns: list[tuple[str, list[QuotaLine]]]) -> list[BarRow]:
    """The seats that each value got, beside the most that it could get."""
    return [
        BarRow(
            f"{column}: {line.value}",
            (
                Bar(line.reached or 0, str(line.reached or 0)),
                Bar(line.most, line.asked, "soft"),
            ),
        )
        for column, lines in columns
        for line in lines
    ]


def chances_of(lots: SortitionDraw) -> dict[str, Any]:
    """The chances in words; empty until they are worked out."""
    found = lots.result.get("probabilities")
    if not found:
        return {}
    groups = sorted(found["groups"], key=lambda group: group["probability"])
    shown = [group for group in groups if group["candidates"] >= FEWEST]
    return {
        "exact": found["method"] == "exact",
        "draws": found["draws"],
        "least": _percent(found["least"]),
        "equal": _percent(found["equal"]),
        "groups": [
            Group(" · ".join(each["group"].values()), each["candidates"],
                  _percent(each["probability"]))
            for each in shown
        ],
        "hidden": len(groups) - len(shown),
    }  # fmt: skip


def _percent(part: float) -> str:
    return format_percent(number_format(100 * part, 2), active_language())
