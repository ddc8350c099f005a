"""Content in the page's language: texts of the database, amounts, the language switch. Builtin."""

from typing import Any

from django import template
from django.http import HttpRequest
from django.template import Context
from django.urls import translate_url
from django.utils.translation import gettext_lazy as _

from budgeting.languages import ORDER, active_language, localised
from budgeting.money import format_money

register = template.Library()

OWN_NAMES = {"nl": "Nederlands", "fr": "Français", "en": "English"}
SHOWN_IN = {"nl": _("Shown in Dutch"), "fr": _("Shown in French"), "en": _("Shown in English")}


@register.filter
def money(cents: int | None, currency: str = "EUR") -> str:
    """`{{ project.cost_cents|money }}` or `|money:edition.currency`; nothing for None."""
    return "" if cents is None else format_money(int(cents), currency, active_language())


@register.filter
def tr(obj: Any, name: str) -> Any:
    """`{{ project|tr:"title" }}`: `title_nl`, `_fr` or `_en`: the page's language, else another."""
    return localised(obj, name)[0]


@register.simple_tag
def tr_lang(obj: Any, name: str) -> str:
    """`<h2 lang="{% tr_lang project "title" %}">`: the language that `tr` gave."""
    return localised(obj, name)[1]


@register.inclusion_tag("components/shown_in.html")
def shown_in(obj: Any, name: str) -> dict[str, Any]:
    """`{% shown_in project "title" %}`: "Shown in French" when the text is not in your language."""
    code = localised(obj, name)[1]
    return {"text": SHOWN_IN.get(code, code) if code != active_language() else ""}


@register.inclusion_tag("components/languages.html", takes_context=True)
def language_links(context: Context) -> dict[str, Any]:
    """The language switch: the same page in each language; nothing without a request."""
    request = context.get("request")
    if not isinstance(request, HttpRequest):
        return {"languages": []}
    here, active = request.get_full_path(), active_language()
    languages = [
        {"code": code, "name": OWN_NAMES[code], "url": translate_url(here, code)} for code in ORDER
    ]
    return {
        "languages": languages,
        "active": active,
        "here": here,
        "by_address": len({language["url"] for language in languages}) > 1,
        "csrf_token": context.get("csrf_token"),
    }
