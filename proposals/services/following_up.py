"""Follow-up of funded projects: public reports, and which of them are too old."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from budgeting.clock import DATABASE_CLOCK, Clock
from budgeting.errors import Refused
from budgeting.models import Edition, User
from budgeting.phases import Phase
from budgeting.services.recording import record
from proposals.models import BallotProject, FollowUp
from proposals.rules import is_stale

REPORTED_PHASES = frozenset({Phase.DECISION, Phase.REALISATION, Phase.CLOSED})


def report(
    project: BallotProject,
    *,
    state: str,
    note_nl: str,
    note_fr: str,
    owner: str = "",
    next_on: date | None = None,
    by: User | None = None,
    clock: Clock = DATABASE_CLOCK,
) -> FollowUp:
    """Add a public report; refuses `note_missing` and `too_early` (before the decision)."""
    if not (note_nl.strip() and note_fr.strip()):
        raise Refused("note_missing", _("Write the note in Dutch and in French."))
    if project.edition.phase not in REPORTED_PHASES:
        raise Refused("too_early", _("Follow-up starts when the projects are decided."))
    with transaction.atomic():
        made = FollowUp.objects.create(
            project=project,
            state=state,
            note_nl=note_nl,
            note_fr=note_fr,
            owner=owner,
            next_on=next_on,
            reported_on=timezone.localdate(clock.now()),
        )
        data = {"project": project.code, "state": state}
        record("follow_up", edition=project.edition, by=by, role="officer", data=data, clock=clock)
    return made


def latest_of(project: BallotProject) -> FollowUp | None:
    """The report that stands; uses what `prefetch_related("follow_ups")` brought."""
    reports = list(project.follow_ups.all())
    return reports[-1] if reports else None


def stale_projects(edition: Edition, *, today: date) -> list[BallotProject]:
    """Followed projects of an edition whose report is more than 90 days old and not the last."""
    followed = (
        edition.ballot_projects.filter(follow_ups__isnull=False)
        .distinct()
        .prefetch_related("follow_ups")
    )
    return [project for project in followed if is_overdue(latest_of(project), today)]


def is_overdue(latest: FollowUp | None, today: date) -> bool:
    """Whether a report is too old; a project without one is not followed yet."""
    return latest is not None and is_stale(
        state=latest.state, reported_on=latest.reported_on, today=today
    )
