"""Reading a sheet for an audit: two people, each alone, and neither is shown what was recorded."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from budgeting.clock import DATABASE_CLOCK, Clock
from budgeting.models import User
from tallying.audit.comparing import Choices
from tallying.models import Audit, AuditDraw, AuditEntry, PaperSays
from tallying.services.auditing import locked
from tallying.services.auditing_refusals import no
from voting.services.casting import canonical_choices
from voting.services.second_person import require_settled


@dataclass(frozen=True)
class Waiting:
    """A sheet on the list of one person: nobody's, mine or another's reading is there; or both,
    which differ."""

    draw: AuditDraw
    mine: bool
    others: bool

    @property
    def differs(self) -> bool:
        """Two people read something else."""
        return self.mine and self.others

    @property
    def is_for_me(self) -> bool:
        """Whether this person can bring it further now."""
        return not self.mine or self.others


def read_sheet(
    draw: AuditDraw,
    *,
    says: PaperSays,
    choices: object = None,
    by: User,
    clock: Clock = DATABASE_CLOCK,
) -> AuditDraw:
    """Keep what a person read; the sheet is settled once another person read the same. Whoever read
    something else before settles nothing: a third one does, or the other one reads it again.

    `choices` are marks that make a valid ballot, where `says` is CHOICES. Refuses `sheet_settled`,
    `audit_finished`, `role_too_new` and the codes of the ballot format.
    """
    with transaction.atomic():
        audit = locked(draw.audit)
        held = AuditDraw.objects.select_for_update().get(pk=draw.pk)
        _require_open(audit, held)
        marked = _canonical(audit, choices) if says == PaperSays.CHOICES else None
        same = _another_who_says(held, says, marked, by)
        now = clock.now()
        require_settled(by, audit.edition.council, same.at if same else now)
        AuditEntry.objects.create(draw=held, by=by, says=says, choices=marked, at=now)
        if same is not None:
            held.says, held.choices, held.settled_at = says, marked, now
            held.first_by, held.second_by = same.by, by
            held.save()
    return held


def _require_open(audit: Audit, draw: AuditDraw) -> None:
    if audit.is_finished:
        raise no("audit_finished")
    if draw.is_settled:
        raise no("sheet_settled")


def _canonical(audit: Audit, choices: object) -> Choices:
    found: Choices = json.loads(canonical_choices(audit.edition, choices))
    return found


def _another_who_says(
    draw: AuditDraw, says: PaperSays, choices: Choices | None, by: User
) -> AuditEntry | None:
    """Somebody else whose last reading is the same; nobody for who read something else before."""
    entries = list(draw.entries.select_related("by").order_by("id"))
    if any((one.says, one.choices) != (says, choices) for one in entries if one.by_id == by.pk):
        return None
    last = {entry.by_id: entry for entry in entries if entry.by_id != by.pk}
    return next((one for one in last.values() if (one.says, one.choices) == (says, choices)), None)


def waiting_for(audit: Audit, by: User) -> list[Waiting]:
    """The sheets that are not settled, in the order of the piles."""
    open_ones = list(_open(audit))
    read = set(AuditEntry.objects.filter(draw__in=open_ones).values_list("draw", "by"))
    return list(_waits(open_ones, read, by))


def _open(audit: Audit) -> "QuerySet[AuditDraw]":
    return AuditDraw.objects.filter(audit=audit, settled_at=None).order_by("pile", "sheet")


def _waits(draws: Iterable[AuditDraw], read: set[tuple[int, int]], by: User) -> Iterator[Waiting]:
    people: dict[int, set[int]] = {}
    for draw, person in read:
        people.setdefault(draw, set()).add(person)
    for one in draws:
        here = people.get(one.pk, set())
        yield Waiting(one, by.pk in here, bool(here - {by.pk}))


def next_for(audit: Audit, by: User, after: AuditDraw | None = None) -> AuditDraw | None:
    """The next sheet that this person can read: one without a reading of theirs, from `after` on;
    None when only sheets are left on which readings differ or another person is needed."""
    fresh = [one.draw for one in waiting_for(audit, by) if not one.mine]
    place = (after.pile, after.sheet) if after else (0, 0)
    later = (one for one in fresh if (one.pile, one.sheet) > place)
    return next(later, None) or next(iter(fresh), None)
