"""Pages of the vote for everybody: how it is protected, and the list of receipts."""

from collections.abc import Iterable

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from budgeting.access import edition_or_404
from budgeting.errors import Refused
from budgeting.models import Edition
from budgeting.phases import ORDER, Phase
from voting.codes import grouped
from voting.models import BallotBox, Receipt

PER_PAGE = 300


def protection(request: HttpRequest) -> HttpResponse:
    """What we promise about a vote, what we do not, and who holds the keys of which box."""
    boxes = (
        BallotBox.objects.exclude(edition__phase=Phase.DRAFT)
        .select_related("edition__council")
        .prefetch_related("trustees")
        .order_by("-registered_at")
    )
    return render(request, "voting/protection.html", {"boxes": boxes[:20]})


def receipts(request: HttpRequest, council: str, edition: str) -> HttpResponse:
    """Every receipt ever issued, in alphabetical order and without status; after the close."""
    found = edition_or_404(request, council, edition)
    published = _is_published(found)
    listed = found.receipts.all() if published else Receipt.objects.none()
    codes = listed.values_list("receipt", flat=True)
    page = Paginator(codes, PER_PAGE).get_page(request.GET.get("page"))
    context = {"edition": found, "council": found.council, "page": page, "published": published}
    return render(request, "voting/receipts.html", context)


def receipts_text(request: HttpRequest, council: str, edition: str) -> HttpResponse:
    """The same list as plain text, one receipt per line."""
    found = edition_or_404(request, council, edition)
    if not _is_published(found):
        raise Refused("receipts_not_public", _("The list of receipts is published after the vote."))
    codes: Iterable[str] = found.receipts.values_list("receipt", flat=True).iterator()
    response = HttpResponse(
        "".join(f"{grouped(code)}\n" for code in codes), content_type="text/plain; charset=utf-8"
    )
    name = f"receipts-{found.council.slug}-{found.slug}.txt"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _is_published(edition: Edition) -> bool:
    """Before the close even the number of receipts would tell how the vote runs."""
    return ORDER.index(Phase(edition.phase)) > ORDER.index(Phase.VOTING)
