"""The door of the booth: a typed code, or the short address from a letter. Nothing is written."""

import logging
from dataclasses import replace
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from budgeting.errors import Refused
from voting import drafts, throttle
from voting.codes import tidied
from voting.drafts import Draft
from voting.forms import CodeForm
from voting.models import Credential
from voting.services.register import credential_of
from voting.views import booth_door
from voting.views.booth_door import booth_page

logger = logging.getLogger(__name__)


@booth_page
def enter(request: HttpRequest) -> HttpResponse:
    """Type the code. A wrong one comes back with what was typed and one helpful sentence."""
    now = booth_door.CLOCK.now()
    draft = drafts.read(request, now)
    posted = request.method == "POST"
    data = request.POST if posted else {"code": draft.typed} if draft.typed else None
    form = CodeForm(data, exhausted=throttle.exhausted(request))
    if posted and form.is_valid():
        response: HttpResponse = redirect("booth")
        code = form.cleaned_data["code"]
        drafts.keep(response, _seated(draft, form.credential, code), now)
        return response
    if posted and not form.exhausted:
        throttle.count_wrong(request)
    context = {"form": form, "draft": draft}
    status = 200 if not posted else 429 if form.exhausted else 422
    return render(request, "voting/enter.html", context | _notes(request), status=status)


def _notes(request: HttpRequest) -> dict[str, bool]:
    return {name: name in request.GET for name in ("again", "left")}


def _seated(draft: Draft, credential: Credential, code: str) -> Draft:
    """The draft for a code: the marks stay only if they were made with the same code."""
    ends, language = code[-4:], get_language() or ""
    if draft.credential == credential.pk:
        return replace(draft, ends=ends, language=language, typed="")
    return Draft(credential=credential.pk, ends=ends, language=language)


@csrf_exempt
@booth_page
def short_code(request: HttpRequest, code: str) -> HttpResponse:
    """The address in a letter's QR: it leads to one without the code and changes nothing.

    Every method and every failure gets the same redirect, so that no error page or log line can
    repeat the address.
    """
    now = booth_door.CLOCK.now()
    draft = drafts.read(request, now)
    typed = code.replace("+", " ").strip("/ ")
    try:
        response = _follow(request, typed, draft, now)
    except Exception as error:
        logger.error("A short address failed: %s", type(error).__name__)
        response = redirect("booth_enter")
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _follow(request: HttpRequest, code: str, draft: Draft, now: datetime) -> HttpResponse:
    credential = None
    if not throttle.exhausted(request):
        try:
            credential = credential_of(code)
        except Refused:
            throttle.count_wrong(request)
    with override(draft.language or get_language()):
        # A link from elsewhere must not wipe out the unfinished ballot of another code: then the
        # code waits in the field, and the person presses the button.
        if credential and (draft.credential == credential.pk or not draft.marks):
            response, kept = redirect("booth"), _seated(draft, credential, tidied(code))
        else:
            response, kept = redirect("booth_enter"), replace(draft, typed=code)
    drafts.keep(response, kept, now)
    return response


@require_POST
@booth_page
def leave(request: HttpRequest) -> HttpResponse:
    """Erase the code and the choices from this device, for instance in a library."""
    response = redirect("booth_enter")
    response["Location"] += "?left"
    drafts.forget(response)
    return response
