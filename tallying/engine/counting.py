"""The one door to the tally: an election and a rule in, an outcome out."""

from tallying.engine.election import Election
from tallying.engine.outcome import Outcome
from tallying.engine.reference import Progress, Reference
from tallying.engine.rule import Rule

__all__ = ["Count", "Progress", "count"]


class Count(Reference):
    """Counts one election by any number of rules; what rules have in common is done once."""


def count(
    election: Election, rule: Rule, seed: str = "", progress: Progress | None = None
) -> Outcome:
    """The outcome of one rule; see `Count.run`."""
    return Count(election).run(rule, seed, progress)
