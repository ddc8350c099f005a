"""Rules of pabutools beyond those of an edition, for comparison only: none of them decides.

They work on approvals. Projects without supporters are left out, and ties go to the lowest id as
text (other orders of pabutools depend on the hash seed of the process). pabutools takes long on
large elections, so each rule has a bound above which it is not run.

Not here: CSTV of pabutools 1.2.2 takes the first of tied projects out of a set, so two runs may
differ; its maximin support decides by floats of a solver started for each project of each round;
it has no Bounded Overspending.
"""

import io
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from pabutools.rules import greedy_utilitarian_welfare, sequential_phragmen

from tallying.engine.election import Election
from tallying.engine.reference import as_pabutools
from tallying.engine.reference_completion import Progress, quiet

PHRAGMEN = "sequential-phragmen"
COVERAGE = "greedy-coverage"

# What each rule does, in a line.
FURTHER: Mapping[str, str] = {
    PHRAGMEN: (
        "Everyone's purse fills at the same pace from nothing; supporters buy a project as soon as"
        " they can, until one is bought that does not fit the budget."
    ),
    COVERAGE: "Each time the project that gives most people their first winner per euro.",
}


@dataclass(frozen=True)
class _Size:
    """Of an election: distinct ballots, choices on these, and supported projects."""

    groups: int
    choices: int
    projects: int


# What a rule takes in steps of pabutools, and the most of these: some ten seconds.
_WORK: dict[str, tuple[Callable[[_Size], int], int]] = {
    PHRAGMEN: (lambda size: size.choices * size.projects, 3_000_000),
    COVERAGE: (lambda size: size.groups * size.projects**2, 500_000_000),
}


def further(
    election: Election, rule_names: Iterable[str] = tuple(FURTHER), tell: Progress | None = None
) -> dict[str, tuple[str, ...]]:
    """The winners by each rule of `rule_names`, sorted by id; rules that `why_not` are left out.

    `tell` is called before each rule and may raise to cancel.
    """
    names = tuple(rule_names)
    field = _supported(election)
    found = {}
    for place, name in enumerate(names):
        (tell or quiet)(100 * place // len(names), name)
        if why_not(election, name) is None:
            found[name] = tuple(sorted(_RULES[name](field)))
    return found


def why_not(election: Election, name: str) -> str | None:
    """Why a rule is not run on this election: `approvals_only`, `too_large`; None if it is."""
    if election.ballot_type not in ("approval", "choose-1"):
        return "approvals_only"
    work, most = _WORK[name]
    size = _Size(
        groups=len(election.ballots),
        choices=sum(len(group.choices) for group in election.ballots),
        projects=sum(map(bool, election.supporters().values())),
    )
    return "too_large" if work(size) > most else None


def _supported(election: Election) -> Election:
    """The election without projects that nobody supports, everything in a fixed order."""
    supporters = election.supporters()
    projects = [item for item in election.projects if supporters[item.id]]
    ballots = sorted(election.ballots, key=lambda group: group.choices)
    return replace(
        election,
        projects=tuple(sorted(projects, key=lambda item: item.id)),
        ballots=tuple(ballots),
    )


def _phragmen(election: Election) -> list[str]:
    # pabutools prints empty lines, and calls itself once for each winner.
    _deepen(election)
    with redirect_stdout(io.StringIO()):
        return _names(sequential_phragmen(*as_pabutools(election)))


def _coverage(election: Election) -> list[str]:
    _deepen(election)
    instance, profile = as_pabutools(election)
    found = greedy_utilitarian_welfare(
        instance, profile, sat_profile=_Covered(election), is_sat_additive=False
    )
    return _names(found)


_RULES: dict[str, Callable[[Election], list[str]]] = {
    PHRAGMEN: _phragmen,
    COVERAGE: _coverage,
}


class _Covered:
    """How many voters have a winner, as pabutools' CC_Sat; worked out for all ballots at once."""

    def __init__(self, election: Election) -> None:
        self._count = np.array([group.count for group in election.ballots], dtype=np.int64)
        self._backed = {
            item.id: np.zeros(len(election.ballots), dtype=bool) for item in election.projects
        }
        for number, group in enumerate(election.ballots):
            for choice in group.choices:
                self._backed[choice][number] = True
        # pabutools asks for each project beside the same winners: theirs are kept.
        self._last: tuple[tuple[str, ...], Any] = ((), np.zeros(len(election.ballots), dtype=bool))

    def total_satisfaction(self, projects: Iterable[Any]) -> int:
        """The number of voters with at least one of `projects`."""
        names = tuple(item.name for item in projects)
        return int(self._count @ self._covered(names))

    def _covered(self, names: tuple[str, ...]) -> Any:
        if not names:
            return np.zeros(len(self._count), dtype=bool)
        before = names[:-1]
        if self._last[0] != before:
            self._last = (before, self._covered(before))
        return self._last[1] | self._backed[names[-1]]


def _names(found: Iterable[Any]) -> list[str]:
    return [item.name for item in found]


def _deepen(election: Election) -> None:
    """Room for a function that calls itself for each project."""
    sys.setrecursionlimit(max(sys.getrecursionlimit(), 1000 + 2 * len(election.projects)))
