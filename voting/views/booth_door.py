"""What every page of the booth shares: its guards, its headers, and who is voting.

Choices pass through these views. They are never logged, never in an address, a session or the
database in the clear; error reports leave out POST data and the variables of every frame under a
guarded view. No address is logged either: gunicorn's access log is off (deploy/Dockerfile), Caddy
keeps none (deploy/Caddyfile), and the application's own log names no visitor.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from budgeting.clock import DATABASE_CLOCK, Clock
from budgeting.errors import Refused
from budgeting.models import Edition
from voting.drafts import Draft, read
from voting.errors import refuse
from voting.models import Channel, Credential, Envelope
from voting.services.casting import check_open
from voting.services.register import check_usable

CLOCK: Clock = DATABASE_CLOCK
View = Callable[..., HttpResponse]


def booth_page(view: View) -> View:
    """Guards of a page in the booth: kept nowhere, told to no other site, silent when it fails.

    A page with a form cannot say `no-referrer`: the browser would then send `Origin: null` with
    the form, and the check against forged requests would refuse every vote. `same-origin` tells
    other sites as little, and no address of the booth holds a code.
    """

    @sensitive_variables()
    @sensitive_post_parameters()
    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers.setdefault("Referrer-Policy", "same-origin")
        return response

    return guarded


@dataclass(frozen=True)
class Seat:
    """The person in the booth: their right to vote, their draft, and the moment."""

    credential: Credential
    edition: Edition
    envelope: Envelope | None
    draft: Draft
    now: datetime

    def refusal(self) -> Refused | None:
        """Why no vote can be cast now, or None."""
        try:
            check_usable(self.credential)
            if self.envelope and self.envelope.channel == Channel.PAPER:
                raise refuse("vote_is_on_paper")
            check_open(self.edition, self.now)
        except Refused as refusal:
            return refusal
        return None

    def context(self) -> dict[str, Any]:
        """What every page in the booth shows; nothing of it tells a choice."""
        return {
            "edition": self.edition,
            "council": self.edition.council,
            "envelope": self.envelope,
            "ends": self.draft.ends,
        }


def seat_of(request: HttpRequest) -> Seat | None:
    """Who is in the booth, by the cookie of this device; None without one."""
    now = CLOCK.now()
    draft = read(request, now)
    if draft.credential is None:
        return None
    rows = Credential.objects.select_related("edition__council", "envelope")
    credential = rows.filter(pk=draft.credential).first()
    if credential is None:
        return None
    envelope = getattr(credential, "envelope", None)
    return Seat(credential, credential.edition, envelope, draft, now)


def stopped(request: HttpRequest, seat: Seat, refusal: Refused) -> HttpResponse:
    """No vote now: why, and what is in the box. The draft on the device stays as it is."""
    status = 200 if request.method == "GET" else 409
    context = {**seat.context(), "refusal": refusal, "has_draft": bool(seat.draft.marks)}
    return render(request, "voting/stopped.html", context, status=status)
