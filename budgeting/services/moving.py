"""Moving an edition to its next phase: one function, lawful moves, registered conditions."""

from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from budgeting.clock import DATABASE_CLOCK, Clock
from budgeting.errors import Refused
from budgeting.models import Edition, User
from budgeting.phases import Phase, may_move
from budgeting.services.recording import record


def missing_for(edition: Edition, to: Phase) -> list[str]:
    """What has to be done before the move, as sentences; apps above register their conditions."""
    found: list[str] = []
    for path in settings.MOVE_CONDITIONS.get(to, ()):
        condition: Iterable[str] = import_string(path)(edition)
        found.extend(condition)
    return found


def move(
    edition: Edition, *, to: Phase, by: User | None = None, clock: Clock = DATABASE_CLOCK
) -> Edition:
    """Move an edition; refuses `unlawful_move` and `conditions_missing`."""
    with transaction.atomic():
        locked = Edition.objects.select_for_update().get(pk=edition.pk)
        if not may_move(Phase(locked.phase), to):
            raise Refused("unlawful_move", _("The edition cannot go to this phase from here."))
        missing = missing_for(locked, to)
        if missing:
            raise Refused("conditions_missing", _("Some things have to be done first."), missing)
        record("phase", edition=locked, by=by, data={"from": locked.phase, "to": to}, clock=clock)
        locked.phase = to
        locked.save(update_fields=["phase"])
    edition.phase = to
    return locked
