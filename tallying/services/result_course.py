"""How a count went, step by step: read from what is stored with its tally, and worked out no more.

Amounts are whole cents, rounded down. What an older tally does not have is simply not there.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from proposals.models import BallotProject
from tallying.models import Tally
from tallying.services.result_rows import Row


@dataclass(frozen=True)
class Round:
    """A round of Equal Shares.

    `full` voters paid the same part (`price`, the most that one of them paid); `less` had a
    smaller purse than that and gave all of it, together `less_paid`. `before` was spent before
    this round, `left` of the budget is left after it. `tied` are the projects it was equal with.
    """

    number: int
    project: BallotProject
    supporters: int
    price: int | None
    full: int
    less: int
    less_paid: int
    before: int
    left: int
    tied: tuple[BallotProject, ...] = ()
    settled: str = ""

    @property
    def told(self) -> bool:
        """Whether it is known who paid how much: older tallies have the price alone."""
        return bool(self.full)

    @property
    def priced(self) -> bool:
        """Whether it is known what one of them paid at most: not where ballots are kept back."""
        return self.price is not None


@dataclass(frozen=True)
class Turn:
    """A project whose turn came while the most voted ones were taken; `before` was left then."""

    place: int
    project: BallotProject
    votes: int
    before: int
    spent: int
    taken: bool
    blocked: bool

    @property
    def left(self) -> int:
        """What is left after its turn."""
        return self.before - self.project.cost_cents if self.taken else self.before


@dataclass(frozen=True)
class Short:
    """A project that Equal Shares did not take, and how far its supporters came, in percent:
    to a tenth, or, where ballots are kept back, in steps of five."""

    project: BallotProject
    story: dict[str, Any]
    percent: str


@dataclass(frozen=True)
class Course:
    """One tally from its first step to its last.

    `first_share` is the budget divided by the voters, `share` what everybody had in the end;
    `next_share` would have cost `next_cost`, which is more than the budget. All None for a rule
    without shares.
    """

    tally: Tally
    budget: int
    voters: int
    first_share: int | None
    share: int | None
    next_share: int | None
    next_cost: int | None
    free: tuple[BallotProject, ...]
    rounds: tuple[Round, ...]
    turns: tuple[Turn, ...]
    short: tuple[Short, ...]

    @property
    def points(self) -> bool:
        """Whether ballots gave points: then supporters pay by how many they gave."""
        own = self.tally.outcome["story"]["projects"].values()
        return any(line["votes"] != line["supporters"] for line in own)

    @property
    def priced(self) -> bool:
        """Whether the rounds say what people paid."""
        return any(step.priced for step in self.rounds)

    @property
    def about(self) -> bool:
        """Whether it is told in steps how far the others came."""
        return any(one.story.get("kept_back") for one in self.short)

    @property
    def raised(self) -> bool:
        """Whether shares became larger than an equal part of the budget."""
        return self.share is not None and self.share > (self.first_share or 0)

    @property
    def before_turns(self) -> int:
        """What was left of the budget when the most voted projects came to their turn."""
        return self.turns[0].before if self.turns else self.rounds[-1].left if self.rounds else 0


def course_of(tally: Tally, rows: Iterable[Row], budget: int) -> Course:
    """The steps of a tally; `rows` give its projects, `budget` is in cents."""
    story = tally.outcome["story"]
    projects = {row.project.code: row.project for row in rows}
    voters = int(tally.outcome["voters"])
    shares = tally.rule["rule"].startswith("mes") and not tally.outcome["kept_greedy"]
    return Course(
        tally=tally,
        budget=budget,
        voters=voters,
        first_share=_first_share(tally, budget, voters) if shares else None,
        share=story["share"] if shares else None,
        next_share=story.get("next_share") if shares else None,
        next_cost=story.get("next_cost") if shares else None,
        free=tuple(projects[code] for code in tally.outcome["parts"]["free"]),
        rounds=_rounds(tally, projects, budget) if shares else (),
        turns=_turns(tally, projects, budget, shares=shares),
        short=_short(story["projects"], projects) if shares else (),
    )


def _first_share(tally: Tally, budget: int, voters: int) -> int:
    share = budget // max(1, voters)
    return share // 100 * 100 if tally.rule.get("start") == "floor" else share


def _rounds(tally: Tally, projects: dict[str, BallotProject], budget: int) -> tuple[Round, ...]:
    story = tally.outcome["story"]
    told = {line["project"]: line for line in story.get("rounds") or ()}
    found, spent = [], 0
    for number, code in enumerate(tally.outcome["parts"]["rule"], 1):
        line, own, project = told.get(code, {}), story["projects"][code], projects[code]
        tied = [projects[other] for other in line.get("tied", ()) if other != code]
        found.append(
            Round(
                number=number,
                project=project,
                supporters=own["supporters"],
                price=line.get("price", own["payment"]),
                full=line.get("full") or 0,
                less=line.get("less") or 0,
                less_paid=line.get("less_paid") or 0,
                before=spent,
                left=budget - spent - project.cost_cents,
                tied=tuple(tied),
                settled=_settled(tally, code, {other.code for other in tied}) if tied else "",
            )
        )
        spent += project.cost_cents
    return tuple(found)


def _settled(tally: Tally, chosen: str, others: set[str]) -> str:
    """What settled the tie of a round: cost, votes, lot or lexico; "" if it was not noted."""
    for tie in tally.outcome["ties"]:
        if tie["chosen"] == chosen and others <= set(tie["between"]):
            return str(tie["by"])
    return ""


def _turns(
    tally: Tally, projects: dict[str, BallotProject], budget: int, *, shares: bool
) -> tuple[Turn, ...]:
    """Projects in the order in which their turn came."""
    story = tally.outcome["story"]
    lines = story.get("turns")
    if lines is None:
        lines = _turns_worked_out(story["projects"], projects)
    rounds = tally.outcome["parts"]["rule"] if shares else ()
    found = [line for line in lines if line["project"] not in rounds]
    return tuple(
        Turn(
            place=place,
            project=projects[line["project"]],
            votes=story["projects"][line["project"]]["votes"],
            before=line["money"],
            spent=budget - line["money"],
            taken=line["taken"],
            blocked=line["blocked"],
        )
        for place, line in enumerate(found, 1)
    )


def _turns_worked_out(
    stories: dict[str, Any], projects: dict[str, BallotProject]
) -> list[dict[str, Any]]:
    """The turns of an older tally, which stored only what each project found.

    What is left never grows, and a project that is taken is the last one to find as much.
    """

    def key(code: str) -> tuple[int, ...]:
        own, project = stories[code], projects[code]
        taken = own["position"] or 0
        return (-own["money_left"], taken, -own["votes"], project.cost_cents, project.number)

    waiting = sorted(
        (code for code, own in stories.items() if own["money_left"] is not None), key=key
    )
    return [
        {
            "project": code,
            "money": stories[code]["money_left"],
            "taken": bool(stories[code]["position"]),
            "blocked": False,
        }
        for code in waiting
    ]


def _short(stories: dict[str, Any], projects: dict[str, BallotProject]) -> tuple[Short, ...]:
    """Who came closest, first."""
    found = [
        Short(projects[code], own, own["effective_percent"])
        for code, own in stories.items()
        if own["effective_percent"] is not None and not own["position"]
    ]
    return tuple(sorted(found, key=lambda one: (-float(one.percent), one.project.number)))
