"""Reporting on a project: one form for the officer."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from budgeting.access import edition_for
from budgeting.errors import Refused
from budgeting.models import Role, User
from proposals.forms.reviewing import FollowUpForm
from proposals.services.following_up import report


def follow_up(request: HttpRequest, council: str, edition: str, number: int) -> HttpResponse:
    """Add a public report; earlier ones stay readable below the form."""
    found = edition_for(request, council, edition, Role.OFFICER)
    project = get_object_or_404(found.ballot_projects.all(), number=number)
    form = FollowUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        assert isinstance(request.user, User)
        try:
            report(project, **form.cleaned_data, by=request.user)
        except Refused as refused:
            form.add_error(None, str(refused.sentence))
        else:
            messages.success(request, _("The report is public."))
            return redirect("proposal", council, edition, number)
    context = {
        "edition": found,
        "project": project,
        "form": form,
        "reports": project.follow_ups.order_by("-reported_on", "-id"),
        "fictional": found.council.fictional,
    }
    return render(request, "proposals/follow_up.html", context)
