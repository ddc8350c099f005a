"""Devices at the desk: which phones scan for an edition, what came of each, and ending one."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from budgeting.access import edition_for, require
from budgeting.clock import DATABASE_CLOCK
from budgeting.errors import Refused
from budgeting.models import Edition, Role
from voting.forms_devices import DeviceForm
from voting.models import Device
from voting.services.devices import enrol, revoke
from voting.services.devices_report import report_of, reports_of

AT_WORK = (Role.FACILITATOR, Role.OFFICER)


@never_cache
def devices(request: HttpRequest, council: str, edition: str) -> HttpResponse:
    """The phones of an edition, and a form to enrol one more."""
    found = edition_for(request, council, edition, *AT_WORK)
    form = DeviceForm(request.POST or None, edition=found)
    if request.method == "POST" and form.is_valid():
        by = require(request.user, found.council, *AT_WORK)
        try:
            made = enrol(found, **form.cleaned_data, by=by)
        except Refused as refusal:
            form.add_error(None, str(refusal.sentence))
        else:
            return redirect("device", council, edition, made.pk)
    context = {
        "edition": found,
        "form": form,
        "open": found.takes_paper(DATABASE_CLOCK.now()),
        "reports": reports_of(found),
        "fictional": found.council.fictional,
    }
    return render(request, "voting/devices.html", context)


@require_safe
@never_cache
def device(request: HttpRequest, council: str, edition: str, device: UUID) -> HttpResponse:
    """The report of one phone: whether it, its pile and we agree."""
    found = edition_for(request, council, edition, *AT_WORK)
    context = {
        "edition": found,
        "report": report_of(device_of(found, device)),
        "fictional": found.council.fictional,
    }
    return render(request, "voting/device.html", context)


@require_POST
def device_revoke(request: HttpRequest, council: str, edition: str, device: UUID) -> HttpResponse:
    """From now on this phone may send nothing."""
    found = edition_for(request, council, edition, *AT_WORK)
    by = require(request.user, found.council, *AT_WORK)
    revoke(device_of(found, device), by=by)
    messages.success(request, _("This device may send nothing any more. Scan its pile again."))
    return redirect("device", council, edition, device)


def device_of(edition: Edition, device: UUID) -> Device:
    """A device of this edition and of no other; else 404."""
    rows = Device.objects.select_related("edition__council", "batch__edition", "venue")
    return get_object_or_404(rows, edition=edition, pk=device)
