"""What the large map shows of an edition, as GeoJSON: all its places, or that of one proposal."""

from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from budgeting.access import edition_or_404
from budgeting.geojson import Place, collection
from budgeting.models import Edition
from budgeting.views.mapping import as_geojson, outline_of
from proposals.views.browsing import Item, item_of, items_of, of_theme
from proposals.wording import title_language, title_of


@require_safe
def proposals_map(request: HttpRequest, council: str, edition: str) -> JsonResponse:
    """The pins of the list under the same filter; each leads to its page."""
    found = edition_or_404(request, council, edition)
    _theme, shown = of_theme(items_of(found), request.GET.get("theme", ""))
    places = [place_of(found, item, with_link=True) for item in shown if has_place(item)]
    return as_geojson(collection(outline_of(found.council), places))


@require_safe
def proposal_map(request: HttpRequest, council: str, edition: str, number: int) -> JsonResponse:
    """The one pin of a proposal's own page; it leads nowhere, because one is there already."""
    found = edition_or_404(request, council, edition)
    item = item_of(found, number)
    places = [place_of(found, item, with_link=False)] if has_place(item) else []
    return as_geojson(collection(outline_of(found.council), places))


def has_place(item: Item) -> bool:
    return item.lat is not None and item.lon is not None


def place_of(edition: Edition, item: Item, *, with_link: bool) -> Place:
    """The pin of an item that has a place."""
    assert item.lat is not None
    assert item.lon is not None
    path = (edition.council.slug, edition.slug, item.number)
    url = reverse("proposal", args=path) if with_link else ""
    return Place(item.lat, item.lon, item.number, title_of(item), title_language(item), url)
