"""The page of an edition as a resident would see it in a phase, before it is there."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from budgeting.access import edition_for
from budgeting.clock import DATABASE_CLOCK
from budgeting.models import Edition, Role
from budgeting.phases import SHOWN, Phase
from budgeting.views.councils import edition_context
from budgeting.wording import PHASE_NAMES

# When each phase is looked at: at its first moment in the calendar, if that is known.
STARTS: dict[Phase, str] = {
    Phase.CALL: "call_opens_at",
    Phase.REVIEW: "call_closes_at",
    Phase.PUBLICATION: "ballot_published_at",
    Phase.VOTING: "opens_at",
    Phase.COUNTING: "closes_at",
}


@require_safe
def preview(request: HttpRequest, council: str, edition: str) -> HttpResponse:
    """`?phase=voting`: the public page in that phase. Nothing is stored, nothing can be sent."""
    found = edition_for(request, council, edition, *Role)
    asked = request.GET.get("phase", "")
    phase = Phase(asked) if asked in SHOWN else Phase.CALL
    context = edition_context(*seen_in(found, phase, DATABASE_CLOCK.now()))
    phases = [(each, PHASE_NAMES[each]) for each in SHOWN]
    context |= {"preview": True, "preview_phases": phases, "preview_phase": phase}
    return render(request, "budgeting/edition_preview.html", context)


def seen_in(edition: Edition, phase: Phase, now: datetime) -> tuple[Edition, datetime]:
    """The edition as if it were in a phase, and a moment of that phase; never to be saved."""
    edition.phase = phase
    moment: datetime | None = getattr(edition, STARTS[phase]) if phase in STARTS else None
    return edition, moment or now
