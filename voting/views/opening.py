"""The opening ceremony on screen: verify, open with the shares, note the digest, break links."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST

from budgeting.access import edition_for, require, roles_of
from budgeting.clock import DATABASE_CLOCK
from budgeting.errors import Refused
from budgeting.models import Edition, Membership, Role, Verification
from budgeting.phases import ORDER, Phase
from voting.forms_opening import DigestForm, SharesForm
from voting.models import BallotBox, Envelope, Opening
from voting.services.ceremony import open_with_server_key, open_with_shares
from voting.services.destruction import destroy_links
from voting.services.opening import problems
from voting.services.reconciling import accounts, lacks_counts, obstacles, uncounted_of

AT_WORK = (Role.OFFICER, Role.TRUSTEE)
RECONCILE = {Role.FACILITATOR, Role.OFFICER, Role.OBSERVER}
BEFORE_THE_VOTE = ORDER[: ORDER.index(Phase.VOTING)]


@never_cache
@sensitive_post_parameters()
@sensitive_variables()
def ceremony(request: HttpRequest, council: str, edition: str) -> HttpResponse:
    """Steps (a) and (b): what is still missing, and the form for the shares."""
    found = edition_for(request, council, edition, *AT_WORK, Role.OBSERVER, Role.MEMBER)
    box = BallotBox.objects.filter(edition=found).first()
    form = SharesForm(request.POST or None, edition=found, count=box.threshold if box else 0)
    if request.method == "POST" and box and form.is_valid():
        require(request.user, found.council, *AT_WORK)
        try:
            _open(request, found, box, form)
        except Refused as refusal:
            form.add_error(None, str(refusal.sentence))
        else:
            return redirect("opening", council, edition)
    return _page(request, found, box, form)


def _open(request: HttpRequest, edition: Edition, box: BallotBox, form: SharesForm) -> None:
    by = require(request.user, edition.council, *AT_WORK)
    if box.held_by_server:
        open_with_server_key(edition, by=by)
    else:
        open_with_shares(edition, form.shares(), by=by)


@never_cache
@require_POST
def confirm(request: HttpRequest, council: str, edition: str) -> HttpResponse:
    """Step (c): the digest was copied; destroy every link from a person to a ballot."""
    found = edition_for(request, council, edition, *AT_WORK)
    opening = get_object_or_404(Opening, edition=found)
    form = DigestForm(request.POST, digest=opening.ballots_digest)
    if not form.is_valid():
        return _page(request, found, BallotBox.objects.get(edition=found), None, form)
    by = require(request.user, found.council, *AT_WORK)
    destroy_links(found, copied_digest=opening.ballots_digest, by=by)
    return redirect("opening", council, edition)


def _envelopes(edition: Edition) -> int | None:
    """How many there are: not before the close, and with paper among them not before people have
    counted that by hand."""
    early = edition.phase != Phase.COUNTING
    if early or (not edition.is_test and uncounted_of(edition, accounts(edition))):
        return None
    return Envelope.objects.filter(edition=edition).count()


def _to_do(request: HttpRequest, edition: Edition, box: BallotBox | None) -> dict[str, Any]:
    """What people still do outside this site: the key before the vote, codes before the close."""
    held = Membership.objects.current(timezone.localdate(DATABASE_CLOCK.now()))
    early, letters = edition.phase in BEFORE_THE_VOTE, Verification.LETTER in edition.verification
    return {
        "to_make": box is None and early and not edition.source,
        "takes_codes": letters and not edition.source and (early or edition.phase == Phase.VOTING),
        "holders": held.filter(council=edition.council, role=Role.TRUSTEE).count(),
        "is_officer": Role.OFFICER in roles_of(request.user, edition.council),
    }


def _may_reconcile(request: HttpRequest, edition: Edition) -> bool:
    """Whether the paper stands in the way, and this person may look why."""
    reads = roles_of(request.user, edition.council) & RECONCILE
    return bool(reads and obstacles(edition))


def _page(
    request: HttpRequest,
    edition: Edition,
    box: BallotBox | None,
    form: SharesForm | None,
    digest_form: DigestForm | None = None,
) -> HttpResponse:
    opening = Opening.objects.filter(edition=edition).first()
    digest = opening.ballots_digest if opening else ""
    context = {
        "edition": edition,
        "box": box,
        "trustees": box.trustees.all() if box else (),
        "opening": opening,
        **_to_do(request, edition, box),
        "problems": [] if opening else problems(edition),
        "may_reconcile": not opening and _may_reconcile(request, edition),
        "without_counts": not opening and lacks_counts(edition),
        # Before the close even their number would tell how the vote runs.
        "envelopes": _envelopes(edition),
        "form": form,
        "digest_form": digest_form or DigestForm(digest=digest),
        "digest_head": digest[:-8],
        "digest_tail": digest[-8:],
        "fictional": edition.council.fictional,
    }
    return render(request, "voting/opening.html", context)
