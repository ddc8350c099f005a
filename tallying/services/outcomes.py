"""Outcomes as they are kept in a Tally: the published result, and the figures behind the page."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from tallying.engine.differences import Side, differences
from tallying.engine.election import Election
from tallying.engine.outcome import Outcome, Tie
from tallying.engine.rule import Rule
from tallying.engine.story import story_of
from tallying.engine.what_would import Needed
from tallying.models import Tally
from tallying.services.elections import CENTS


def as_stored(
    election: Election, outcome: Outcome, needed: Mapping[str, Needed] | None = None
) -> dict[str, Any]:
    """The published JSON of an outcome, and under `story` what explains it (see engine/story.py).

    `needed`: what losers would have needed, where it was worked out. Amounts in `story` are whole
    cents, rounded down; percentages are text.
    """
    return {
        **outcome.to_json(),
        "kept_greedy": outcome.kept_greedy,
        "parts": {
            "free": list(outcome.free),
            "rule": list(outcome.by_rule),
            "then": list(outcome.by_then),
        },
        "votes": dict(outcome.votes),
        "story": story_of(election, outcome, needed),
    }


def differ(election: Election, here: dict[str, Any], there: dict[str, Any]) -> dict[str, Any]:
    """How two stored outcomes of one election differ (see engine/differences.py); whole cents."""
    return differences(election, _side(here), _side(there)).to_json()


def _side(stored: dict[str, Any]) -> Side:
    story = stored["story"]
    return Side(
        winners=tuple(stored["selected"]),
        reasons={code: project["reason"] for code, project in story["projects"].items()},
        spent=story["spent"],
        with_winner=story["voters_with_winner"],
    )


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
        columns=stored.get("columns", {}),
    )


def _cents(amount: str) -> int:
    return int(Decimal(amount) * CENTS)
