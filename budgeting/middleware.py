"""On every answer: headers, the language to remember, and a page instead of a refusal."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from budgeting.errors import Refused
from budgeting.remembered import learn

METHOD_NOT_ALLOWED = 405
UNUSED_FEATURES = ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")


def permissions(**allowed: str) -> str:
    """The Permissions-Policy: what no page uses is closed, but for what is allowed by name."""
    return ", ".join(f"{name}={allowed.get(name, '()')}" for name in UNUSED_FEATURES)


class SecurityHeadersMiddleware:
    """What Django and the CSP leave open, on every response; a view may set its own value."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", permissions())
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class NotStoredMiddleware:
    """What a signed-in person reads is not stored: Back shows nothing after signing out.

    Inside authentication. A view that says itself how its answer may be kept is left alone.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not response.has_header("Cache-Control") and request.user.is_authenticated:
            response.headers["Cache-Control"] = "private, no-store"
        return response


class LanguageMemoryMiddleware:
    """Remembers the language in which a page was read; behind signing in, inside the locale."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        learn(request, response)
        return response


class RefusedMiddleware:
    """A refusal becomes a page with its sentence, wherever in a request it was raised."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != METHOD_NOT_ALLOWED or response.content:
            return response
        # Somebody came to the address of a button: say so instead of an empty page.
        refusal = Refused("post_only", _("This address belongs to a button. Go back one page."))
        page = render(request, "refused.html", {"refusal": refusal}, status=METHOD_NOT_ALLOWED)
        page.headers["Allow"] = response.headers.get("Allow", "POST")
        return page

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, Refused):
            return None
        return render(request, "refused.html", {"refusal": error}, status=error.status)
