"""Beginning an audit: piles of paper, counted by hand before looking at what was recorded."""

from collections.abc import Sequence

from django.db import transaction

from budgeting.clock import DATABASE_CLOCK, Clock
from budgeting.models import Edition, User
from budgeting.services.recording import record
from tallying.models import Audit, AuditPile
from tallying.services.auditing_refusals import no
from tallying.services.tallying_up import standing_tallies
from voting.models import Ballot, Channel
from voting.services import locks
from voting.services.second_person import require_settled


def latest_audit(edition: Edition) -> Audit | None:
    """The audit that is under way, or the last one."""
    return Audit.objects.filter(edition=edition).order_by("-number").first()


def begin_audit(edition: Edition, *, by: User | None, clock: Clock = DATABASE_CLOCK) -> Audit:
    """A new audit, once there is a result to check.

    Refuses as `check_can_begin` does.
    """
    with transaction.atomic():
        held = locks.alone(edition.pk)
        check_can_begin(held)
        last = latest_audit(held)
        number = last.number + 1 if last else 1
        audit = Audit.objects.create(edition=held, number=number, begun_by=by, begun_at=clock.now())
        record("audit_begun", edition=held, by=by, data={"audit": number}, clock=clock)
    return audit


def check_can_begin(edition: Edition) -> None:
    """Refuses `no_result_to_audit`, `no_paper`, `paper_not_traceable` and `audit_under_way`."""
    if not standing_tallies(edition):
        raise no("no_result_to_audit")
    check_paper(edition)
    last = latest_audit(edition)
    if last is not None and not last.is_finished:
        raise no("audit_under_way")


def check_paper(edition: Edition) -> None:
    """Refuses `no_paper`, and `paper_not_traceable` where a recorded ballot has no imprint."""
    paper = Ballot.objects.filter(edition=edition, channel=Channel.PAPER)
    if not paper.exists():
        raise no("no_paper")
    if paper.filter(imprint="").exists():
        raise no("paper_not_traceable")


def recorded_places(edition: Edition) -> dict[int, list[int]]:
    """Scan batch → the positions of its recorded ballots, in the order of the pile."""
    found: dict[int, list[int]] = {}
    paper = Ballot.objects.filter(edition=edition, channel=Channel.PAPER)
    for imprint in paper.values_list("imprint", flat=True):
        batch, _dash, position = imprint.partition("-")
        found.setdefault(int(batch), []).append(int(position))
    return {batch: sorted(found[batch]) for batch in sorted(found)}


def add_pile(
    audit: Audit,
    *,
    name: str,
    sheets: int,
    batches: Sequence[int] = (),
    by: User,
    clock: Clock = DATABASE_CLOCK,
) -> AuditPile:
    """A pile and how many sheets were counted in it by hand.

    Refuses `audit_frozen`, `role_too_new`, `batch_unknown` and `batch_in_another_pile`; it says
    nothing about how many were recorded.
    """
    with transaction.atomic():
        held = locked(audit)
        if held.is_frozen:
            raise no("audit_frozen")
        require_settled(by, held.edition.council, clock.now())
        _check_batches(held, batches)
        last = held.piles.order_by("-number").first()
        return AuditPile.objects.create(
            audit=held,
            number=last.number + 1 if last else 1,
            name=name,
            sheets=sheets,
            batches=list(batches),
            by=by,
            at=clock.now(),
        )


def _check_batches(audit: Audit, batches: Sequence[int]) -> None:
    if not set(batches) <= set(recorded_places(audit.edition)):
        raise no("batch_unknown")
    used = [batch for pile in audit.piles.all() for batch in pile.batches]
    if not set(batches).isdisjoint(used) or len(set(batches)) < len(batches):
        raise no("batch_in_another_pile")


def remove_pile(audit: Audit, number: int) -> None:
    """Take a pile out again, to count it anew; refuses `audit_frozen` and `pile_unknown`."""
    with transaction.atomic():
        held = locked(audit)
        if held.is_frozen:
            raise no("audit_frozen")
        if not held.piles.filter(number=number).delete()[0]:
            raise no("pile_unknown")


def locked(audit: Audit) -> Audit:
    """The audit as it is now, held until the transaction ends."""
    return Audit.objects.select_for_update(of=("self",)).select_related("edition").get(pk=audit.pk)
