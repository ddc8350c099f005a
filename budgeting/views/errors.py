"""Pages for what went wrong, with words that help somebody on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from budgeting.errors import Refused


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that lay open too long, or a browser without cookies; nothing was stored."""
    refusal = Refused(
        "form_expired",
        _("This form was open for too long, or your browser keeps no cookies. Go back, renew "
          "the page and send it again."),
    )  # fmt: skip
    return render(request, "refused.html", {"refusal": refusal}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Nothing lives at this address."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Our own mistake: a page that needs neither the database nor a context."""
    return render(request, "500.html", status=500)
