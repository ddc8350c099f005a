"""Moving an edition to its next phase: one function, lawful moves, registered conditions."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from budgeting.clock import DATABASE_CLOCK, Clock
from budgeting.errors import Missing, Refused
from budgeting.models import Edition, User
from budgeting.phases import Phase, may_move
from budgeting.services.conditions import the_calendar_is_kept
from budgeting.services.recording import record


def missing_for(edition: Edition, to: Phase, now: datetime) -> list[Missing]:
    """What has to be done, or has to come, before an edition enters a phase at this moment; apps
    above register their conditions. Said once, however many conditions ask for it."""
    found = {str(item): item for item in the_calendar_is_kept(edition, to, now)}
    for path in settings.MOVE_CONDITIONS.get(to, ()):
        condition: Iterable[Missing] = import_string(path)(edition)
        for item in condition:
            found.setdefault(str(item), item)
    return list(found.values())


def move(
    edition: Edition, *, to: Phase, by: User | None = None, clock: Clock = DATABASE_CLOCK
) -> Edition:
    """Move an edition; refuses `unlawful_move` and `conditions_missing`."""
    with transaction.atomic():
        locked = Edition.objects.select_for_update().get(pk=edition.pk)
        if not may_move(Phase(locked.phase), to):
            raise Refused("unlawful_move", _("The edition cannot go to this phase from here."))
        missing = missing_for(locked, to, clock.now())
        if missing:
            raise Refused("conditions_missing", _("Some things have to be done first."), missing)
        data, role = {"from": locked.phase, "to": to}, "officer" if by else ""
        record("phase", edition=locked, by=by, role=role, data=data, clock=clock)
        locked.phase = to
        locked.save(update_fields=["phase"])
    edition.phase = to
    return locked
