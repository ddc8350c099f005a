"""The audit trail: its head for everybody, its lines for those who watch over a council."""

import json
from collections.abc import Iterator

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from budgeting.access import council_for
from budgeting.chain import line_to_json
from budgeting.lines import one_line
from budgeting.models import Council, Record, Role
from budgeting.services.heads import daily_heads
from budgeting.services.verifying import lines_for
from tallying.views.record_groups import grouped_events
from tallying.views.record_words import EVENTS, shown_line

WATCHERS = (Role.OFFICER, Role.OBSERVER, Role.TRUSTEE)
DAYS = 30
LINES = 50


@require_safe
@never_cache
def trail(request: HttpRequest) -> HttpResponse:
    """The last line's digest, those of the days before, and how anybody compares them."""
    return render(request, "tallying/trail.html", {"heads": daily_heads(DAYS)})


@require_safe
@never_cache
def trail_json(request: HttpRequest) -> HttpResponse:
    """The same heads for programs: `[{"sequence", "at", "digest"}, …]`, newest first."""
    heads = [
        {"sequence": row.sequence, "at": row.at.isoformat(), "digest": row.digest}
        for row in daily_heads(DAYS)
    ]
    return JsonResponse({"heads": heads})


@require_safe
def record_desk(request: HttpRequest, council: str) -> HttpResponse:
    """The lines of a council, newest first; one kind or one edition at a time if wanted."""
    found = council_for(request, council, *WATCHERS)
    event, edition = (one_line(request.GET.get(name, "")) for name in ("event", "edition"))
    page = Paginator(chosen(found, event, edition), LINES).get_page(request.GET.get("page"))
    context = {
        "council": found,
        "section": "record",
        "page": page,
        "lines": [shown_line(row) for row in page],
        "editions": found.editions.select_related("council"),
        "events": grouped_events(),
        "event": event,
        "edition": edition,
    }
    return render(request, "tallying/record_desk.html", context)


def chosen(council: Council, event: str, edition: str) -> QuerySet[Record]:
    rows = Record.objects.filter(council=council).select_related("edition__council")
    if event in EVENTS:
        rows = rows.filter(event=event)
    if edition:
        rows = rows.filter(edition__slug=edition)
    return rows.order_by("-sequence")


@require_safe
def record_export(request: HttpRequest, council: str) -> StreamingHttpResponse:
    """The chain as a file of lines, for `verify_records`: of other councils only the digests."""
    found = council_for(request, council, *WATCHERS)

    def lines() -> Iterator[str]:
        for line in lines_for(found):
            yield json.dumps(line_to_json(line), ensure_ascii=False) + "\n"

    return StreamingHttpResponse(
        lines(),
        content_type="application/jsonl; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{council}-record.jsonl"'},
    )
