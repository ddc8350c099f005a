"""The inventory of all public editions: for programs, for a spreadsheet, and as a feed."""

import json
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from budgeting.csv_out import csv_text
from budgeting.languages import active_language, in_language
from budgeting.services.inventory import FLAT, flat_rows, inventory, latest, records_of
from budgeting.wording import PHASE_NAMES

Records = list[dict[str, Any]]


@require_safe
@conditional_page
def inventory_json(request: HttpRequest) -> HttpResponse:
    """Every record whole, in all languages; the addresses lead to pages in this one."""
    document = inventory(request.build_absolute_uri)
    text = json.dumps(document, ensure_ascii=False, indent=1)
    return _answer(text, "application/json", document["editions"])


@require_safe
@conditional_page
def inventory_csv(request: HttpRequest) -> HttpResponse:
    """A line for each edition."""
    records = records_of(request.build_absolute_uri)
    answer = _answer(csv_text(FLAT, flat_rows(records)), "text/csv; charset=utf-8", records)
    answer["Content-Disposition"] = 'attachment; filename="inventory.csv"'
    return answer


@require_safe
@conditional_page
def inventory_atom(request: HttpRequest) -> HttpResponse:
    """The editions as a feed in this language; an entry keeps its id for ever."""
    records = records_of(request.build_absolute_uri)
    here = request.build_absolute_uri(request.path)
    feed = Atom1Feed(
        title=_("Citizens’ budgets of the neighbourhood councils"),
        link=request.build_absolute_uri(reverse("home")),
        description=None,
        language=active_language(),
        author_name="Wijkstem · Voix de quartier",
        feed_url=here,
        feed_guid=uuid5(NAMESPACE_URL, here).urn,
    )
    for record in sorted(records, key=lambda one: str(one["updated_at"]), reverse=True):
        _add(feed, record)
    return _answer(feed.writeString("utf-8"), "application/atom+xml; charset=utf-8", records)


def _add(feed: Atom1Feed, record: dict[str, Any]) -> None:
    organiser = in_language(record["organiser"], "name")
    feed.add_item(
        title=in_language(record, "title"),
        link=record["url"],
        description=f"{organiser} · {PHASE_NAMES[record['phase']]}",
        unique_id=record["id"],
        updateddate=datetime.fromisoformat(record["updated_at"]),
        author_name=organiser,
        categories=[theme["code"] for theme in record["themes"]],
    )


def _answer(text: str, kind: str, records: Records) -> HttpResponse:
    """A file with the moment at which the youngest record changed."""
    headers = {"Last-Modified": http_date(latest(records).timestamp())}
    return HttpResponse(text, content_type=kind, headers=headers)
