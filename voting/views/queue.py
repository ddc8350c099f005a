"""The queue: which pages wait for a person, and for whom."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from budgeting.access import edition_for, require
from budgeting.models import Role
from voting.services.queue import Wanted, batches, first_for, groups, waiting

AT_WORK = (Role.FACILITATOR, Role.OFFICER)
PER_PAGE = 50


@never_cache
def scan_queue(request: HttpRequest, council: str, edition: str) -> HttpResponse:
    """Pages that wait, by reason and oldest first; `batch` and `why` narrow them."""
    found = edition_for(request, council, edition, *AT_WORK)
    by = require(request.user, found.council, *AT_WORK)
    wanted = Wanted.of(request.GET).within(found)
    rows = waiting(found, by=by, wanted=wanted)
    by_reason = groups(found, by=by, wanted=wanted)
    context = {
        "edition": found,
        "wanted": wanted,
        "groups": by_reason,
        "batches": batches(found),
        "mine": sum(group.mine for group in by_reason),
        "clean": sum(group.pages for group in by_reason if group.code == "to_confirm"),
        "first": first_for(found, by=by, wanted=wanted),
        "scans": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "fictional": found.council.fictional,
    }
    return render(request, "voting/queue.html", context)
