"""The cells of one row, read as people write them in Dutch, in French and in English."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, time

from budgeting.calendar_rules import YEARS
from budgeting.tables.header import folded
from budgeting.tables.types import Fault

YES = frozenset({"yes", "ja", "j", "y", "oui", "o", "true", "vrai", "waar", "1", "x"})
NO = frozenset({"no", "nee", "neen", "n", "non", "false", "faux", "onwaar", "0"})
SHOWN = 40  # characters of a cell that a sentence repeats

_DAY = re.compile(r"(\d{1,2})[./ -](\d{1,2})[./ -](\d{4})", re.ASCII)
_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\d{2}:.*)?", re.ASCII)
_TIME = re.compile(
    r"(\d{1,2}) ?[:.hu] ?(\d{2})?(?::\d{2})?(?: ?[hu](?:ur|eures)?)?", re.ASCII | re.I
)
_NUMBER = re.compile(r"[+-]?\d{1,9}(?:[.,]\d{1,20})?", re.ASCII)


class Cells:
    """Reads the fields of one row; what cannot be read is added to `faults` and read as nothing."""

    def __init__(self, row: int, cells: Mapping[str, str]) -> None:
        self.row = row
        self.faults: list[Fault] = []
        self._cells = cells

    def wrong(self, name: str, code: str, **params: str | int) -> None:
        """Note what is wrong in a cell; its text is shown beside it, shortened."""
        found = self._cells.get(name, "")
        shown = found if len(found) <= SHOWN else found[: SHOWN - 1] + "…"
        self.faults.append(Fault(self.row, name, code, {"found": shown} | params))

    def filled(self, name: str) -> bool:
        """Whether something stands in the cell."""
        return bool(self._cells.get(name))

    def text(self, name: str, most: int = 0, *, needed: bool = False) -> str:
        """Text of at most `most` characters; `too_long`, `cell_empty`."""
        cell = self._cells.get(name, "")
        if needed and not cell:
            self.wrong(name, "cell_empty")
        if most and len(cell) > most:
            self.wrong(name, "too_long", length=len(cell), most=most)
        return cell

    def choice(self, name: str, words: Mapping[str, Sequence[str]], default: str = "") -> str:
        """One of the keys of `words`, or a word for it; `not_a_choice`."""
        cell = folded(self._cells.get(name, ""))
        if not cell:
            return default
        for value, others in words.items():
            if cell in {folded(word) for word in (value, *others)}:
                return value
        self.wrong(name, "not_a_choice", choices=", ".join(words))
        return default

    def yes_no(self, name: str) -> bool:
        """True for yes, ja, oui, 1, x; False for no, nee, non, 0 and nothing; `not_yes_no`."""
        cell = folded(self._cells.get(name, ""))
        if cell and cell not in YES | NO:
            self.wrong(name, "not_yes_no")
        return cell in YES

    def yes_no_unknown(self, name: str) -> bool | None:
        """The same, with None for an empty cell; `not_yes_no`."""
        return self.yes_no(name) if self._cells.get(name, "") else None

    def number(self, name: str, least: float, most: float) -> float | None:
        """A number with a comma or a point; `not_a_number`, `out_of_range`."""
        cell = self._cells.get(name, "").replace("−", "-")
        if not cell:
            return None
        if not _NUMBER.fullmatch(cell):
            self.wrong(name, "not_a_number")
            return None
        value = float(cell.replace(",", "."))
        if least <= value <= most:
            return value
        self.wrong(name, "out_of_range", least=f"{least:g}", most=f"{most:g}")
        return None

    def whole(self, name: str, most: int) -> int:
        """A whole number from 0, which is what an empty cell means; `not_whole`."""
        cell = self._cells.get(name, "")
        written = cell.isascii() and cell.isdigit() and len(cell) <= len(str(most))
        if cell and not (written and int(cell) <= most):
            self.wrong(name, "not_whole", most=most)
            return 0
        return int(cell or 0)

    def day(self, name: str, *, needed: bool = False) -> date | None:
        """A day as 2026-06-01 or 1/6/2026; `not_a_day`, `year`."""
        cell = self.text(name, needed=needed)
        if iso := _ISO_DAY.fullmatch(cell):
            parts = iso.groups()
        else:
            found = _DAY.fullmatch(cell)
            parts = found.group(3, 2, 1) if found else ()
        try:
            day = date(*map(int, parts)) if parts else None
        except ValueError:
            day = None
        if day and day.year in YEARS:
            return day
        if day:
            self.wrong(name, "year", first=YEARS[0], last=YEARS[-1])
        elif cell:
            self.wrong(name, "not_a_day")
        return None

    def hour(self, name: str, *, needed: bool = False) -> time | None:
        """A time of the day as 19:30, 19u30, 19h or 19.30; `not_a_time`."""
        cell = self.text(name, needed=needed)
        found = _TIME.fullmatch(cell)
        try:
            if found:
                return time(int(found[1]), int(found[2] or 0))
        except ValueError:
            pass
        if cell:
            self.wrong(name, "not_a_time")
        return None
