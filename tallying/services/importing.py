"""Importing a finished election from a Pabulib file (pabulib.org), with its own money and words."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from budgeting.clock import DATABASE_CLOCK, Clock
from budgeting.errors import Refused
from budgeting.models import Council, Edition, ResultState, Theme
from budgeting.phases import Phase
from budgeting.services.recording import record
from proposals.models import BallotProject
from tallying.engine.election import BallotGroup, Election, Project
from tallying.engine.errors import EngineError
from tallying.engine.pabulib import read_pabulib
from tallying.models import Tally
from tallying.services.calendars import closing, opening
from tallying.services.document import MOST_CENTS, TOO_LARGE, BadFile, slug_of
from tallying.services.tallying_up import run_tally
from voting.models import Ballot, Channel

IMPORTED = "election_imported"
CENTS = 100
MES = {"version": 1, "rule": "mes-cost", "completion": "add1", "start": "exact", "step": "1"}
GREEDY = {"version": 1, "rule": "greedy-votes"}
NUMBERED = {"cumulative": "points", "scoring": "score"}


@dataclass(frozen=True)
class Imported:
    """The new edition, and the winners that the file itself names, if it does."""

    edition: Edition
    voters: int
    official: tuple[str, ...]
    tallies: list[Tally]


def import_pabulib(
    path: Path,
    *,
    council: str,
    edition: str,
    clock: Clock = DATABASE_CLOCK,
    count: bool = True,
) -> Imported:
    """Import a file as an edition that is being realised, with a final result; all or nothing.

    Refuses `edition_exists`, `not_a_slug`, `not_whole_cents`, `amount_too_large`, `id_too_long` and
    what the reader of the file refuses. Without `count` the tally is left for later.
    """
    for slug in (council, edition):
        slug_of(slug, slug)
    election = _read(path)
    if Edition.objects.filter(council__slug=council, slug=edition).exists():
        raise Refused("edition_exists", f"The edition {council}/{edition} is already there.")
    official = tuple(p.id for p in election.projects if p.extra.get("selected", "") in ("1", "2"))
    with transaction.atomic():
        made = _edition(election, _council(election, council), edition)
        _projects(election, made)
        _ballots(election, made)
        data = {"source": made.source, "official": list(official), "voters": election.voters}
        record(IMPORTED, edition=made, data=data, clock=clock)
        tallies = run_tally(made, clock=clock) if count else []
        made.result_state = ResultState.FINAL if count else ResultState.NONE
        made.save(update_fields=["result_state"])
    return Imported(made, election.voters, official, tallies)


def _read(path: Path) -> Election:
    try:
        return read_pabulib(path)
    except EngineError as error:
        raise BadFile(error.code, path.name, error.message) from None


def _council(election: Election, slug: str) -> Council:
    name = election.meta.get("unit", "") or slug
    return Council.objects.get_or_create(
        slug=slug,
        defaults={
            "name_nl": name[:160],
            "name_fr": name[:160],
            "name_en": name[:160],
            "drawn_members": 0,
            "delegate_members": 0,
        },
    )[0]


def _edition(election: Election, council: Council, slug: str) -> Edition:
    meta = election.meta
    place = " · ".join(
        filter(None, [meta.get("subunit") or meta.get("unit"), meta.get("instance")])
    )
    begin, end = read_day(meta.get("date_begin", "")), read_day(meta.get("date_end", ""))
    dated = begin is not None and end is not None and begin <= end
    title = place[:160] or slug
    spec, shadow = rules_for(meta)
    currency = meta.get("currency", "EUR").upper()
    return Edition.objects.create(
        council=council,
        slug=slug,
        title_nl=title,
        title_fr=title,
        title_en=title,
        phase=Phase.REALISATION,
        source=_source(meta),
        budget_cents=_cents(election.budget, election.scale, "the budget"),
        currency=currency if re.fullmatch("[A-Z]{3}", currency) else "EUR",
        ballot_format=_format(election),
        rule=spec,
        shadow_rules=[shadow],
        opens_at=opening(begin) if dated else None,
        closes_at=closing(end) if dated else None,
    )


def _source(meta: Any) -> str:
    parts = [meta.get(key, "").strip(" .") for key in ("description", "acknowledgments")]
    return ". ".join([*filter(None, parts), "Pabulib (pabulib.org), arXiv:2012.06539"])[:300]


def rules_for(meta: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """The rule that a file names, and the one shown beside it.

    All `equalshares/add1…` results known from Pabulib come out as `mes-cost` with `add1`, stopping
    only before the first overspend; `-comparison` keeps the greedy result if more voters prefer it.
    """
    name = meta.get("rule", "").lower()
    if name.startswith("equalshares"):
        mes = {**MES, "completion": "add1" if "add1" in name else "none"}
        return {**mes, "comparison": "comparison" in name}, GREEDY
    greedy: dict[str, Any] = {**GREEDY, "no_skip": "no-skip" in name}
    least = _whole(meta.get("min_project_score_threshold", ""))
    return greedy if least is None else {**greedy, "threshold": least}, MES


def read_day(text: str) -> date | None:
    """A day as Pabulib writes it: 03.04.2023 or 2023-04-03; None for a bare year."""
    for pattern in ("%d.%m.%Y", "%Y-%m-%d"):
        try:
            zone = timezone.get_default_timezone()
            return datetime.strptime(text.strip(), pattern).replace(tzinfo=zone).date()
        except ValueError:
            continue
    return None


def _cents(amount: int, scale: int, what: str) -> int:
    if amount * CENTS % scale:
        raise BadFile("not_whole_cents", what, "an amount has at most two decimals.")
    if amount * CENTS // scale > MOST_CENTS:
        raise BadFile("amount_too_large", what, TOO_LARGE)
    return amount * CENTS // scale


def _format(election: Election) -> dict[str, Any]:
    """A ballot format wide enough for every ballot of the file; some have empty ones."""
    longest = max((len(group.choices) for group in election.ballots), default=1)
    most = max((value for group in election.ballots for value in group.points), default=1)
    total = max((sum(group.points) for group in election.ballots), default=1)
    blank = min((len(group.choices) for group in election.ballots), default=0) > 0
    if election.ballot_type == "cumulative":
        total = max(total, most, 1)
        return {"type": "points", "total": total, "max_per_project": max(most, 1)} | {
            "min_projects": int(blank)
        }
    if election.ballot_type == "scoring":
        return {"type": "score", "min": 0, "max": max(most, 1), "min_projects": int(blank)}
    if election.ballot_type == "ordinal":
        return {"type": "ranking", "max": max(longest, 1), "min": int(blank)}
    limit = _whole(election.meta.get("max_length", ""))
    stated = limit if limit is not None and limit >= max(longest, 1) else None
    return {"type": "approval", "min": int(blank), "max": stated}


def _whole(text: str) -> int | None:
    return int(text) if re.fullmatch("[0-9]{1,9}", text) else None


def _projects(election: Election, edition: Edition) -> None:
    themes: dict[str, Theme] = {}
    numbers = _numbers(election.projects)
    language = election.meta.get("language", "")[:5]
    for project in election.projects:
        if len(project.id) > 60:
            raise BadFile("id_too_long", f"project {project.id[:60]}…", "at most 60 characters.")
    BallotProject.objects.bulk_create(
        BallotProject(
            edition=edition,
            code=project.id,
            number=numbers[project.id],
            title_source=(project.name or project.id)[:600],
            source_language=language,
            theme=_theme(edition, themes, project.extra.get("category", "")),
            cost_cents=_cents(project.cost, election.scale, f"project {project.id}"),
            lat=_degrees(project.extra.get("latitude", ""), 90),
            lon=_degrees(project.extra.get("longitude", ""), 180),
        )
        for project in election.projects
    )


def _numbers(projects: tuple[Project, ...]) -> dict[str, int]:
    """The ids themselves where all are small whole numbers, else places in the file."""
    if all(re.fullmatch("[1-9][0-9]{0,6}", project.id) for project in projects):
        return {project.id: int(project.id) for project in projects}
    return {project.id: place for place, project in enumerate(projects, 1)}


def _theme(edition: Edition, themes: dict[str, Theme], category: str) -> Theme | None:
    name = category.split(",")[0].strip()[:80]
    code = slugify(name)[:50]
    if not code:
        return None
    if code not in themes:
        names = {"name_nl": name, "name_fr": name}
        themes[code] = Theme.objects.create(edition=edition, code=code, **names)
    return themes[code]


def _degrees(text: str, most: int) -> float | None:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return None
    return value if -most <= value <= most and value else None


def _ballots(election: Election, edition: Edition) -> None:
    rows = [
        Ballot(edition=edition, channel=Channel.ONLINE, choices=_choices(group))
        for group in election.ballots
        for _ in range(group.count)
    ]
    rows.sort(key=lambda ballot: ballot.id)
    Ballot.objects.bulk_create(rows, batch_size=5000)


def _choices(group: BallotGroup) -> list[str] | dict[str, int]:
    if group.points:
        return {code: n for code, n in zip(group.choices, group.points, strict=True) if n}
    return list(group.choices)
