"""The links of a council: for everybody, and at the desk."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from budgeting.access import council_for
from budgeting.forms.links import LinkForm
from budgeting.models import Council, CouncilLink, Role
from budgeting.offline import kept_offline
from budgeting.services.links import move_link, remove_link
from budgeting.views.storing import acting, kept


@kept_offline
@require_safe
def links(request: HttpRequest, council: str) -> HttpResponse:
    """Where else residents can go, in the order of the council."""
    found = get_object_or_404(Council, slug=council)
    context = {"council": found, "links": found.links.all()}
    return render(request, "budgeting/links.html", context)


@require_safe
def links_desk(request: HttpRequest, council: str) -> HttpResponse:
    found = council_for(request, council, Role.OFFICER)
    context = {"council": found, "links": found.links.all(), "section": "links"}
    return render(request, "budgeting/links_desk.html", context)


def link_new(request: HttpRequest, council: str) -> HttpResponse:
    found = council_for(request, council, Role.OFFICER)
    return _filled_in(request, found, CouncilLink(council=found))


def link_edit(request: HttpRequest, council: str, number: int) -> HttpResponse:
    found = council_for(request, council, Role.OFFICER)
    return _filled_in(request, found, get_object_or_404(found.links, pk=number))


def _filled_in(request: HttpRequest, council: Council, link: CouncilLink) -> HttpResponse:
    """The form of a new or a known link."""
    form = LinkForm(request.POST or None, instance=link, council=council)
    event = "link_changed" if link.pk else "link_added"
    if request.method == "POST" and form.is_valid():
        said = _("The link is stored.")
        if kept(request, form, event, council=council, said=said):
            return redirect("links_desk", council.slug)
    context = {"council": council, "form": form, "link": link, "section": "links"}
    return render(request, "budgeting/link_edit.html", context)


@require_POST
def link_move(request: HttpRequest, council: str, number: int) -> HttpResponse:
    """One place up, or down for `to=down`."""
    found = council_for(request, council, Role.OFFICER)
    link = get_object_or_404(found.links, pk=number)
    move_link(link, up=request.POST.get("to") != "down", by=acting(request, found)[0])
    return redirect("links_desk", council)


@require_POST
def link_remove(request: HttpRequest, council: str, number: int) -> HttpResponse:
    found = council_for(request, council, Role.OFFICER)
    remove_link(get_object_or_404(found.links, pk=number), by=acting(request, found)[0])
    messages.success(request, _("The link is off the list."))
    return redirect("links_desk", council)
