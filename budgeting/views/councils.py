"""A council, an edition with the one thing to do now, and its rules."""

from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from budgeting.access import edition_or_404
from budgeting.clock import DATABASE_CLOCK
from budgeting.dates import short_day, written
from budgeting.digests import canonical_json
from budgeting.models import Council, Edition
from budgeting.offline import kept_offline
from budgeting.phases import ORDER, SHOWN, Phase, standing
from budgeting.views.edition_facts import who_votes
from budgeting.views.places import places_of
from budgeting.wording import PHASE_NAMES, VERIFICATION_NAMES

Moment = date | datetime | None

MIDNIGHT = time.min
CALENDAR: tuple[tuple[str, Promise], ...] = (
    ("call_opens_at", _("Proposals from")),
    ("call_closes_at", _("Proposals until")),
    ("ballot_published_at", _("Projects on the ballot known")),
    ("opens_at", _("Vote from")),
    ("closes_at", _("Vote until")),
    ("paper_intake_until", _("Paper ballots accepted until")),
    ("objections_until", _("Objections until")),
    ("decision_on", _("Decision of the municipal council")),
)


@kept_offline
def council_page(request: HttpRequest, council: str) -> HttpResponse:
    """Who sits in the council, where to find it, and its editions."""
    found = get_object_or_404(Council.objects.select_related("area"), slug=council)
    editions = list(found.editions.public().select_related("council"))
    now = DATABASE_CLOCK.now()
    context = {
        "council": found,
        **places_of(found, request.GET.get("near", "")),
        "next_meeting": found.meetings.next_one(now),
        "has_meetings": found.meetings.exists(),
        "has_links": found.links.exists(),
        "ombudsman": settings.OMBUDSMAN,
        "editions": editions,
        "open_votes": {e.pk for e in editions if e.takes_votes(now)},
        "open_calls": {e.pk for e in editions if e.takes_proposals(now)},
        "fictional": found.fictional,
    }
    return render(request, "budgeting/council.html", context)


@kept_offline
def edition_page(request: HttpRequest, council: str, edition: str) -> HttpResponse:
    """Where the edition stands, what can be done now, its money, influence and calendar."""
    found = edition_or_404(request, council, edition)
    context = edition_context(found, DATABASE_CLOCK.now())
    return render(request, "budgeting/edition.html", context)


def edition_context(found: Edition, now: datetime) -> dict[str, Any]:
    """What the page of an edition shows at a moment."""
    return {
        "edition": found,
        "council": found.council,
        "phases": phase_steps(found),
        "calendar": calendar(found),
        "rules": found.rule_sets.last(),
        "takes_proposals": found.takes_proposals(now),
        "takes_votes": found.takes_votes(now),
        "who_votes": who_votes(found),
        "ways_to_show": [VERIFICATION_NAMES.get(way, way) for way in found.verification],
        "now": now,
        "fictional": found.council.fictional,
    }


@kept_offline
def rules_page(request: HttpRequest, council: str, edition: str) -> HttpResponse:
    """The frozen rules to read; `?format=json` gives exactly the bytes under the digest."""
    found = edition_or_404(request, council, edition)
    versions = list(found.rule_sets.all())
    wanted = request.GET.get("version", "")
    shown = next((v for v in versions if str(v.version) == wanted), None)
    shown = shown or (versions[-1] if versions else None)
    if shown and request.GET.get("format") == "json":
        name = f"{council}-{edition}-rules-{shown.version}.json"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        text = canonical_json(shown.document)
        return HttpResponse(text, content_type="application/json", headers=headers)
    context = {
        "edition": found,
        "rules": shown,
        "versions": versions,
        "document": shown.document if shown else settings_of(found),
        "before_the_vote": ORDER[: ORDER.index(Phase.VOTING)],
        "fictional": found.council.fictional,
    }
    return render(request, "budgeting/rules.html", context)


def settings_of(edition: Edition) -> dict[str, Any]:
    """The rules as they stand before they are frozen, in the shape of the frozen document."""
    names = ("budget_cents", "currency", "ballot_format", "rule", "shadow_rules", "publication")
    return {name: getattr(edition, name) for name in (*names, "min_age")}


def phase_steps(edition: Edition) -> list[tuple[str, str, str]]:
    """(name, done | current | next, when) for the phase bar."""
    current = Phase(edition.phase)
    steps = []
    for phase in SHOWN:
        state = standing(phase, current).replace("ahead", "next")
        steps.append((str(PHASE_NAMES[phase]), state, when(edition, phase)))
    return steps


def when(edition: Edition, phase: Phase) -> str:
    """The days of a phase in a few letters; empty where the calendar does not say."""
    spans: dict[Phase, tuple[Moment, Moment]] = {
        Phase.CALL: (edition.call_opens_at, edition.call_closes_at),
        Phase.PUBLICATION: (edition.ballot_published_at, None),
        Phase.VOTING: (edition.opens_at, edition.closes_at),
        Phase.OBJECTIONS: (None, edition.objections_until),
        Phase.DECISION: (edition.decision_on, None),
    }
    days = spans.get(phase, (None, None))
    start, end = (short_day(moment) if moment else "" for moment in days)
    if start and end:
        return f"{start} – {end}"
    return str(_("until %(day)s") % {"day": end}) if end else start


def calendar(edition: Edition) -> list[tuple[Promise, str]]:
    """The days that are known, in order of time, as (what, when)."""
    facts = []
    for name, label in CALENDAR:
        moment: Moment = getattr(edition, name)
        if moment:
            has_hour = (
                isinstance(moment, datetime) and timezone.localtime(moment).time() != MIDNIGHT
            )
            facts.append((label, written(moment, "l j F Y, H:i" if has_hour else "l j F Y")))
    return facts
