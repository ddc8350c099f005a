"""What a sheet says beside what was recorded of it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

Choices = list[str] | dict[str, int]


@dataclass(frozen=True)
class Compared:
    """One sheet that was looked up: `recorded` and `paper` are choices, None for no ballot.

    `paper` is None for a sheet that is blank or void; `found` is False where there was no sheet.
    Choices are those of voting.formats: a list of projects, or project and number.
    """

    recorded: Choices | None
    paper: Choices | None
    found: bool = True

    @property
    def same(self) -> bool:
        """Whether the record says what the sheet says. No sheet is never the same as a place."""
        return self.found and self.recorded == self.paper

    @property
    def lost(self) -> frozenset[str]:
        """Projects to which the sheet gives more than was recorded."""
        return _more(self.paper, self.recorded) if self.found else frozenset()

    @property
    def added(self) -> frozenset[str]:
        """Projects to which more was recorded than the sheet gives; all, where there is none."""
        return _more(self.recorded, self.paper)

    def approved(self) -> tuple[frozenset[str], frozenset[str] | None]:
        """Recorded and standing on paper, for the margins; None where there is no sheet."""
        paper = frozenset(self.paper or ()) if self.found else None
        return frozenset(self.recorded or ()), paper


def _more(here: Choices | None, there: Choices | None) -> frozenset[str]:
    less = values(there)
    return frozenset(item for item, number in values(here).items() if number > less.get(item, 0))


def values(choices: Choices | None) -> dict[str, int]:
    """Project → what the ballot gives it; one where the format has no numbers."""
    return dict(choices) if isinstance(choices, dict) else dict.fromkeys(choices or (), 1)


@dataclass(frozen=True)
class Errors:
    """What was found in the sheets that were looked up.

    `wrong` of `checked` differ; of these `not_found` have no sheet and `not_recorded` no ballot in
    the record though the sheet has valid choices. `lost` and `added` count sheets by project.
    """

    checked: int = 0
    wrong: int = 0
    not_found: int = 0
    not_recorded: int = 0
    lost: Counter[str] = field(default_factory=Counter)
    added: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, sheets: Iterable[Compared]) -> "Errors":
        """Counted from different sheets, each once."""
        every = list(sheets)
        wrong = [one for one in every if not one.same]
        return cls(
            checked=len(every),
            wrong=len(wrong),
            not_found=sum(not one.found for one in wrong),
            not_recorded=sum(one.found and one.recorded is None for one in wrong),
            lost=Counter(item for one in wrong for item in one.lost),
            added=Counter(item for one in wrong for item in one.added),
        )
