"""The page on a phone that scans without a network, and what that page asks for.

The page, its worker and its script are the same for everybody who may open them: the phone keeps
them, so no name and no token is in them. The list and the token come fresh with every round.
"""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_POST, require_safe

from budgeting.access import edition_for, require
from voting.errors import BallotRefused, refuse
from voting.forms_devices import ScanForm
from voting.services.devices import prepared
from voting.services.devices_receiving import receive, refusal_status
from voting.views.camera import with_camera
from voting.views.devices import AT_WORK, device_of
from voting.wording_phone import phone_page, phone_worker

SCRIPT = "text/javascript; charset=utf-8"


@require_safe
@never_cache
@with_camera
def phone(request: HttpRequest, council: str, edition: str, device: UUID) -> HttpResponse:
    """The scanning page of one device; nothing in it depends on who asks."""
    found = edition_for(request, council, edition, *AT_WORK)
    return HttpResponse(phone_page(device_of(found, device)))


@require_GET
@never_cache
def worker(request: HttpRequest, council: str, edition: str, device: UUID) -> HttpResponse:
    """The worker that keeps this one page and its files, and nothing else."""
    found = edition_for(request, council, edition, *AT_WORK)
    script = phone_worker(device_of(found, device))
    return HttpResponse(script, content_type=SCRIPT)


@require_GET
@never_cache
def phone_list(request: HttpRequest, council: str, edition: str, device: UUID) -> HttpResponse:
    """What the phone keeps of the edition, and a token for this round, which it does not keep."""
    found = edition_for(request, council, edition, *AT_WORK)
    kept = prepared(device_of(found, device))
    return JsonResponse({"list": kept, "token": get_token(request)})


@require_POST
@never_cache
@sensitive_post_parameters()
@sensitive_variables()
def phone_sync(request: HttpRequest, council: str, edition: str, device: UUID) -> HttpResponse:
    """Take one scan; the answer says which picture is stored, and what became of the sheet."""
    found = edition_for(request, council, edition, *AT_WORK)
    by = require(request.user, found.council, *AT_WORK)
    form = ScanForm(request.POST, request.FILES)
    try:
        if not form.is_valid():
            raise refuse(form.code)
        answer = receive(device_of(found, device), form.sent(), by=by)
    except BallotRefused as refusal:
        told = {"code": refusal.code, "reason": str(refusal.sentence)}
        return JsonResponse(told, status=refusal_status(refusal))
    told = {"state": answer.state, "code": answer.code, "reason": answer.reason}
    return JsonResponse({**told, "image": answer.image_digest})
