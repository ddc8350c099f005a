"""How often so many misread sheets would change the winners: tried out, not proven.

For Equal Shares nobody knows a margin that could be audited (the smallest change of votes that
changes the winners is hard to find; Boehmer et al., arXiv 2312.14723, work with resampled ballots
for the same reason). So this counts again and again with made-up errors of two kinds:

random  so many sheets, drawn by lot, each with one mark too many or too few on a project by lot
loss    so many of the sheets that chose one project lose just this mark: a fault in one box

The first is what an inattentive reader does; the second, what a smear on the glass or a bad layout
does, and it changes winners far more easily. Neither is a bound, and pages say so.
"""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tallying.engine.counting import Count
from tallying.engine.election import BallotGroup, Election
from tallying.engine.rule import Rule

Sheet = tuple[tuple[str, ...], tuple[int, ...]]


@dataclass(frozen=True)
class Tried:
    """How many of `runs` counts had other winners."""

    runs: int
    changed: int


@dataclass(frozen=True)
class Simulation:
    """`misread` sheets of each kind; `loss` by project. Fewer runs where time ran out."""

    misread: int
    seed: str
    by_chance: Tried
    loss: dict[str, Tried]

    def to_json(self) -> dict[str, Any]:
        """As it is kept and published."""
        return {
            "misread": self.misread,
            "seed": self.seed,
            "random": [self.by_chance.runs, self.by_chance.changed],
            "loss": {item: [tried.runs, tried.changed] for item, tried in self.loss.items()},
        }


@dataclass(frozen=True)
class Setting:
    """The count that is tried: ballots cast `online` stay, those on `paper` (one a sheet) vary."""

    election: Election
    online: Sequence[BallotGroup]
    paper: Sequence[Sheet]
    rule: Rule
    tie_seed: str

    def winners(self, paper: Sequence[Sheet]) -> frozenset[str]:
        """Who wins with these sheets."""
        together = Counter({(one.choices, one.points): one.count for one in self.online})
        together.update(paper)
        ballots = tuple(BallotGroup(key[0], n, key[1]) for key, n in sorted(together.items()))
        counted = Count(replace(self.election, ballots=ballots)).run(self.rule, self.tie_seed)
        return frozenset(counted.selected)


def simulate(
    setting: Setting, *, misread: int, seed: str, runs: int, may_go_on: Callable[[], bool]
) -> Simulation:
    """Try `runs` counts with random errors, and one with the loss of each project.

    The same seed gives the same answer unless `may_go_on` ends it early; it is asked before each
    count. `misread` is at most the number of sheets.
    """
    misread = min(misread, len(setting.paper))
    lots = random.Random(seed)  # noqa: S311 - to try things out, and for anybody again
    names = sorted(item.id for item in setting.election.projects)
    true = setting.winners(setting.paper)
    loss = {}
    for name in names:
        if not may_go_on():
            break
        sheets = _without(setting.paper, name, misread, lots)
        loss[name] = Tried(1, int(setting.winners(sheets) != true))
    tried = changed = 0
    while tried < runs and may_go_on():
        tried += 1
        changed += setting.winners(_at_random(setting.paper, names, misread, lots)) != true
    return Simulation(misread, seed, Tried(tried, changed), loss)


def _at_random(
    paper: Sequence[Sheet], names: Sequence[str], misread: int, lots: random.Random
) -> list[Sheet]:
    sheets = list(paper)
    for place in lots.sample(range(len(sheets)), misread):
        sheets[place] = _flipped(sheets[place], lots.choice(names))
    return sheets


def _without(paper: Sequence[Sheet], name: str, misread: int, lots: random.Random) -> list[Sheet]:
    sheets = list(paper)
    chosen = [place for place, sheet in enumerate(sheets) if name in sheet[0]]
    for place in lots.sample(chosen, min(misread, len(chosen))):
        sheets[place] = _flipped(sheets[place], name)
    return sheets


def _flipped(sheet: Sheet, name: str) -> Sheet:
    """The sheet with one mark more, or less."""
    choices, points = sheet
    given = dict(zip(choices, points or (1,) * len(choices), strict=True))
    if name in given:
        del given[name]
    else:
        given[name] = 1
    pairs = sorted(given.items())
    numbered = bool(points)
    return tuple(item for item, _ in pairs), tuple(n for _, n in pairs) if numbered else ()
