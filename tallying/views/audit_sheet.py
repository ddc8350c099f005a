"""One sheet of an audit in front of a person: only its place is told, never what was recorded."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from budgeting.access import edition_for, require
from budgeting.models import Edition, User
from tallying.forms_audit import SheetForm
from tallying.models import AuditDraw, PaperSays
from tallying.services.auditing import latest_audit
from tallying.services.auditing_sheets import next_for, read_sheet
from tallying.views.audit_desk import AT_WORK


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@sensitive_variables()
def audit_sheet(
    request: HttpRequest, council: str, edition: str, pile: int, sheet: int
) -> HttpResponse:
    """Take sheet so-and-so from the top of a pile, and write down what it says."""
    found = edition_for(request, council, edition, *AT_WORK)
    by = require(request.user, found.council, *AT_WORK)
    draw = get_object_or_404(AuditDraw, audit=latest_audit(found), pile=pile, sheet=sheet)
    form = SheetForm(request.POST or None, edition=found)
    says = request.POST.get("says", "")
    marked = says == PaperSays.CHOICES
    known = says in PaperSays.values and form.is_valid()
    if known and (not marked or form.check_valid()):
        choices = form.choices if marked else None
        read = read_sheet(draw, says=PaperSays(says), choices=choices, by=by)
        return _onward(request, found, read, by)
    context = {
        "edition": found,
        "council": found.council,
        "draw": draw,
        "pile": draw.audit.fixed.pile(pile),
        "form": form,
        "read_by_me": draw.entries.filter(by=by).exists(),
        "fictional": found.council.fictional,
    }
    status = 422 if form.errors else 200
    return render(request, "tallying/audit_sheet.html", context, status=status)


def _onward(request: HttpRequest, edition: Edition, read: AuditDraw, by: User) -> HttpResponse:
    """To the next sheet of this person, with a word on this one."""
    if read.is_settled:
        messages.success(request, _("Two people read the same on this sheet. It is settled."))
    elif read.entries.exclude(by=by).exists():
        said = _(
            "Somebody read something else. Both of you look at it again. Did you change your"
            " reading? Then another person reads the sheet after you."
        )
        messages.warning(request, said)
    else:
        messages.info(request, _("Noted. It is settled when a second person reads the same."))
    address = [edition.council.slug, edition.slug]
    following = next_for(read.audit, by, read)
    if following is None:
        return redirect("audit_desk", *address)
    return redirect("audit_sheet", *address, following.pile, following.sheet)
