"""The people of a council: who has which role until when, and who is invited."""

from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from budgeting.access import LOCKS, council_for, needs_second_lock, require
from budgeting.clock import DATABASE_CLOCK
from budgeting.csv_out import csv_text
from budgeting.errors import Refused
from budgeting.forms.people import InviteForm, LastDayForm
from budgeting.models import Council, Invitation, Membership, Role, User
from budgeting.services.inviting import invite, send_again, standing, withdraw
from budgeting.services.roles import end_now, set_last_day
from budgeting.throttle import Brake

ROLES = [role.value for role in Role]
SOON = timedelta(days=60)
_SENT = Brake("invitation", 24 * 3600)
PER_PERSON, PER_COUNCIL, PER_ADDRESS = 60, 100, 5
TOO_MANY = gettext_lazy(
    "Many invitations were just sent. This one has not been sent. Try again tomorrow."
)


class TooMany(Refused):
    status = 429


def members_of(council: Council) -> list[tuple[Membership, bool]]:
    """All roles of a council, each with whether its person has a second lock."""
    locks = Authenticator.objects.filter(type__in=LOCKS, user__memberships__council=council)
    locked = set(locks.values_list("user_id", flat=True))
    rows = council.memberships.select_related("user").order_by("user__last_name", "user__email")
    ordered = sorted(rows, key=lambda row: ROLES.index(row.role))
    return [(row, row.user_id in locked) for row in ordered]


@require_safe
def people_desk(request: HttpRequest, council: str) -> HttpResponse:
    """Roles of now, open invitations, and roles that are over."""
    found = council_for(request, council, Role.OFFICER)
    now = DATABASE_CLOCK.now()
    today = timezone.localdate(now)
    rows = members_of(found)
    open_ones = found.invitations.filter(accepted_at=None, revoked_at=None)
    context = {
        "council": found,
        "section": "people",
        "lasting": [
            (row, needs_second_lock(row.role) and not locked)
            for row, locked in rows
            if not row.is_over(today)
        ],
        "former": [row for row, _locked in rows if row.is_over(today)],
        "soon": today + SOON,
        "today": today,
        "invitations": [(one, bool(standing(one, now))) for one in open_ones],
    }
    return render(request, "budgeting/people.html", context)


@require_safe
def people_csv(request: HttpRequest, council: str) -> HttpResponse:
    """The same as a table, for a spreadsheet."""
    found = council_for(request, council, Role.OFFICER)
    header = ("name", "email", "role", "starts_on", "ends_on", "second_lock")
    rows = [
        (
            row.user.get_full_name(),
            row.user.email,
            row.role,
            row.starts_on.isoformat(),
            row.ends_on.isoformat() if row.ends_on else "",
            locked,
        )
        for row, locked in members_of(found)
    ]
    headers = {"Content-Disposition": f'attachment; filename="{found.slug}-people.csv"'}
    text = csv_text(header, rows)
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)


def people_invite(request: HttpRequest, council: str) -> HttpResponse:
    """Invite somebody; a refusal shows in the form and nothing typed is lost."""
    found = council_for(request, council, Role.OFFICER)
    today = timezone.localdate(DATABASE_CLOCK.now())
    form = InviteForm(request.POST or None, today=today)
    if request.method == "POST" and form.is_valid() and _is_sent(request, found, form):
        messages.success(request, _("The invitation is on its way."))
        return redirect("people_desk", council)
    context = {"council": found, "section": "people", "form": form}
    status = 429 if form.has_error(NON_FIELD_ERRORS, "too_many") else 200
    return render(request, "budgeting/people_invite.html", context, status=status)


def role_edit(request: HttpRequest, council: str, number: int) -> HttpResponse:
    """Prolong or shorten a role, or end it at once (`now` in the data)."""
    found = council_for(request, council, Role.OFFICER)
    held = get_object_or_404(found.memberships.select_related("user"), pk=number)
    today = timezone.localdate(DATABASE_CLOCK.now())
    at_once = "now" in request.POST
    posted = request.POST if request.method == "POST" and not at_once else None
    form = LastDayForm(posted, today=today, initial={"ends_on": held.ends_on})
    refusal: Refused | None = None
    if at_once or form.is_valid():
        by = require(request.user, found, Role.OFFICER)
        try:
            _changed(held, form, by=by, at_once=at_once)
        except Refused as refused:
            refusal = refused
        else:
            messages.success(request, _("The role is over.") if at_once else _("Changed."))
            own = at_once and held.user == by
            return redirect("desk") if own else redirect("people_desk", council)
    context = {"council": found, "section": "people", "held": held, "form": form}
    context |= {"refusal": refusal, "is_mine": held.user == request.user}
    return render(request, "budgeting/role_edit.html", context)


def _changed(held: Membership, form: LastDayForm, *, by: User, at_once: bool) -> None:
    if at_once:
        end_now(held, by=by)
    else:
        set_last_day(held, form.cleaned_data["ends_on"], by=by)


@require_POST
def invitation_resend(request: HttpRequest, council: str, number: int) -> HttpResponse:
    """Mail a new link; the one of before no longer works."""
    found = council_for(request, council, Role.OFFICER)
    invitation = get_object_or_404(found.invitations, pk=number)
    if not _within_limits(request, found, invitation.email):
        raise TooMany("too_many", TOO_MANY)
    by = require(request.user, found, Role.OFFICER)
    send_again(invitation, by=by, base_url=_base_url(request))
    messages.success(request, _("A new mail is on its way. The link of before no longer works."))
    return redirect("people_desk", council)


@require_POST
def invitation_withdraw(request: HttpRequest, council: str, number: int) -> HttpResponse:
    """The link in the mail no longer works."""
    found = council_for(request, council, Role.OFFICER)
    invitation: Invitation = get_object_or_404(found.invitations, pk=number)
    withdraw(invitation, by=require(request.user, found, Role.OFFICER))
    messages.success(request, _("The invitation is withdrawn."))
    return redirect("people_desk", council)


def _is_sent(request: HttpRequest, council: Council, form: InviteForm) -> bool:
    """Send it within the limits; if not, the form says why."""
    offer, by = form.offer(), require(request.user, council, Role.OFFICER)
    if not _within_limits(request, council, offer.email):
        form.add_error(None, ValidationError(TOO_MANY, "too_many"))
        return False
    try:
        invite(council, offer, by=by, base_url=_base_url(request))
    except Refused as refused:
        form.add_error("email", ValidationError(str(refused.sentence), refused.code))
        return False
    return True


def _within_limits(request: HttpRequest, council: Council, email: str) -> bool:
    """A mailbox is never filled from here, whoever asks for it."""
    return _SENT.take(
        {
            f"to {email.lower()}": PER_ADDRESS,
            f"by {request.user.pk}": PER_PERSON,
            f"for {council.pk}": PER_COUNCIL,
        }
    )


def _base_url(request: HttpRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")
