"""Telling that something does not work: one form for everybody, and a word of thanks."""

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from budgeting.addresses import NotHere, path_on_site
from budgeting.errors import Refused
from budgeting.forms.feedback import FeedbackForm
from budgeting.languages import active_language
from budgeting.services.feedback import send_feedback
from budgeting.throttle import Brake, limits_of
from budgeting.views.about import contacts

SECONDS = 3600
PER_DEVICE = 5
PER_ADDRESS = 30
ALTOGETHER = 200
_SENT = Brake("feedback", SECONDS)

TOO_MANY = _(
    "Several messages were just sent from here. This one has not been sent. Your text is still "
    "here: send it again in an hour, or write to the address at the bottom of this page."
)
STATUS = {"too_many": 429, "not_sent": 503}


@never_cache
@sensitive_post_parameters()
def feedback(request: HttpRequest) -> HttpResponse:
    """The form. An address that may hold a code is dropped, from the address bar too."""
    posted = request.POST if request.method == "POST" else None
    page = _page_of(request)
    if posted is None and request.GET.urlencode() != _query(page):
        answer = redirect("feedback")
        answer["Location"] += f"?{_query(page)}" if page else ""
        return answer
    initial = {"page": page, "language": active_language()}
    form = FeedbackForm(posted, host=request.get_host(), initial=initial)
    if posted is not None and form.is_valid() and _is_sent(request, form):
        return redirect("feedback_sent")
    status = next((STATUS[code] for code in STATUS if form.has_error(NON_FIELD_ERRORS, code)), 200)
    return render(request, "budgeting/feedback.html", {"form": form, **contacts()}, status=status)


@require_safe
def feedback_sent(request: HttpRequest) -> HttpResponse:
    """Thanks, and what happens next."""
    return render(request, "budgeting/feedback_sent.html")


def _is_sent(request: HttpRequest, form: FeedbackForm) -> bool:
    """Send it within the limits; if not, the form says why and keeps what was typed.

    A robot that took the bait is thanked like everybody, and nothing is sent.
    """
    if form.is_bait_taken():
        return True
    limits = limits_of(request, per_device=PER_DEVICE, per_address=PER_ADDRESS)
    if not _SENT.take({**limits, "altogether": ALTOGETHER}):
        form.add_error(None, ValidationError(TOO_MANY, "too_many"))
        return False
    try:
        send_feedback(form.feedback(), base_url=request.build_absolute_uri("/").rstrip("/"))
    except Refused as refused:
        form.add_error(None, ValidationError(str(refused.sentence), refused.code))
        return False
    return True


def _page_of(request: HttpRequest) -> str:
    """The page that `?page=` names, if it is one of this site and holds no secret."""
    given = request.GET.get("page", "")
    try:
        return path_on_site(given, request.get_host()) if given else ""
    except NotHere:
        return ""


def _query(page: str) -> str:
    query = QueryDict(mutable=True)
    if page:
        query["page"] = page
    return query.urlencode()
