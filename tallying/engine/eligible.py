"""Which projects take part, what each ballot is worth to them, and which cost nothing."""

from dataclasses import dataclass
from fractions import Fraction

from tallying.engine.election import APPROVAL_TYPES, POINT_TYPES, Election, Project
from tallying.engine.errors import EngineError
from tallying.engine.rule import Rule


@dataclass(frozen=True)
class Field:
    """The projects of an election that a rule lets take part.

    `free`: supported projects that cost nothing, in the order of the file: they are selected before
    the rule starts, because no rule that divides by cost can rank them. `paid`: the others.
    `supported`: those of `paid` with at least one supporter. `votes` covers all projects.
    """

    election: Election
    free: tuple[Project, ...]
    paid: tuple[Project, ...]
    votes: dict[str, int]
    supporters: dict[str, int]

    @property
    def supported(self) -> tuple[Project, ...]:
        """Paid projects with at least one supporter."""
        return tuple(item for item in self.paid if self.supporters[item.id])


def field_of(election: Election, rule: Rule) -> Field:
    """The field of `rule`. Raises EngineError `format_not_supported`."""
    if election.ballot_type not in APPROVAL_TYPES + POINT_TYPES:
        raise EngineError(
            "format_not_supported",
            f"{rule.rule} cannot count ballots of type {election.ballot_type}.",
        )
    votes, supporters = election.votes(), election.supporters()
    taking_part = [
        project
        for project in election.projects
        if why_not(election, rule, project, votes[project.id]) is None
    ]
    free = [item for item in taking_part if item.cost == 0 and supporters[item.id]]
    paid = [item for item in taking_part if item not in free]
    return Field(election, tuple(free), tuple(paid), votes, supporters)


def why_not(election: Election, rule: Rule, project: Project, votes: int) -> str | None:
    """Why a project takes no part: `below_threshold`, `below_min_share`; None if it does."""
    if rule.threshold is not None and votes < rule.threshold:
        return "below_threshold"
    if rule.min_share is None:
        return None
    # votes / voters >= cost / (k x budget), without dividing
    enough = votes * rule.min_share * election.budget >= project.cost * election.voters
    return None if enough else "below_min_share"


def worth(rule: str, project: Project, points: int | None) -> int:
    """What one winner is worth to a ballot that supports it: its points, its cost, or one."""
    if points is not None:
        return points
    return project.cost if rule == "mes-cost" else 1


def score(rule: str, field: Field, project: Project) -> Fraction:
    """What greedy ranks by: votes, or votes per unit of cost."""
    votes = field.votes[project.id]
    if rule == "greedy-votes-per-euro":
        return Fraction(votes, project.cost) if votes else Fraction(0)
    return Fraction(votes)
