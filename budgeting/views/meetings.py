"""Meetings of a council: for everybody, for calendars, and at the desk."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe

from budgeting.access import council_for
from budgeting.clock import DATABASE_CLOCK
from budgeting.forms.meetings import MeetingForm
from budgeting.languages import active_language
from budgeting.models import Council, Meeting, Role
from budgeting.offline import kept_offline
from budgeting.services.meetings import call_off, feed_of
from budgeting.views.storing import acting, kept

PAST_ON_A_PAGE = 12
STAFF = (Role.OFFICER, Role.FACILITATOR)


@kept_offline
@require_safe
def meetings(request: HttpRequest, council: str) -> HttpResponse:
    """The next meetings first; then the past ones with their minutes, the last one first."""
    found = get_object_or_404(Council.objects.select_related("area"), slug=council)
    rows = found.meetings.select_related("venue")
    now = DATABASE_CLOCK.now()
    past = Paginator(rows.filter(ends_at__lte=now), PAST_ON_A_PAGE)
    context = {
        "council": found,
        "coming": rows.filter(ends_at__gt=now).order_by("starts_at"),
        "past": past.get_page(request.GET.get("page")),
        "feed": request.build_absolute_uri(reverse("meetings_feed", args=[council])),
    }
    return render(request, "budgeting/meetings.html", context)


@require_safe
def meetings_feed(request: HttpRequest, council: str) -> HttpResponse:
    """The same for calendars (iCalendar), in the language of the address."""
    found = get_object_or_404(Council, slug=council)
    text = feed_of(
        found,
        found.meetings.select_related("venue").order_by("starts_at"),
        language=active_language(),
        page=request.build_absolute_uri(reverse("meetings", args=[council])),
        now=DATABASE_CLOCK.now(),
    )
    headers = {"Content-Disposition": f'inline; filename="{council}-{active_language()}.ics"'}
    return HttpResponse(text, content_type="text/calendar; charset=utf-8", headers=headers)


@require_safe
def meetings_desk(request: HttpRequest, council: str) -> HttpResponse:
    """All meetings; of each whether its agenda or its minutes are there."""
    found = council_for(request, council, *STAFF)
    rows = found.meetings.select_related("venue")
    now = DATABASE_CLOCK.now()
    context = {
        "council": found,
        "coming": rows.filter(ends_at__gt=now).order_by("starts_at"),
        "past": rows.filter(ends_at__lte=now),
        "section": "meetings",
    }
    return render(request, "budgeting/meetings_desk.html", context)


def meeting_new(request: HttpRequest, council: str) -> HttpResponse:
    found = council_for(request, council, *STAFF)
    titles = {}
    for code in ("nl", "fr"):
        with override(code):
            titles[f"title_{code}"] = _("Meeting of the neighbourhood council")
    return _filled_in(request, found, Meeting(council=found, **titles))


def meeting_edit(request: HttpRequest, council: str, number: int) -> HttpResponse:
    found = council_for(request, council, *STAFF)
    return _filled_in(request, found, get_object_or_404(found.meetings, pk=number))


def _filled_in(request: HttpRequest, council: Council, meeting: Meeting) -> HttpResponse:
    """The form of a new or a known meeting."""
    form = MeetingForm(request.POST or None, instance=meeting, council=council)
    event = "meeting_changed" if meeting.pk else "meeting_added"
    shown = Meeting.objects.filter(pk=meeting.pk).first()
    if request.method == "POST" and form.is_valid():
        said = _("The meeting is stored. The public page and the calendars follow.")
        if kept(request, form, event, council=council, said=said):
            return redirect("meetings_desk", council.slug)
    context = {"council": council, "form": form, "meeting": shown, "section": "meetings"}
    return render(request, "budgeting/meeting_edit.html", context)


@require_POST
def meeting_cancel(request: HttpRequest, council: str, number: int) -> HttpResponse:
    """Call a meeting off, or let it take place after all (`restore`)."""
    found = council_for(request, council, *STAFF)
    meeting = get_object_or_404(found.meetings, pk=number)
    by, role = acting(request, found)
    cancelled = "restore" not in request.POST
    call_off(meeting, cancelled=cancelled, by=by, role=role)
    called_off = _("The meeting is cancelled. It stays on the public page, so that people see it.")
    messages.success(request, called_off if cancelled else _("The meeting takes place."))
    return redirect("meetings_desk", council)
