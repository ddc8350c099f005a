"""What a device may keep to read without a network: marked public pages, and the worker's list.

The server decides. A page that may be kept says so in a header of its own; the worker of the site
(`templates/sw.js`) stores nothing that does not. Who is signed in, who fills in a form and who
votes never gets that header.
"""

import re
from collections.abc import Callable
from functools import cache, wraps
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from budgeting.digests import canonical_json, digest_of
from budgeting.languages import ORDER

View = Callable[..., HttpResponse]

HEADER, KEEP = "X-Offline", "keep"
# What the style sheet itself asks for; the page names the rest.
PARTS = (
    "budgeting/pico.min.css",
    "budgeting/atkinson-hyperlegible-next-latin-400-normal.woff2",
    "budgeting/atkinson-hyperlegible-next-latin-700-normal.woff2",
)
SITE_NAME = "Wijkstem · Voix de quartier"


def kept_offline(view: View) -> View:
    """Let the device of a visitor keep this public page; the mark is left out where it must be."""

    @wraps(view)
    def marked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if is_for_everybody(request, response):
            response.headers[HEADER] = KEEP
        return response

    return marked


def is_for_everybody(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether this answer is a plain page that any other visitor would get word for word.

    Not for who is signed in, nor with a form's token, a message, a cookie or a question in it.
    """
    return (
        request.method == "GET"
        and response.status_code == 200
        and not request.GET
        and not request.user.is_authenticated
        and "CSRF_COOKIE_NEEDS_UPDATE" not in request.META
        and not getattr(get_messages(request), "used", False)
        and not response.cookies
        and not response.has_header("Cache-Control")
    )


@cache
def worker_script() -> str:
    """The worker with this installation's addresses and words in it, the same for everybody."""
    site = {**site_of_the_worker(), "words": {code: _words(code) for code in ORDER}}
    return render_to_string("sw.js", {"site": canonical_json(site)})


def site_of_the_worker() -> dict[str, Any]:
    """What the worker fetches at once, and a version that changes with any of it."""
    pages = {code: _offline_page(code) for code in ORDER}
    linked = {address for _path, page in pages.values() for address in _static_links(page)}
    shell = sorted(linked | {static(part) for part in PARTS})
    offline = {code: path for code, (path, _page) in pages.items()}
    return {
        "name": SITE_NAME,
        "offline": offline,
        "shell": [*offline.values(), *shell],
        "static": settings.STATIC_URL,
        "version": digest_of([shell, sorted(pages.values())])[-12:],
    }


def _offline_page(language: str) -> tuple[str, str]:
    """(address, text) of the page for who has no network; the text as it is without a visitor."""
    with override(language):
        return reverse("offline"), render_to_string("offline.html")


def _static_links(page: str) -> list[str]:
    return re.findall(rf'(?:href|src)="({re.escape(settings.STATIC_URL)}[^"]+)"', page)


def _words(language: str) -> dict[str, str]:
    """What the worker writes on a page that it kept; `{moment}` is filled in by the device."""
    with override(language):
        return {
            "copy": _(
                "No connection. You are reading this page as it was on {moment}. You cannot vote "
                "or send anything now."
            )
        }
