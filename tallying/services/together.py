"""One step for many editions: what would happen to each, and what came of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from budgeting.clock import DATABASE_CLOCK, Clock
from budgeting.errors import Missing, Refused
from budgeting.models import Edition, Role, User
from budgeting.phases import Phase
from budgeting.services.moving import missing_for
from tallying.services.desk import Roles
from tallying.services.steps import OTHER_WAYS, move_on, next_phase

LEFT_OUT: dict[str, str | Promise] = {
    "last": _("It is finished: there is no next phase."),
    "another_way": _("This step has a page of its own."),
    "not_officer": _("Only an officer of the council can do this."),
}


@dataclass(frozen=True)
class Plan:
    """What would happen to an edition: `ready`, `missing` something, or a code of LEFT_OUT."""

    edition: Edition
    to: Phase | None
    code: str
    missing: Sequence[Missing] = ()

    @property
    def why(self) -> str | Promise:
        return LEFT_OUT.get(self.code, "")


@dataclass(frozen=True)
class Outcome:
    """What came of it: `moved`, `already` there, or the code of a refusal with its sentence."""

    edition: Edition
    to: str
    code: str
    sentence: str | Promise = ""
    missing: Sequence[Missing] = ()


def plan_moves(editions: Iterable[Edition], roles: Roles, now: datetime) -> list[Plan]:
    """The next step of each edition; `roles` of the person, by the id of a council."""
    return [_plan(edition, roles.get(edition.council_id, frozenset()), now) for edition in editions]


def _plan(edition: Edition, roles: frozenset[str], now: datetime) -> Plan:
    to = next_phase(edition)
    if Role.OFFICER not in roles:
        return Plan(edition, to, "not_officer")
    if to is None:
        return Plan(edition, to, "last")
    if to in OTHER_WAYS:
        return Plan(edition, to, "another_way")
    missing = missing_for(edition, to, now)
    return Plan(edition, to, "missing" if missing else "ready", missing)


def move_all(
    wanted: Iterable[tuple[Edition, str]],
    roles: Roles,
    *,
    by: User,
    clock: Clock = DATABASE_CLOCK,
) -> list[Outcome]:
    """Move each edition to the phase that the person saw, in a transaction of its own.

    One that is refused stops none of the others. Sent twice, the second time changes nothing and
    says `already`.
    """
    return [_moved(edition, to, roles, by, clock) for edition, to in wanted]


def _moved(edition: Edition, to: str, roles: Roles, by: User, clock: Clock) -> Outcome:
    if Role.OFFICER not in roles.get(edition.council_id, frozenset()):
        return Outcome(edition, to, "not_officer", LEFT_OUT["not_officer"])
    if edition.phase == to:
        return Outcome(edition, to, "already")
    try:
        move_on(edition, to=to, by=by, clock=clock)
    except Refused as refused:
        return Outcome(edition, to, refused.code, refused.sentence, refused.missing)
    return Outcome(edition, to, "moved")
