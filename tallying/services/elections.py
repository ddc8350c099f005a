"""An edition's opened ballots as the engine's election.

A ranking is counted as points: with at most five ranks the first gets five, the second four …; the
published election holds these points, so that every recount starts from the same numbers.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone

from budgeting.models import Edition
from proposals.models import BallotProject
from tallying.engine.election import BallotGroup, Election, Project
from voting.formats import BallotFormat, pabulib_meta, pabulib_type, parse_format
from voting.models import Ballot
from voting.services.ballot_list import projects_of
from voting.services.opening import opened_ballots

CENTS = 100
Group = tuple[tuple[str, ...], tuple[int, ...]]


def election_of(edition: Edition, ballots: Iterable[Ballot] | None = None) -> Election:
    """Projects, costs and grouped ballots, in whole cents; refuses `links_not_destroyed`.

    `ballots` in place of those that were opened, for an audit.
    """
    fmt = parse_format(edition.ballot_format)
    counted = opened_ballots(edition) if ballots is None else ballots
    groups = Counter(group_of(ballot, fmt) for ballot in counted)
    ranked = fmt.type == "ranking"
    return Election(
        projects=tuple(_project(project) for project in projects_of(edition)),
        ballots=tuple(BallotGroup(ids, count, pts) for (ids, pts), count in sorted(groups.items())),
        budget=edition.budget_cents,
        scale=CENTS,
        ballot_type="cumulative" if ranked else pabulib_type(fmt),
        meta=_meta(edition, fmt),
    )


def group_of(ballot: Ballot, fmt: BallotFormat) -> Group:
    """What a ballot chooses, and the points it gives where the format has some."""
    choices: Any = ballot.choices
    if fmt.type == "ranking":
        top = fmt.max_projects or len(choices)
        choices = {code: max(top - place, 0) for place, code in enumerate(choices)}
    if isinstance(choices, dict):
        pairs = sorted((code, points) for code, points in choices.items() if points > 0)
        return tuple(code for code, _ in pairs), tuple(points for _, points in pairs)
    return tuple(sorted(choices)), ()


def _project(project: BallotProject) -> Project:
    name = project.title_source or project.title_nl or project.title_fr
    extra = {"name_fr": project.title_fr} if project.title_fr else {}
    # The columns that a rule may name in its caps (tallying.services.limits).
    if project.theme:
        extra["category"] = project.theme.code
    if project.track:
        extra["track"] = project.track
    if project.lat is not None and project.lon is not None:
        extra |= {"latitude": f"{project.lat:.6f}", "longitude": f"{project.lon:.6f}"}
    return Project(project.code, project.cost_cents, name, extra)


def _day(moment: datetime | None) -> str:
    """The day in Brussels, whichever zone the moment was read in: bundles stay the same bytes."""
    return timezone.localdate(moment).isoformat() if moment else ""


def _meta(edition: Edition, fmt: BallotFormat) -> dict[str, str]:
    """The file's own description: names, dates and limits; none of it decides anything."""
    council = edition.council
    meta = {
        "description": f"{council.name_nl} · {council.name_fr}: {edition.title_nl}",
        "unit": council.area.name_nl if council.area else council.name_nl,
        "instance": edition.slug,
        "currency": edition.currency,
        "rule": str(edition.rule.get("rule", "")),
        "date_begin": _day(edition.opens_at),
        "date_end": _day(edition.closes_at),
        **({} if fmt.type == "ranking" else pabulib_meta(fmt)),
        "comment": edition.source,
        "fictional": "yes" if council.fictional else "",
    }
    return {key: value for key, value in meta.items() if value}
