"""After the vote: how did it go? A form for everybody, and the paper forms at the desk."""

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from budgeting.access import edition_for, edition_or_404, roles_of
from budgeting.csv_out import csv_text
from budgeting.errors import Refused
from budgeting.forms.evaluation import EvaluationForm, PaperForm
from budgeting.languages import active_language
from budgeting.models import Edition, Role, User
from budgeting.services.evaluating import (
    QUESTIONS,
    evaluate,
    has_report,
    report_of,
    takes_evaluations,
)
from budgeting.throttle import Brake, limits_of

_SENT = Brake("evaluation", 3600)
PER_DEVICE = 5
PER_ADDRESS = 40
WORKERS = (Role.OFFICER, Role.FACILITATOR)

TOO_MANY = _(
    "Several forms were just sent from here. This one has not been sent. Your answers are still "
    "here: send them again in an hour, or fill in a form on paper."
)
NOT_NOW = _("An edition is evaluated from the end of its vote until it is finished.")


@never_cache
@sensitive_post_parameters()
def evaluation(request: HttpRequest, council: str, edition: str) -> HttpResponse:
    """The form, without an account and without a name."""
    found = edition_or_404(request, council, edition)
    if not takes_evaluations(found):
        raise Refused("evaluation_closed", NOT_NOW)
    form = EvaluationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and is_sent(request, found, form):
        return redirect("evaluation_sent", council, edition)
    context = {"edition": found, "form": form, "fictional": found.council.fictional}
    status = 429 if form.has_error(NON_FIELD_ERRORS, "too_many") else 200
    return render(request, "budgeting/evaluation.html", context, status=status)


@require_safe
def evaluation_sent(request: HttpRequest, council: str, edition: str) -> HttpResponse:
    """Thanks, and where the report is."""
    found = edition_or_404(request, council, edition)
    context = {"edition": found, "fictional": found.council.fictional}
    return render(request, "budgeting/evaluation_sent.html", context)


def is_sent(request: HttpRequest, edition: Edition, form: EvaluationForm) -> bool:
    """Store it within the limits; a robot that took the bait is thanked, and nothing is stored."""
    if form.is_bait_taken():
        return True
    if not _SENT.take(limits_of(request, per_device=PER_DEVICE, per_address=PER_ADDRESS)):
        form.add_error(None, ValidationError(TOO_MANY, "too_many"))
        return False
    evaluate(edition, form.answers(active_language()))
    return True


def evaluation_desk(request: HttpRequest, council: str, edition: str) -> HttpResponse:
    """Typing in what came on paper; the words of everybody are for officers."""
    found = edition_for(request, council, edition, *WORKERS)
    held = roles_of(request.user, found.council)
    role = next(role for role in WORKERS if role in held)
    form = PaperForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        by = request.user if isinstance(request.user, User) else None
        evaluate(found, form.answers(), by=by, role=role)
        messages.success(request, _("The form is stored. You can type in the next one."))
        return redirect("evaluation_desk", council, edition)
    context = {
        "edition": found,
        "council": found.council,
        "section": "desk",
        "form": form,
        "takes": takes_evaluations(found),
        "report": report_of(found),
        "has_report": has_report(found),
        "is_officer": role == Role.OFFICER,
        "spoken": found.evaluations.exclude(words="") if role == Role.OFFICER else (),
    }
    return render(request, "budgeting/evaluation_desk.html", context)


@require_safe
def evaluation_csv(request: HttpRequest, council: str, edition: str) -> HttpResponse:
    """Every form as a line, for officers."""
    found = edition_for(request, council, edition, Role.OFFICER)
    names = ("given_on", "channel", "language", *QUESTIONS, "words")
    lines = found.evaluations.values_list(*names)
    text = csv_text(names, ((str(line[0]), *line[1:]) for line in lines))
    name = f"{council}-{edition}-evaluation.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)
