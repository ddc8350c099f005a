"""What everybody may read of a tally: all of it, or what is left where ballots are kept back.

Result pages, texts and files get their tallies here, so that none of them has a figure that it
should not show. What is stored stays whole. See engine/small_cells.py for what is left out, and
why.
"""

from collections.abc import Mapping, Sequence
from copy import copy
from typing import Any

from budgeting.models import Edition, Publication
from tallying.engine.small_cells import (
    cells_of,
    gains_may_be_told,
    money_at_least,
    percent_at_least,
    tells_a_few,
    two_digits,
    voters_at_most,
)
from tallying.models import Tally

_OF_PURSES = ("price", "full", "less", "less_paid", "left_over")
_OF_GROUPS = ("voters", "deserved", "got")


def shown_tallies(edition: Edition, tallies: Sequence[Tally]) -> list[Tally]:
    """The tallies for the public: copies, never to be saved, where something is left out."""
    if edition.publication == Publication.FULL:
        return list(tallies)
    costs = dict(edition.ballot_projects.values_list("code", "cost_cents"))
    return [_shown(tally, costs, edition.budget_cents) for tally in tallies]


def _shown(tally: Tally, costs: Mapping[str, int], budget: int) -> Tally:
    shown = copy(tally)
    shown.transcript = ""
    shown.outcome = {**tally.outcome, "story": shown_story(tally, costs, budget)}
    if "differences" in tally.outcome:
        shown.outcome["differences"] = _differences(tally.outcome)
    return shown


def shown_story(tally: Tally, costs: Mapping[str, int], budget: int) -> dict[str, Any]:
    """The story of a tally (engine/story.py) without what points at fewer than five people.

    `costs` by code, and `budget`, in cents.
    `spread` has the cells of `winners_per_voter`. A project has `kept_back`: its figures are about,
    and what it was paid with is not told.
    """
    story = tally.outcome["story"]
    cells = cells_of([int(voters) for voters in story.get("winners_per_voter") or ()])
    none_apart = bool(cells) and cells[0][1] == 0
    return {
        **story,
        "voters_with_winner": story["voters_with_winner"] if none_apart else None,
        "winners_per_voter": None,
        "spread": [list(cell) for cell in cells],
        "preferred": None,
        "fairness": _fairness(story.get("fairness")),
        "rounds": [one | dict.fromkeys(_OF_PURSES) for one in story.get("rounds") or ()],
        "projects": _projects(tally, costs, budget),
    }


def _fairness(found: dict[str, Any] | None) -> dict[str, Any] | None:
    if found is None:
        return None
    groups = [
        group | dict.fromkeys(_OF_GROUPS if tells_a_few(group["voters"]) else ("got",))
        for group in found["violations"]
    ]
    return {**found, "violations": groups}


def _projects(tally: Tally, costs: Mapping[str, int], budget: int) -> dict[str, Any]:
    story = tally.outcome["story"]
    return {
        code: {
            **own,
            "kept_back": own["payment"] is not None or own["supporters_left"] is not None,
            "payment": None,
            "supporters_left": None,
            "effective_percent": _effective(own, costs[code], story["share"]),
            **_enough(tally, own, costs[code], budget),
        }
        for code, own in story["projects"].items()
    }


def _effective(own: dict[str, Any], cost: int, share: int | None) -> str | None:
    if own["supporters_left"] is None or share is None:
        return None
    found = percent_at_least(own["supporters_left"], cost, own["supporters"], share)
    return None if found is None else str(found)


def _enough(tally: Tally, own: dict[str, Any], cost: int, budget: int) -> dict[str, Any]:
    """What would have been enough. Greedy looks at totals alone, so that nothing is left out."""
    rule, share = tally.rule, tally.outcome["story"]["share"]
    if not rule["rule"].startswith("mes") or not (own.get("funded_at") or own.get("funded_with")):
        return {}
    if share is None or rule.get("comparison"):
        return {"funded_at": None, "funded_with": None, "worked_out": None}
    at = money_at_least(own.get("funded_at") or 0, own["supporters"], share)
    more = own.get("funded_with") and voters_at_most(
        own["funded_with"],
        cost=cost,
        supporters=own["supporters"],
        voters=tally.outcome["voters"],
        budget=budget,
    )
    return {
        "funded_at": two_digits(at) if at else None,
        "funded_with": more,
        "worked_out": own.get("worked_out") or None,
    }


def _differences(outcome: dict[str, Any]) -> dict[str, Any]:
    """Of the differences only who gains, and only where that may be told."""
    found, own = outcome["differences"] or {}, outcome["story"]["projects"]
    if not found:
        return {}
    gains, losses = (
        [own[code]["supporters"] for code in found[side]] for side in ("only_here", "only_there")
    )
    told = gains_may_be_told(found["by_money"], gains, losses)
    return {"from": found["from"], "by_money": found["by_money"] if told else None}
