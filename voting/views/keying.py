"""Typing a sheet that no scanner can read."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from budgeting.access import edition_for, require
from budgeting.clock import DATABASE_CLOCK
from budgeting.errors import Refused
from budgeting.models import Role
from voting.forms_marks import TypingForm
from voting.models import ScanState, SheetLayout
from voting.paper.layout import Layout
from voting.services.keying import type_sheet
from voting.services.page_table import TYPED_ONCE
from voting.services.scan_rows import ScanResult

AT_WORK = (Role.FACILITATOR, Role.OFFICER)


def _level(result: ScanResult) -> int:
    if result.state == ScanState.ACCEPTED:
        return messages.SUCCESS
    return messages.INFO if result.code == TYPED_ONCE else messages.WARNING


@never_cache
@sensitive_post_parameters()
@sensitive_variables()
def typing(request: HttpRequest, council: str, edition: str) -> HttpResponse:
    """Type a whole sheet, all its sides at once; what was typed stays after a mistake."""
    found = edition_for(request, council, edition, *AT_WORK)
    by = require(request.user, found.council, *AT_WORK)
    stored = SheetLayout.objects.filter(edition=found).order_by("version").last()
    sides = Layout.from_json(stored.document).sides if stored else ()
    boxes = [box for side in sides for box in side.boxes]
    form = TypingForm(request.POST or None, edition=found, boxes=boxes)
    is_open = found.takes_paper(DATABASE_CLOCK.now())
    if request.method == "POST" and is_open and form.is_valid():
        try:
            result = type_sheet(found, form.cleaned_data["serial"], form.marks(), by=by)
        except Refused as refusal:
            form.add_error("serial", str(refusal.sentence))
        else:
            messages.add_message(request, _level(result), result.reason)
            return redirect("typing", council, edition)
    context = {"edition": found, "form": form, "fictional": found.council.fictional, "boxes": boxes}
    return render(request, "voting/typing.html", {**context, "open": is_open})
