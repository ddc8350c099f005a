"""The number drawn in public that settles equal projects: recorded before the box is opened."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from budgeting.access import edition_for
from budgeting.errors import Refused
from budgeting.models import Role
from tallying.forms import TieSeedForm
from tallying.services.tie_seed import may_still_draw, record_draw
from tallying.views.desk import actor


@require_http_methods(["GET", "HEAD", "POST"])
def tie_seed(request: HttpRequest, council: str, edition: str) -> HttpResponse:
    """What the draw is for, and the form for its number while it can be given."""
    found = edition_for(request, council, edition, Role.OFFICER)
    form = TieSeedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            record_draw(found, form.cleaned_data["seed"], by=actor(request))
        except Refused as refusal:
            form.add_error("seed", str(refusal.sentence))
        else:
            messages.success(request, _("The number is recorded. Everybody can read it."))
            return redirect("edition_desk", council, edition)
    context = {
        "edition": found,
        "council": found.council,
        "form": form,
        "open": may_still_draw(found) and not found.tie_seed,
        "fictional": found.council.fictional,
    }
    return render(request, "tallying/tie_seed.html", context)
