"""Content in the page's language: texts of the database, amounts, the language switch. Builtin."""

from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django import template
from django.http import HttpRequest
from django.template import Context
from django.urls import translate_url
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from budgeting.addresses import looks_like_code
from budgeting.languages import (
    ORDER,
    active_language,
    address_language,
    localised,
    same_page,
)
from budgeting.lines import behind_colon
from budgeting.money import format_money

register = template.Library()

OWN_NAMES = {"nl": "Nederlands", "fr": "Français", "en": "English"}
OFFICIAL = ("nl", "fr")
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


@register.simple_tag
def tr_span(obj: Any, name: str, colon: bool = False) -> str:
    """`{% tr_span project "place" %}`: the text of `tr`, marked when it is in another language.

    With `colon=True` it goes on behind a colon, as an end of a sentence.
    """
    text, code = localised(obj, name)
    text = f"{behind_colon(text)}." if colon and text else text
    marked = text and code != active_language()
    return format_html('<span lang="{}">{}</span>', code, text) if marked else str(text)


@register.inclusion_tag("components/shown_in.html")
def shown_in(obj: Any, name: str, beside: str = "", brief: bool = False) -> dict[str, Any]:
    """`{% shown_in project "title" %}`: "Shown in French" when the text is not in your language.

    Not once more for a text in the same language as the one `beside` it. `brief` is for lists:
    the site owes its texts in Dutch and in French, so an English list is not dotted with notes.
    """
    code, active = localised(obj, name)[1], active_language()
    silent = code == active or (beside and code == localised(obj, beside)[1])
    silent = silent or (brief and (active not in OFFICIAL or code not in SHOWN_IN))
    return {"text": "" if silent else SHOWN_IN.get(code, code)}


@register.inclusion_tag("components/languages.html", takes_context=True)
def language_links(context: Context, form: str = "") -> dict[str, Any]:
    """The language switch: the same page in each language; nothing without a request.

    Links by address, or a form where the choice has to be stored: in an account, or on the
    device for an address without a language. With the id of a ballot's `form` the switch takes
    along what was filled in there.
    """
    request = context.get("request")
    if not isinstance(request, HttpRequest):
        return {"languages": []}
    here = _address_of(request)
    signed_in = getattr(request, "user", None) and request.user.is_authenticated
    languages = [
        {"code": code, "name": OWN_NAMES[code], "url": same_page(here, code)} for code in ORDER
    ]
    return {
        "languages": languages,
        "active": active_language(),
        "here": here,
        "by_address": bool(address_language(here)) and not signed_in,
        "form": form,
        "csrf_token": context.get("csrf_token"),
    }


def _address_of(request: HttpRequest) -> str:
    """The page to come back to; the home page instead of an address that may hold a code."""
    here = _page_of(request)
    return f"/{active_language()}/" if looks_like_code(here) else here


def _page_of(request: HttpRequest) -> str:
    """The address that was asked for; after a form was sent, the page that the form stands on."""
    here = request.get_full_path()
    if request.method != "POST":
        return here
    came_from = urlsplit(request.headers.get("Referer", ""))
    if came_from.netloc != request.get_host() or not address_language(came_from.path):
        return here
    return urlunsplit(("", "", came_from.path, came_from.query, ""))


@register.simple_tag(takes_context=True)
def page_told(context: Context) -> str:
    """`{% page_told as page_here %}`: the path to tell in a message; "" for none or for a code."""
    request = context.get("request")
    if not isinstance(request, HttpRequest) or not request.resolver_match:
        return ""
    return "" if looks_like_code(request.path) else request.path


@register.inclusion_tag("components/alternates.html", takes_context=True)
def alternate_links(context: Context) -> dict[str, Any]:
    """For search engines: the same page in each language; nothing for an address without one.

    Nor for one that may hold a voting code.
    """
    request = context.get("request")
    if not isinstance(request, HttpRequest) or looks_like_code(request.path):
        return {}
    urls = {code: translate_url(request.path, code) for code in ORDER}
    if len(set(urls.values())) == 1:
        return {}
    return {"urls": {code: request.build_absolute_uri(url) for code, url in urls.items()}}
