"""The settings of an edition: all blocks on one page, and a page to change each of them."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from budgeting.access import edition_for, require
from budgeting.clock import DATABASE_CLOCK
from budgeting.forms.edition_calendar import CalendarForm
from budgeting.forms.edition_settings import MoneyForm, SettingsForm, TextsForm, VotersForm
from budgeting.forms.edition_subjects import SubjectsForm
from budgeting.models import Edition, Role
from budgeting.services.edition_settings import blocks_of, change, is_open, require_open
from budgeting.views.edition_facts import facts_of
from budgeting.views.waiting import tell_what_waits

MakeForm = Callable[..., SettingsForm | SubjectsForm]


@require_safe
def edition_settings(request: HttpRequest, council: str, edition: str) -> HttpResponse:
    """What is set, and what is still missing; once the rules are frozen, only to read."""
    found = edition_for(request, council, edition, Role.OFFICER)
    blocks = [(block, facts_of(found, block.code)) for block in blocks_of(found)]
    context = {**about(found), "blocks": blocks, "is_open": is_open(found)}
    return render(request, "budgeting/edition_settings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def change_block(request: HttpRequest, council: str, edition: str, block: str) -> HttpResponse:
    """One block of settings."""
    found = edition_for(request, council, edition, Role.OFFICER)
    if request.method != "POST" and not is_open(found):
        return redirect("edition_settings", council, edition)
    require_open(found)
    form = FORMS[block](request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid() and stored(request, found, block, form):
        messages.success(request, _("Stored."))
        tell_what_waits(request, found, form.changed_data)
        return redirect("edition_settings", council, edition)
    title = next(one.title for one in blocks_of(found) if one.code == block)
    page = "edition_subjects" if block == "subjects" else "edition_block"
    context = {**about(found), "form": form, "title": title, "code": block}
    return render(request, f"budgeting/{page}.html", context)


def stored(
    request: HttpRequest, edition: Edition, block: str, form: SettingsForm | SubjectsForm
) -> bool:
    by = require(request.user, edition.council, Role.OFFICER)
    return change(edition, form.store, block=block, changed=form.changed_data, by=by)


def about(edition: Edition) -> dict[str, Any]:
    """What every page of the settings shows around its form."""
    council = edition.council
    common = {"section": "desk", "fictional": council.fictional}
    return {"edition": edition, "council": council, **common}


def _calendar(*args: Any, **kwargs: Any) -> CalendarForm:
    return CalendarForm(*args, now=DATABASE_CLOCK.now(), **kwargs)


FORMS: dict[str, MakeForm] = {
    "texts": TextsForm,
    "money": MoneyForm,
    "voters": VotersForm,
    "calendar": _calendar,
    "subjects": SubjectsForm,
}
texts, money, voters, calendar, subjects = (partial(change_block, block=name) for name in FORMS)
