"""Handing in again: a project that got no money, as the beginning of a new proposal."""

from datetime import datetime
from typing import Any

from budgeting.languages import active_language, in_language
from budgeting.models import Council, Edition
from budgeting.money import write_amount
from budgeting.phases import Phase
from proposals.models import BallotProject
from proposals.wording import title_of


def call_of(council: Council, *, at: datetime) -> Edition | None:
    """The edition of a council that takes proposals at a moment, if there is one."""
    calls = council.editions.filter(phase=Phase.CALL).order_by("-call_opens_at")
    return next((edition for edition in calls if edition.takes_proposals(at)), None)


def words_of(earlier: str, edition: Edition) -> dict[str, Any]:
    """What the form starts with: public words of a project of the same council.

    `earlier` is `edition/number` as an address carries it. Nothing for one that is not there, or
    whose result is not public yet.
    """
    slug, _slash, number = earlier.partition("/")
    if not (number.isascii() and number.isdigit() and len(number) < 9):
        return {}
    project = (
        BallotProject.objects.select_related("edition", "theme")
        .filter(edition__council=edition.council, edition__slug=slug, number=int(number))
        .first()
    )
    if project is None or not project.edition.has_result():
        return {}
    theme = edition.themes.filter(code=project.theme.code).first() if project.theme else None
    return {
        "title": title_of(project)[:120],
        "summary": in_language(project, "summary"),
        "place": in_language(project, "place"),
        "cost": write_amount(project.cost_cents, active_language()),
        "theme": theme.pk if theme else None,
        "lat": project.lat,
        "lon": project.lon,
    }
