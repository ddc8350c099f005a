"""The audit at the desk: count, sign, throw, read, finish."""

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from budgeting.access import edition_to_watch, require, works_in
from budgeting.errors import Refused
from budgeting.models import Edition, Role, User
from tallying.forms_audit import DiceForm, MoreForm, PileForm, SignForm
from tallying.models import Audit
from tallying.services.auditing import (
    add_pile,
    begin_audit,
    check_can_begin,
    latest_audit,
    remove_pile,
)
from tallying.services.auditing_batches import counted_batches
from tallying.services.auditing_end import finish
from tallying.services.auditing_hand import count_by_hand, piles_read, read_whole_pile
from tallying.services.auditing_refusals import no
from tallying.services.auditing_report import report_of
from tallying.services.auditing_sample import draw_more, freeze, record_seed
from tallying.services.auditing_sheets import next_for, waiting_for
from tallying.views.audit_words import recount_rows
from tallying.wording_audit import METHODS

AT_WORK = (Role.FACILITATOR, Role.OFFICER)
FORMS: Mapping[str, type[Form]] = {
    "pile": PileForm,
    "sign": SignForm,
    "dice": DiceForm,
    "more": MoreForm,
}
Values = Mapping[str, object]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def audit_desk(request: HttpRequest, council: str, edition: str) -> HttpResponse:
    """The step at which the audit is; each button posts here with the name of its action."""
    found = edition_to_watch(request, council, edition, *AT_WORK)
    if not works_in(request.user, found.council, *AT_WORK):
        return _watched(request, found)
    by = require(request.user, found.council, *AT_WORK)
    forms = {name: form(prefix=name) for name, form in FORMS.items()}
    action = request.POST.get("action", "")
    if request.method == "POST":
        form = FORMS[action](request.POST, prefix=action) if action in FORMS else None
        valid = form is None or form.is_valid()
        done = valid and _is_done(request, action, found, form, by)
        if form is None or done:
            return redirect("audit_desk", council, edition)
        forms[action] = form
    return _page(request, found, by, forms)


def _is_done(
    request: HttpRequest, action: str, edition: Edition, form: Form | None, by: User
) -> bool:
    """Act; what is refused is told on top of the page."""
    values = form.cleaned_data if form else {"pile": request.POST.get("number", "")}
    try:
        _act(action, edition, values, by)
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
        return False
    return True


def _act(action: str, edition: Edition, values: Values, by: User) -> None:
    if action == "begin":
        begin_audit(edition, by=by)
    elif action in ACTIONS:
        audit = latest_audit(edition)
        if audit is None:
            raise no("no_piles")
        ACTIONS[action](audit, values, by)


def _pile(audit: Audit, values: Values, by: User) -> None:
    add_pile(audit, **values, by=by)  # type: ignore[arg-type]


def _number(values: Values) -> int:
    """The number of a pile; 0, which none has, for what is no such number."""
    text = str(values["pile"])
    return int(text) if text.isdecimal() and len(text) < 5 else 0


ACTIONS: Mapping[str, Callable[[Audit, Values, User], object]] = {
    "pile": _pile,
    "remove": lambda audit, values, by: remove_pile(audit, _number(values)),
    "sign": lambda audit, values, by: freeze(audit, by=by, size=values["size"]),  # type: ignore[arg-type]
    "dice": lambda audit, values, by: record_seed(audit, str(values["seed"]), by=by),
    "more": lambda audit, values, by: draw_more(audit, values["size"], by=by),  # type: ignore[arg-type]
    "whole": lambda audit, values, by: read_whole_pile(audit, _number(values), by=by),
    "count": lambda audit, values, by: count_by_hand(audit, by=by),
    "finish": lambda audit, values, by: finish(audit, by=by),
}


def _page(
    request: HttpRequest, edition: Edition, by: User, forms: Mapping[str, Form]
) -> HttpResponse:
    audit = latest_audit(edition)
    context = {**_about(edition, audit), "forms": forms}
    if audit and not audit.is_frozen:
        piles = list(audit.piles.all())
        counted = {audit.begun_by_id, *(pile.by_id for pile in piles)}
        context |= {"piles": piles, "may_sign": by.pk not in counted}
        context |= {"counted_batches": counted_batches(audit)}
    if audit is None or audit.is_finished:
        context |= {"not_yet": _why_not_yet(edition)}
    if audit and audit.is_frozen:
        context |= {"method": METHODS[audit.fixed.method]}
    if audit and audit.seed:
        context |= _reading(audit, by)
    status = 422 if any(form.is_bound for form in forms.values()) else 200
    return render(request, "tallying/audit_desk.html", context, status=status)


def _about(edition: Edition, audit: Audit | None) -> dict[str, object]:
    return {
        "edition": edition,
        "council": edition.council,
        "audit": audit,
        "fictional": edition.council.fictional,
    }


def _watched(request: HttpRequest, edition: Edition) -> HttpResponse:
    """What an observer sees: how far it is and how many lie in each pile, not who read what."""
    audit = latest_audit(edition)
    context = _about(edition, audit)
    if audit:
        context |= {"piles": list(audit.piles.all()), "sheets": audit.draws.count()}
        context |= {"settled": audit.draws.exclude(settled_at=None).count()}
    return render(request, "tallying/audit_watched.html", context)


def _why_not_yet(edition: Edition) -> str:
    """Why a check cannot begin; empty where it can."""
    try:
        check_can_begin(edition)
    except Refused as refusal:
        return str(refusal.sentence)
    return ""


def _reading(audit: Audit, by: User) -> dict[str, object]:
    """What the step of reading shows: how far it is, and which sheets wait."""
    waiting = waiting_for(audit, by)
    sheets = audit.draws.count()
    return {
        "waiting": waiting,
        "differ": [one for one in waiting if one.differs],
        "sheets": sheets,
        "settled": sheets - len(waiting),
        "following": next_for(audit, by),
        "report": report_of(audit),
        "whole": piles_read(audit),
        "recounts": recount_rows(audit),
        "label": _("Sheets read by two people"),
    }
