"""Outcomes as they are kept in a Tally: the published result, and the figures behind the page."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from tallying.engine.election import Election
from tallying.engine.explain import ProjectStory, Story, explain
from tallying.engine.outcome import Outcome, Tie
from tallying.engine.rule import Rule
from tallying.models import Tally
from tallying.services.elections import CENTS


def as_stored(election: Election, outcome: Outcome) -> dict[str, Any]:
    """The published JSON of an outcome, and under `story` what explains it. Amounts in `story`
    are whole cents, rounded down; shares and percentages are text."""
    story = explain(election, outcome)
    return {
        **outcome.to_json(),
        "kept_greedy": outcome.kept_greedy,
        "parts": {
            "free": list(outcome.free),
            "rule": list(outcome.by_rule),
            "then": list(outcome.by_then),
        },
        "votes": dict(outcome.votes),
        "story": _story(outcome, story),
    }


def _story(outcome: Outcome, story: Story) -> dict[str, Any]:
    return {
        "spent": story.spent,
        "share": _floor(outcome.share),
        "voters_with_winner": story.voters_with_winner,
        "projects": {item.id: _project(item) for item in story.projects},
    }


def _project(item: ProjectStory) -> dict[str, Any]:
    return {
        "votes": item.votes,
        "supporters": item.supporters,
        "position": item.position,
        "paid_in": item.paid_in,
        "reason": item.reason,
        "money_left": item.money_left,
        "supporters_left": _floor(item.supporters_left),
        "effective_percent": item.effective_percent,
        "payment": _floor(item.payment),
        "cost_per_supporter": _floor(item.cost_per_supporter),
    }


def _floor(value: Fraction | None) -> int | None:
    return None if value is None else value.numerator // value.denominator


def outcome_of(tally: Tally) -> Outcome:
    """The outcome again, as it was published: what a bundle needs."""
    stored = tally.outcome
    return Outcome(
        selected=tuple(stored["selected"]),
        total_cost=_cents(stored["total_cost"]),
        budget=_cents(stored["budget"]),
        voters=stored["voters"],
        scale=CENTS,
        rule=Rule.from_json(stored["rule"]),
        seed=tally.seed,
        ties=tuple(Tie(**{**tie, "between": tuple(tie["between"])}) for tie in stored["ties"]),
        input_digest=tally.input_digest,
        votes=stored["votes"],
    )


def _cents(amount: str) -> int:
    return int(Decimal(amount) * CENTS)
