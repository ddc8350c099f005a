"""The other end of an invitation: see what is offered, sign in, accept.

The secret in a link stands in one address only, which leads on at once: the page itself knows by
the session which invitation was opened. So it is in no history, no referrer and no way back.
"""

from typing import Any

from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_safe

from budgeting.access import has_second_lock, needs_second_lock
from budgeting.clock import DATABASE_CLOCK
from budgeting.errors import Refused
from budgeting.models import Invitation, User
from budgeting.services.inviting import REFUSALS, accept, invitation_of, is_for, standing

OPENED = "invitation"
GONE = 410
JOINED = "\u2060"  # no new line between what stands before and after it


@sensitive_variables()
@never_cache
@require_safe
def invitation_link(request: HttpRequest, secret: str) -> HttpResponse:
    """The link in the mail: note which invitation it opens, and lead on."""
    found = invitation_of(secret)
    if found:
        request.session[OPENED] = found.pk
    else:
        request.session.pop(OPENED, None)
    answer = redirect("invitation")
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


@never_cache
def invitation(request: HttpRequest) -> HttpResponse:
    """What is offered; a POST accepts it, for the person who reads the mail at its address."""
    rows = Invitation.objects.select_related("council__area")
    found = rows.filter(pk=request.session.get(OPENED, 0)).first()
    if found is None:
        return render(request, "budgeting/invitation_gone.html", {"code": "unknown"}, status=404)
    if code := standing(found, DATABASE_CLOCK.now()):
        context = {"code": code, "sentence": REFUSALS[code], "council": found.council}
        return render(request, "budgeting/invitation_gone.html", context, status=GONE)
    if request.method == "POST" and isinstance(request.user, User):
        return _accepted(request, found, request.user)
    return render(request, "budgeting/invitation.html", _context(request, found))


def _accepted(request: HttpRequest, found: Invitation, person: User) -> HttpResponse:
    try:
        accept(found, by=person)
    except Refused as refused:
        if refused.code == "other_address":
            return render(request, "budgeting/invitation.html", _context(request, found))
        return redirect("invitation")
    request.session.pop(OPENED, None)
    messages.success(request, _("Thank you. You have this role from now on."))
    if needs_second_lock(found.role) and not has_second_lock(person):
        return redirect("mfa_index")
    return redirect("council_desk", found.council.slug)


def _context(request: HttpRequest, found: Invitation) -> dict[str, Any]:
    """What the page shows; whoever has no account yet is led to making one."""
    person = request.user if isinstance(request.user, User) else None
    name, _at, domain = found.email.partition("@")
    known = User.objects.filter(email=found.email).exists()
    back = urlencode({REDIRECT_FIELD_NAME: reverse("invitation")})
    return {
        "invitation": found,
        "council": found.council,
        "is_for_me": person is not None and is_for(found, person),
        "address": f"{name[:1]}…{JOINED}@{domain}",
        "needs_lock": needs_second_lock(found.role),
        "known": known,
        "sign_in_url": f"{reverse('account_login' if known else 'account_signup')}?{back}",
    }
