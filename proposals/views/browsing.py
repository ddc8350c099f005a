"""Reading: the list and map of proposals or projects, and the page of each."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from budgeting.access import edition_or_404, roles_of
from budgeting.clock import DATABASE_CLOCK
from budgeting.models import Edition, Role, Theme
from budgeting.offline import kept_offline
from proposals.models import BallotProject, Outcome, Proposal
from proposals.wording import title_of

Item = Proposal | BallotProject
TURNED_DOWN = {Outcome.REJECTED, Outcome.MERGED, Outcome.WITHDRAWN}


@kept_offline
def proposal_list(request: HttpRequest, council: str, edition: str) -> HttpResponse:
    """All proposals on a map and in an equal list; an imported edition has projects only."""
    found = edition_or_404(request, council, edition)
    items = items_of(found)
    theme, shown = of_theme(items, request.GET.get("theme", ""))
    context = {
        "edition": found,
        "items": shown,
        "groups": groups_of(shown),
        "total": len(items),
        "on_ballot": any(is_on_ballot(item) for item in items),
        "themes": themes_in(items),
        "theme": theme,
        "points": points_of(found, shown),
        "perimeter": found.council.area.perimeter if found.council.area else None,
        "large_map": map_address(found, theme),
        "takes_proposals": found.takes_proposals(DATABASE_CLOCK.now()),
        "fictional": found.council.fictional,
    }
    return render(request, "proposals/list.html", context)


@kept_offline
def proposal_page(request: HttpRequest, council: str, edition: str, number: int) -> HttpResponse:
    """One proposal with its decisions and follow-up, or a project that had no proposal here."""
    found = edition_or_404(request, council, edition)
    item = item_of(found, number)
    proposal = item if isinstance(item, Proposal) else None
    on_ballot = found.ballot_projects.filter(number=number)
    project = item if isinstance(item, BallotProject) else on_ballot.first()
    context: dict[str, Any] = {
        "edition": found,
        "item": item,
        "proposal": proposal,
        "project": project,
        "reviews": proposal.reviews.select_related("merged_into") if proposal else (),
        "absorbed": absorbed_by(proposal),
        "advices": proposal.advices.all() if proposal else (),
        "turned_down": proposal is not None and proposal.outcome in TURNED_DOWN,
        "reports": project.follow_ups.order_by("-reported_on", "-id") if project else (),
        "points": [point[:4] for point in points_of(found, [item])],
        "perimeter": found.council.area.perimeter if found.council.area else None,
        "is_officer": Role.OFFICER in roles_of(request.user, found.council),
        "fictional": found.council.fictional,
    }
    return render(request, "proposals/proposal.html", context)


def items_of(edition: Edition) -> list[Item]:
    """Proposals in order; projects where the edition was imported without proposals."""
    proposals = list(edition.proposals.select_related("theme", "ballot_project").order_by("number"))
    return [*proposals] or [*edition.ballot_projects.select_related("theme").order_by("number")]


def item_of(edition: Edition, number: int) -> Item:
    """The proposal with a number, else the project that had no proposal here, else Http404."""
    proposals = edition.proposals.select_related("theme", "need", "ballot_project")
    projects = edition.ballot_projects.select_related("theme")
    item = proposals.filter(number=number).first() or projects.filter(number=number).first()
    if item is None:
        raise Http404
    return item


def is_on_ballot(item: Item) -> bool:
    return isinstance(item, BallotProject) or hasattr(item, "ballot_project")


def groups_of(items: list[Item]) -> list[tuple[str | Promise, list[Item]]]:
    """What is on the ballot and what is not, with headings; one list while there is no ballot."""
    chosen = [item for item in items if is_on_ballot(item)]
    others = [item for item in items if not is_on_ballot(item)]
    if not (chosen and others):
        return [("", items)]
    return [(_("On the ballot"), chosen), (_("Not on the ballot"), others)]


def absorbed_by(proposal: Proposal | None) -> list[Proposal]:
    """The proposals whose standing decision merged them into this one."""
    if proposal is None:
        return []
    merged = Proposal.objects.filter(outcome="merged", reviews__merged_into=proposal).distinct()
    return list(merged.select_related("edition__council").order_by("number"))


def themes_in(items: Iterable[Item]) -> list[Theme]:
    """The themes that occur, for the filter of a list."""
    found = {item.theme.pk: item.theme for item in items if item.theme}
    return [found[key] for key in sorted(found)]


def of_theme(items: list[Item], code: str) -> tuple[Theme | None, list[Item]]:
    """The theme with this code, if one occurs, and its items; without one all of them."""
    theme = next((one for one in themes_in(items) if one.code == code), None)
    return theme, [item for item in items if theme is None or item.theme_id == theme.pk]


def map_address(edition: Edition, theme: Theme | None) -> str:
    """Where the large map reads the pins of this list."""
    address = reverse("proposals_map", args=[edition.council.slug, edition.slug])
    return f"{address}?{urlencode({'theme': theme.code})}" if theme else address


def points_of(edition: Edition, items: Iterable[Item]) -> list[tuple[float, float, int, str, str]]:
    """Pins: latitude, longitude, number, title and the anchor of the same item in the list."""
    return [
        (item.lat, item.lon, item.number, title_of(item), f"#item-{item.number}")
        for item in items
        if item.lat is not None and item.lon is not None
    ]
