"""Template tags of the common look: money, form fields, notices, bars, maps, languages.

Each tag draws one file of `templates/components/`, so that a page says what it shows and never
how it looks. They are loaded in every template. Amounts are whole cents.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django import template
from django.core.paginator import Page
from django.forms import BoundField, CheckboxInput, Form
from django.http import HttpRequest, QueryDict
from django.template import Context
from django.template.loader import render_to_string
from django.urls import translate_url
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from budgeting import maps
from budgeting.money import format_money

register = template.Library()

LANGUAGE_ORDER = ("nl", "fr", "en")
OWN_NAMES = {"nl": "Nederlands", "fr": "Français", "en": "English"}
SHOWN_IN = {"nl": _("Shown in Dutch"), "fr": _("Shown in French"), "en": _("Shown in English")}


def active_language() -> str:
    """The two letters of the language this page is written in."""
    return (get_language() or LANGUAGE_ORDER[0])[:2]


# Money ---------------------------------------------------------------------------------------


@register.filter
def money(cents: int | None, currency: str = "EUR") -> str:
    """`{{ project.cost_cents|money }}` or `|money:edition.currency`; nothing for None."""
    return "" if cents is None else format_money(int(cents), currency, active_language())


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


# Forms ---------------------------------------------------------------------------------------


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, hint: str = "", label: str = "", **attrs: Any) -> dict[str, Any]:
    """`{% field form.name %}`: label, hint, error and widget, tied together for screen readers.

    `hint` and `label` replace those of the form; any other argument becomes an attribute of the
    widget (`inputmode="numeric"`, `autocomplete="off"`; underscores turn into hyphens).
    """
    widget = bound.field.widget
    group = widget.use_fieldset
    name, hint = bound.auto_id or bound.html_name, hint or str(bound.help_text)
    described = [f"{name}_helptext"] * bool(hint) + [f"{name}_error"] * bool(bound.errors)
    given = {key.replace("_", "-"): value for key, value in attrs.items()}
    if described and not group:
        given["aria-describedby"] = " ".join(described)
    if bound.errors and not group:
        given["aria-invalid"] = "true"
    return {
        "bound": bound,
        "control": bound.as_widget(attrs=given),
        "name": name,
        "label": label or bound.label,
        "hint": hint,
        "described": " ".join(described),
        "group": group,
        "check": isinstance(widget, CheckboxInput),
        "optional": not bound.field.required,
    }


@register.inclusion_tag("components/fields.html")
def fields(form: Form) -> dict[str, Any]:
    """`{% fields form %}`: every field of a form in its own order, hidden ones included."""
    return {"form": form}


@register.inclusion_tag("components/error_summary.html")
def error_summary(form: Form) -> dict[str, Any]:
    """`{% error_summary form %}`: what to mend, each line a link to its field; else nothing."""
    lines = [{"text": text, "target": ""} for text in form.non_field_errors()]
    for bound in form:
        first = f"{bound.auto_id}_0" if bound.field.widget.use_fieldset else bound.auto_id
        lines += [{"text": text, "target": first, "label": bound.label} for text in bound.errors]
    return {"lines": lines}


# Content in several languages ------------------------------------------------------------------


def _read(obj: Any, name: str) -> Any:
    return obj.get(name) if isinstance(obj, Mapping) else getattr(obj, name, None)


def _localised(obj: Any, name: str) -> tuple[Any, str]:
    wanted = active_language()
    for code in dict.fromkeys((wanted, *LANGUAGE_ORDER)):
        value = _read(obj, f"{name}_{code}")
        if value:
            return value, code
    return _read(obj, f"{name}_source") or "", _read(obj, "source_language") or wanted


@register.filter
def tr(obj: Any, name: str) -> Any:
    """`{{ project|tr:"title" }}`: `title_nl`, `_fr` or `_en`: the page's language, else another."""
    return _localised(obj, name)[0]


@register.simple_tag
def tr_lang(obj: Any, name: str) -> str:
    """`<h2 lang="{% tr_lang project "title" %}">`: the language that `tr` gave."""
    return _localised(obj, name)[1]


@register.inclusion_tag("components/shown_in.html")
def shown_in(obj: Any, name: str) -> dict[str, Any]:
    """`{% shown_in project "title" %}`: "Shown in French" when the text is not in your language."""
    code = _localised(obj, name)[1]
    return {"text": SHOWN_IN.get(code, code) if code != active_language() else ""}


@register.inclusion_tag("components/languages.html", takes_context=True)
def language_links(context: Context) -> dict[str, Any]:
    """The language switch: the same page in each language; nothing without a request."""
    request = context.get("request")
    if not isinstance(request, HttpRequest):
        return {"languages": []}
    here, active = request.get_full_path(), active_language()
    languages = [
        {"code": code, "name": OWN_NAMES[code], "url": translate_url(here, code)}
        for code in LANGUAGE_ORDER
    ]
    return {
        "languages": languages,
        "active": active,
        "here": here,
        "by_address": len({language["url"] for language in languages}) > 1,
        "csrf_token": context.get("csrf_token"),
    }


# Bars, tables, boxes -----------------------------------------------------------------------------


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
    points: Iterable[Sequence[Any]], perimeter: Any = None, title: str = "", around: Any = None
) -> dict[str, Any]:
    """`{% map_svg points perimeter title %}`: numbered pins; put the equal list beside it.

    `points` are (latitude, longitude, number, label) or with a fifth, href. `perimeter` and
    `around` (neighbouring areas, drawn faintly) are GeoJSON or rings of (longitude, latitude).
    """
    return {"map": maps.draw(list(points), maps.rings_of(perimeter), maps.rings_of(around)),
            "title": title}  # fmt: skip
