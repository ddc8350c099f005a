"""Drawing lots for everybody: what was announced when, what came of it, how to draw it again."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from budgeting.clock import DATABASE_CLOCK
from budgeting.models import Council, SortitionDraw
from budgeting.offline import kept_offline
from budgeting.services.drawing_lots import DRAWN, announcement, has_lapsed, state_of
from budgeting.views.draw_facts import bars_of, chances_of, facts_of, rows_of, state_words

PUBLIC_CHANCES = ("method", "draws", "least", "equal")
PUBLIC_RESULT = ("seats", "substitutes", "reached", "solver", "probabilities")


@kept_offline
@require_safe
def draws(request: HttpRequest, council: str) -> HttpResponse:
    """The draws that were announced."""
    found = get_object_or_404(Council.objects.select_related("area"), slug=council)
    rows = found.draws.filter(announced_at__isnull=False).defer("candidates", "result")
    context = {"council": found, "draws": [(lots, state_words(lots)) for lots in rows]}
    return render(request, "budgeting/draws.html", context)


@kept_offline
@require_safe
def draw_page(request: HttpRequest, council: str, number: int) -> HttpResponse:
    """One draw; `?format=json` gives what anybody needs to draw it again, but for the list."""
    found = get_object_or_404(Council.objects.select_related("area"), slug=council)
    rows = found.draws.defer("candidates").filter(announced_at__isnull=False)
    lots = get_object_or_404(rows, pk=number)
    if request.GET.get("format") == "json":
        name = f"{council}-draw-{number}.json"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        text = json.dumps(document_of(lots), ensure_ascii=False, indent=2)
        return HttpResponse(text, content_type="application/json", headers=headers)
    columns = rows_of(lots)
    context = {
        "council": found,
        "lots": lots,
        "is_drawn": state_of(lots) == DRAWN,
        "lapsed": has_lapsed(lots, DATABASE_CLOCK.now()),
        "badge": state_words(lots),
        "facts": facts_of(lots),
        "columns": columns,
        "bars": bars_of(columns),
        "chances": chances_of(lots),
        "file": f"{council}-draw-{number}.json",
    }
    return render(request, "budgeting/draw.html", context)


def document_of(lots: SortitionDraw) -> dict[str, Any]:
    """The announcement and, once it is drawn, the seed and the result; no candidate's data.

    Groups of like candidates are left out: the small ones could point at somebody.
    """
    told = announcement(lots) | {
        "announced_at": lots.announced_at.isoformat() if lots.announced_at else None,
        "seed": lots.seed or None,
        "drawn_at": lots.drawn_at.isoformat() if lots.drawn_at else None,
    }
    result = {name: lots.result[name] for name in PUBLIC_RESULT if name in lots.result}
    if found := result.get("probabilities"):
        result["probabilities"] = {name: found[name] for name in PUBLIC_CHANCES}
    return told | {"result": result}
