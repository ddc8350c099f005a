"""What rules would make of an earlier vote, or of a made-up one, before a rule is fixed.

Only votes that are decided, with ballots that are public, can be tried: nobody chooses a rule by
what it makes of the very ballots that it will decide on. Nothing is stored.
"""

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from budgeting.errors import Refused
from budgeting.models import Edition, Publication, ResultState
from tallying.engine.counting import Count
from tallying.engine.election import Election
from tallying.engine.errors import EngineError
from tallying.engine.rule import Rule
from tallying.models import Tally
from tallying.services.elections import election_of
from tallying.services.result_rows import percent

MOST_RULES = 3
MOST_VOTERS, MOST_PROJECTS = 20_000, 200
SECONDS = 8
Timer = Callable[[], float]


@dataclass(frozen=True)
class Tried:
    """What one rule makes of the ballots. Money in whole cents, `groups` by theme or group."""

    rule: Rule
    selected: tuple[str, ...]
    spent: int
    voters: int
    with_winner: int
    groups: dict[str, int]

    @property
    def with_winner_percent(self) -> int:
        return percent(self.with_winner, self.voters)


def past_editions(of: Edition) -> QuerySet[Edition]:
    """Votes that can be tried for an edition: decided, counted here, every ballot public."""
    counted = Tally.objects.filter(edition=OuterRef("pk"), decides=True)
    return (
        Edition.objects.public()
        .filter(Exists(counted), result_state=ResultState.FINAL, publication=Publication.FULL)
        .exclude(pk=of.pk)
        .select_related("council")
        .order_by("council__slug", "-opens_at", "slug")
    )


def past_election(chosen: Edition, *, of: Edition) -> Election:
    """The ballots of an earlier vote; refuses `not_past`, `too_large` and what opened ballots
    refuse. What the edition itself holds is never read."""
    if not past_editions(of).filter(pk=chosen.pk).exists():
        raise Refused(
            "not_past", _("Only a vote that is decided, with public ballots, can be tried.")
        )
    if chosen.ballots.count() > MOST_VOTERS or chosen.ballot_projects.count() > MOST_PROJECTS:
        raise Refused("too_large", _("This vote is too large to try rules on a page."))
    return election_of(chosen)


def try_rules(
    election: Election, rules: Sequence[Rule], *, timer: Timer = time.monotonic
) -> list[Tried]:
    """What each rule makes of an election, without its limits.

    Refuses `too_long` once all of them together take more than SECONDS, `too_many_rules`, and with
    the codes of the engine.
    """
    if len(rules) > MOST_RULES:
        raise Refused("too_many_rules", _("Choose at most three rules."))
    until = timer() + SECONDS

    def tell(_percent: int, _word: str) -> None:
        if timer() > until:
            raise Refused("too_long", _("This takes too long for a page. Try fewer rules."))

    engine = Count(election)
    wanted = [without_limits(rule) for rule in rules]
    try:
        return [_tried(election, rule, engine.run(rule, "", tell).selected) for rule in wanted]
    except EngineError as error:
        raise Refused(error.code, error.message) from None


def without_limits(rule: Rule) -> Rule:
    """A rule without what names groups or projects of one list: another vote has other ones."""
    return replace(rule, conflicts=(), caps=())


def _tried(election: Election, rule: Rule, selected: tuple[str, ...]) -> Tried:
    winners, groups = set(selected), Counter[str]()
    for project in election.projects:
        group = project.extra.get("category") or project.extra.get("group", "")
        groups[group] += project.cost if project.id in winners else 0
    return Tried(
        rule=rule,
        selected=selected,
        spent=sum(one.cost for one in election.projects if one.id in winners),
        voters=election.voters,
        with_winner=_with_winner(election, winners),
        groups=dict(groups),
    )


def _with_winner(election: Election, winners: set[str]) -> int:
    """How many voters support at least one winner."""
    found = 0
    for group in election.ballots:
        weights = group.points or (1,) * len(group.choices)
        pairs = zip(group.choices, weights, strict=True)
        found += group.count * any(one in winners and weight > 0 for one, weight in pairs)
    return found
