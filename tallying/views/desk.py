"""The desk of one edition, step by step."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from budgeting.access import edition_for, roles_of
from budgeting.clock import DATABASE_CLOCK
from budgeting.dates import written
from budgeting.models import Role, User
from budgeting.phases import Phase
from budgeting.services.freezing import is_frozen
from budgeting.views.councils import calendar, phase_steps
from budgeting.wording import MOMENT_NAMES, PHASE_NAMES, ROLE_NAMES
from tallying.services.desk import entries_for
from tallying.services.steps import move_on, pass_on, start_ahead, steps_of
from tallying.views.desk_words import shown_task
from voting.services.closing import close_now, close_voting

EVERYBODY = tuple(Role)
KEEPERS = frozenset({Role.OFFICER, Role.FACILITATOR, Role.MEMBER})


def actor(request: HttpRequest) -> User | None:
    """The signed-in person; None never passes the door before."""
    return request.user if isinstance(request.user, User) else None


@require_safe
def edition_desk(request: HttpRequest, council: str, edition: str) -> HttpResponse:
    """One edition: where it stands, and the tasks of this person in their order."""
    found = edition_for(request, council, edition, *EVERYBODY)
    roles = roles_of(request.user, found.council)
    now = DATABASE_CLOCK.now()
    entry = entries_for([found], {found.council_id: roles}, now)[0]
    steps = steps_of(found, now) if Role.OFFICER in roles else []
    context = {
        "edition": found,
        "council": found.council,
        "roles": [ROLE_NAMES[role] for role in sorted(roles)],
        "tasks": [shown_task(task, found) for task in entry.tasks],
        "deadline": entry.deadline and (MOMENT_NAMES[entry.deadline[0]], entry.deadline[1]),
        "phases": phase_steps(found),
        "calendar": calendar(found),
        "missing": steps[0].missing if steps else (),
        "frozen": is_frozen(found),
        "opens_later": found.phase == Phase.VOTING
        and bool(found.opens_at and found.opens_at > now),
        "is_officer": Role.OFFICER in roles,
        "may_keep_lists": bool(roles & KEEPERS),
        "works_here": bool(roles & {Role.OFFICER, Role.FACILITATOR}),
        "sees_paper": bool(roles & {Role.OFFICER, Role.FACILITATOR, Role.OBSERVER}),
        "can_audit": entry.facts.counted and entry.facts.can_audit,
        "fictional": found.council.fictional,
    }
    return render(request, "tallying/edition_desk.html", context)


@require_POST
def start(request: HttpRequest, council: str, edition: str) -> HttpResponse:
    """Freeze the rules and start the vote."""
    found = edition_for(request, council, edition, Role.OFFICER)
    start_ahead(found, by=actor(request))
    if found.opens_at and found.opens_at > DATABASE_CLOCK.now():
        day = {"moment": written(found.opens_at, "l j F Y, H:i")}
        sentence = _("The rules are frozen and published. The vote opens by itself on %(moment)s.")
        messages.success(request, sentence % day)
    else:
        messages.success(request, _("The vote has started. The rules are frozen and published."))
    return redirect("edition_desk", council, edition)


@require_POST
def close(request: HttpRequest, council: str, edition: str) -> HttpResponse:
    """Close the vote; a test edition also before its time."""
    found = edition_for(request, council, edition, Role.OFFICER)
    early = request.POST.get("early") == "yes"
    (close_now if early else close_voting)(found, by=actor(request))
    messages.success(request, _("The vote is closed."))
    return redirect("edition_desk", council, edition)


@require_POST
def move(request: HttpRequest, council: str, edition: str) -> HttpResponse:
    """Go to the next phase."""
    found = edition_for(request, council, edition, Role.OFFICER)
    move_on(found, to=request.POST.get("to", ""), by=actor(request))
    phase = {"phase": PHASE_NAMES[found.phase]}
    messages.success(request, _("The edition is now in this phase: %(phase)s.") % phase)
    return redirect("edition_desk", council, edition)


@require_POST
def to_municipal_council(request: HttpRequest, council: str, edition: str) -> HttpResponse:
    """The College has passed the result on."""
    found = edition_for(request, council, edition, Role.OFFICER)
    pass_on(found, by=actor(request))
    messages.success(request, _("The result is now before the municipal council."))
    return redirect("edition_desk", council, edition)
