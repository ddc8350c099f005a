"""The programs that make a tally: one counts, an independent one checks, one compares.

They are handed in, so that a test may let one of them err.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any, Protocol

from tallying.engine.checking import Checked, check
from tallying.engine.counting import Count, Progress
from tallying.engine.election import Election
from tallying.engine.further_rules import FURTHER, further, why_not
from tallying.engine.outcome import Outcome
from tallying.engine.rule import Rule


class Counting(Protocol):
    """Counts one election by any number of rules."""

    def run(self, rule: Rule, seed: str = "", progress: Progress | None = None) -> Outcome:
        """The outcome of a rule."""


def compare(election: Election, progress: Progress) -> dict[str, Any]:
    """The winners of further rules by name; for a rule that was left out the reason, a code."""
    skipped = {name: why for name in FURTHER if (why := why_not(election, name))}
    found = further(election, [name for name in FURTHER if name not in skipped], progress)
    return {name: skipped.get(name) or list(found[name]) for name in FURTHER}


@dataclass(frozen=True)
class Engines:
    """`count` makes what counts one election, `check` an independent count of an outcome, and
    `further` the winners of other rules, to compare."""

    count: Callable[[Election], Counting] = Count
    check: Callable[[Election, Outcome, Progress], Checked] = check
    further: Callable[[Election, Progress], dict[str, Any]] = compare


SECOND = {"engine": "pabutools", "version": version("pabutools")}
ENGINES = Engines()
