"""A new edition of a council: one page, then its settings."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from budgeting.access import council_for, require
from budgeting.clock import DATABASE_CLOCK
from budgeting.errors import Refused
from budgeting.forms.drafting import DraftForm
from budgeting.models import Role


@require_http_methods(["GET", "HEAD", "POST"])
def new_edition(request: HttpRequest, council: str) -> HttpResponse:
    """From a template or a copy to a complete draft."""
    found = council_for(request, council, Role.OFFICER)
    today = timezone.localdate(DATABASE_CLOCK.now())
    form = DraftForm(request.POST or None, council=found, today=today)
    if request.method == "POST" and form.is_valid():
        try:
            edition = form.draft(by=require(request.user, found, Role.OFFICER))
        except Refused as refused:
            form.add_error("slug", str(refused.sentence))
        else:
            messages.success(
                request, _("The draft is ready. Only the people of the council can see it.")
            )
            return redirect("edition_settings", council, edition.slug)
    context = {"council": found, "form": form, "section": "desk", "fictional": found.fictional}
    return render(request, "budgeting/edition_new.html", context)
