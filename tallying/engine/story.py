"""The story of a result as one JSON document: what result pages, commands and others read.

Amounts are whole smallest units (cents in an edition), rounded down; percentages are text.

scale              how many smallest units make one unit of the file (100: amounts are cents).
spent, share, next_share, next_cost   what went out, the final share of Equal Shares, and what the
                   next share would have cost; null for greedy or where there is none.
voters_with_winner, winners_per_voter   voters with at least one winner; with none, one, two …
preferred          null, or how many voters prefer greedy, and how many Equal Shares.
fairness           null where it cannot be checked, else {"violations": [{"project", "voters",
                   "deserved", "got"}]}: groups that were passed over (see fairness.py).
rounds             of Equal Shares (see payments.py): [{"project", "price", "full", "less",
                   "less_paid", "left_over", "tied"}].
turns              of greedy, or of the `then` step, in the order of its ranking: [{"project",
                   "money", "taken", "blocked"}].
projects           by id: the figures of ProjectStory, and those of what_would.py: "funded_at",
                   "funded_with" (null: not found, or not worked out), "worked_out" (null for
                   winners).
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from tallying.engine.election import Election
from tallying.engine.explain import ProjectStory, Story, explain
from tallying.engine.outcome import Outcome
from tallying.engine.payments import Round
from tallying.engine.what_would import Needed

NOT_WORKED_OUT = Needed()


def story_of(
    election: Election,
    outcome: Outcome,
    needed: Mapping[str, Needed] | None = None,
    story: Story | None = None,
) -> dict[str, Any]:
    """The document; `story` is worked out where it is not handed in."""
    story = story or explain(election, outcome)
    known = needed or {}
    groups = story.passed_over
    return {
        "scale": story.scale,
        "spent": story.spent,
        "share": floor(outcome.share),
        "next_share": floor(outcome.next_share),
        "next_cost": outcome.next_cost,
        "voters_with_winner": story.voters_with_winner,
        "winners_per_voter": list(story.winners_per_voter),
        "preferred": list(outcome.preferred) if outcome.preferred else None,
        "fairness": (
            None if groups is None else {"violations": [item.to_json() for item in groups]}
        ),
        "rounds": [_round(item) for item in story.rounds],
        "turns": _turns(story),
        "projects": {item.id: _project(item, known.get(item.id)) for item in story.projects},
    }


def floor(value: Fraction | None) -> int | None:
    """Whole smallest units, rounded down."""
    return None if value is None else value.numerator // value.denominator


def _round(item: Round) -> dict[str, Any]:
    return {
        "project": item.project,
        "price": floor(item.payment.price),
        "full": item.payment.full,
        "less": item.payment.less,
        "less_paid": floor(item.payment.less_paid),
        "left_over": floor(item.left_over),
        "tied": list(item.tied),
    }


def _turns(story: Story) -> list[dict[str, Any]]:
    return [
        {
            "project": turn.project,
            "money": turn.money,
            "taken": turn.taken,
            "blocked": turn.blocked,
        }
        for turn in story.turns
    ]


def _project(item: ProjectStory, needed: Needed | None) -> dict[str, Any]:
    found = NOT_WORKED_OUT if needed is None or item.selected else needed
    return {
        "votes": item.votes,
        "supporters": item.supporters,
        "position": item.position,
        "paid_in": item.paid_in,
        "reason": item.reason,
        "blocked_by": item.blocked_by.to_json() if item.blocked_by else None,
        "money_left": item.money_left,
        "supporters_left": floor(item.supporters_left),
        "effective_percent": item.effective_percent,
        "payment": floor(item.payment),
        "cost_per_supporter": floor(item.cost_per_supporter),
        "funded_at": found.funded_at,
        "funded_with": found.funded_with,
        "worked_out": None if item.selected else found.worked_out,
    }
