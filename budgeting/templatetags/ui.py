"""The components of every page: bars, boxes, tables, cards, notices. Builtin tags.

Each tag draws one file of `templates/components/`, so that a page says what it shows and never
how it looks; `/styleguide/` shows them all. Amounts are whole cents.
"""

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.http import HttpRequest, QueryDict
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from budgeting import charts, maps
from budgeting.shapes import rings_of

register = template.Library()


@register.inclusion_tag("components/budget_bar.html")
def budget_bar(
    spent: int,
    total: int,
    currency: str = "EUR",
    parts: Iterable[tuple[str, int]] | None = None,
    live: bool = False,
) -> dict[str, Any]:
    """Draw what is used of a budget, as words and as a bar.

    `spent` and `total` in cents; `parts` gives (label, cents) pieces, drawn as plots side by
    side; `live` marks the numbers for the running sum on the ballot.
    """
    drawn, x = [], 0.0
    scale = 1000 / max(total, spent, 1)
    for label, cents in parts or ():
        drawn.append({"label": label, "cents": cents, "x": f"{x:.1f}", "w": f"{cents * scale:.1f}"})
        x += cents * scale
    return {
        "spent": spent,
        "total": total,
        "left": total - spent,
        "over": max(spent - total, 0),
        "shown": min(spent, total),
        "currency": currency,
        "parts": drawn,
        "live": live,
    }


@register.inclusion_tag("components/phase_bar.html")
def phase_bar(phases: Sequence[Sequence[Any]]) -> dict[str, Any]:
    """`{% phase_bar phases %}`: (label, state) or (label, state, when) in order of time.

    `state` is "done", "current" or "next".
    """
    return {"phases": [(*phase, "")[:3] for phase in phases]}


@register.inclusion_tag("components/badge.html")
def badge(text: str, kind: str = "") -> dict[str, Any]:
    """`{% badge "Funded" "success" %}`: kind is "", accent, success, warning or danger."""
    return {"text": text, "kind": kind}


@register.inclusion_tag("components/button.html")
def button(label: str, href: str, kind: str = "primary") -> dict[str, Any]:
    """`{% button label href "primary" %}`: a link as a button; or secondary, quiet, danger."""
    return {"label": label, "href": href, "kind": kind}


@register.simple_tag
def colon() -> str:
    """`{{ label }}{% colon %}{{ value }}`: a colon with the spaces that the language asks for."""
    return pgettext("between a label and its value", ": ")


@register.inclusion_tag("components/icon.html")
def icon(name: str) -> dict[str, str]:
    """`{% icon "lock" %}`: a line drawing beside words, never instead of them.

    Names: info, success, warning, danger, check, back, next, download, pin, lock, paper, people,
    clock, external.
    """
    return {"name": name}


@register.inclusion_tag("components/figure.html")
def figure(value: str | int, label: str, note: str = "") -> dict[str, Any]:
    """`{% figure 11 label %}`: one number that matters, its words and an optional line more."""
    return {"value": value, "label": label, "note": note}


@register.inclusion_tag("components/facts.html")
def facts(pairs: Iterable[tuple[Any, Any]]) -> dict[str, Any]:
    """`{% facts calendar %}`: (term, value) pairs as a list of definitions."""
    return {"facts": pairs}


@register.inclusion_tag("components/steps.html")
def steps(step: int, of: int, label: str = "") -> dict[str, Any]:
    """`{% steps 1 2 label %}`: where you are in a short task."""
    return {"step": step, "of": of, "label": label}


@register.inclusion_tag("components/empty_state.html")
def empty_state(title: str, text: str = "", href: str = "", label: str = "") -> dict[str, str]:
    """`{% empty_state title text href label %}`: nothing here yet, why, and a way on."""
    return {"title": title, "text": text, "href": href, "label": label}


@register.inclusion_tag("components/progress.html")
def progress(label: str, value: int | None = None, max: int = 0, note: str = "") -> dict[str, Any]:  # noqa: A002
    """`{% progress label value max note %}`: a long task; without `max` its length is unknown."""
    return {"label": label, "value": value, "max": max, "note": note}


@register.inclusion_tag("components/receipt.html")
def receipt(code: str, note: str = "", when: str = "", title: str = "") -> dict[str, str]:
    """`{% receipt code note when %}`: the receipt of a cast vote, its text in groups."""
    return {"code": code, "note": note, "when": when, "title": title}


@register.simple_block_tag
def notice(content: str, kind: str = "info", title: str = "", role: str = "") -> SafeString:
    """`{% notice "warning" title=… %}…{% endnotice %}`: info, success, warning or danger."""
    values = {"content": content, "kind": kind, "title": title, "role": role}
    return render_to_string("components/notice.html", values)


@register.simple_block_tag
def card(
    content: str, title: str = "", href: str = "", level: int = 2, lang: str = "", note: str = ""
) -> SafeString:
    """`{% card title=… href=… level=3 note=… lang=… %}…{% endcard %}`; with href it is one link."""
    values = {"content": content, "title": title, "href": href, "note": note, "lang": lang}
    return render_to_string("components/card.html", {**values, "tag": f"h{level}"})


@register.inclusion_tag("components/bar_chart.html")
def bar_chart(
    name: str, title: str, rows: Sequence[charts.BarRow], description: str = "", most: float = 0
) -> dict[str, Any]:
    """`{% bar_chart "votes" title rows description %}`: put the equal table beside it.

    `name` is unique on the page; `most` is the value that takes the full width (default: the
    longest bar), for example 100 for parts in percent.
    """
    drawn = charts.draw(rows, most=most)
    return {"name": name, "title": title, "description": description, "chart": drawn}


@register.simple_block_tag
def table_wrap(content: str, label: str) -> SafeString:
    """`{% table_wrap label=… %}<table>…</table>{% endtable_wrap %}`: scrolls alone when wide."""
    return render_to_string("components/table_wrap.html", {"content": content, "label": label})


@register.inclusion_tag("components/pager.html", takes_context=True)
def pager(context: Context, page: "Page[Any]", key: str = "page") -> dict[str, Any]:
    """`{% pager page_obj %}`: earlier and later pages, with the filters of this address kept."""
    request = context.get("request")
    given = request.GET if isinstance(request, HttpRequest) else QueryDict()

    def address(number: int) -> str:
        kept = [(k, v) for k in given if k != key for v in given.getlist(k)]
        return "?" + urlencode([*kept, (key, number)])

    before = address(page.previous_page_number()) if page.has_previous() else ""
    after = address(page.next_page_number()) if page.has_next() else ""
    return {"page": page, "before": before, "after": after}


@register.inclusion_tag("components/map_svg.html")
def map_svg(
    points: Iterable[Sequence[Any]],
    perimeter: Any = None,
    title: str = "",
    around: Any = None,
    dots: Iterable[tuple[float, float]] = (),
    *,
    large: str = "",
    fictional: bool = False,
) -> dict[str, Any]:
    """`{% map_svg points perimeter title large=… fictional=… %}`; put the equal list beside it.

    `points` are (latitude, longitude, number, label) or with a fifth, href. `perimeter` and
    `around` (neighbouring areas, drawn faintly) are GeoJSON; `dots` are other places (latitude,
    longitude) that give the picture its shape. `large` is the address of the
    same as GeoJSON and offers the large map; a `fictional` perimeter says so.
    """
    outline, beyond = rings_of(perimeter), rings_of(around)
    return {
        "map": maps.draw(list(points), outline, beyond, list(dots)),
        "title": title,
        "large": large,
        "fictional": fictional and bool(outline),
        "tiles": settings.MAP_TILES_URL,
        "attribution": settings.MAP_TILES_ATTRIBUTION,
    }
