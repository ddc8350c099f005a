"""Signing the count of the piles, throwing the dice, and drawing the sheets that follow from both.

The order is what makes it a check: whoever could still change the piles or the record after the
dice would know which sheets nobody looks at.
"""

from dataclasses import dataclass
from fractions import Fraction

from django.db import transaction

from budgeting.clock import DATABASE_CLOCK, Clock
from budgeting.models import User
from budgeting.services.recording import record
from tallying.audit.drawing import ALL, WITH, WITHOUT, Manifest, Pile, sample, seed_from
from tallying.audit.errors import AuditError
from tallying.audit.risk import sample_size
from tallying.models import Audit, AuditDraw
from tallying.services.auditing import locked, recorded_places
from tallying.services.auditing_margin import risk_limit_of
from tallying.services.auditing_refusals import no, no_for
from tallying.services.tallying_up import standing_tallies
from voting.services.destruction import stored_digest
from voting.services.opening import opened_ballots
from voting.services.second_person import require_settled

RISK_PERCENT = 5
# Up to so many sheets all of them are looked at; where there is no risk limit so many are drawn.
LOOK_AT_ALL = USUAL_SIZE = 300
LONGEST_SEED = 200


@dataclass(frozen=True)
class Plan:
    """How sheets are drawn, how many at first, and the margin it follows from, if any."""

    method: str
    size: int
    margin: int | None = None
    risk_percent: int = RISK_PERCENT


def plan_for(
    audit: Audit, places: int, *, size: int | None = None, risk_percent: int = RISK_PERCENT
) -> Plan:
    """What an audit of so many sheets draws; `size` in place of what follows from the margin."""
    tallies = standing_tallies(audit.edition)
    if not tallies:
        raise no("no_result_to_audit")
    limit = risk_limit_of(audit.edition, tallies[0])
    margin = limit.margin if not limit.why_not else None
    wanted = size or USUAL_SIZE
    if limit.can_be_had and size is None:
        assert limit.margin is not None
        wanted = sample_size(Fraction(limit.margin, max(places, 1)), Fraction(risk_percent, 100))
    if places <= LOOK_AT_ALL or wanted >= places or (margin == 0 and size is None):
        return Plan(ALL, places, margin, risk_percent)
    return Plan(WITH if limit.can_be_had else WITHOUT, wanted, margin, risk_percent)


def freeze(
    audit: Audit,
    *,
    by: User | None,
    size: int | None = None,
    risk_percent: int = RISK_PERCENT,
    clock: Clock = DATABASE_CLOCK,
) -> Audit:
    """Sign the count of the piles: from now on it is fixed, with the digest of the record.

    Refuses `audit_frozen`, `no_piles`, `batch_without_pile`, `second_person_needed`,
    `role_too_new`, `no_result_to_audit`, and what `opened_ballots` refuses.
    """
    with transaction.atomic():
        held = locked(audit)
        _check_signing(held, by)
        opened_ballots(held.edition)  # as they were announced, or it refuses
        manifest = _manifest(held, size=size, risk_percent=risk_percent)
        held.manifest, held.manifest_digest = manifest.text, manifest.digest
        held.frozen_by, held.frozen_at = by, clock.now()
        held.save(update_fields=["manifest", "manifest_digest", "frozen_by", "frozen_at"])
        data = {"audit": held.number, "digest": manifest.digest, "sheets": manifest.places}
        record("audit_signed", edition=held.edition, by=by, data=data, clock=clock)
    return held


def _manifest(audit: Audit, *, size: int | None, risk_percent: int) -> Manifest:
    """What is signed: piles, record, and how much is drawn."""
    edition, piles = audit.edition, _piles(audit)
    places = sum(pile.places for pile in piles)
    plan = plan_for(audit, places, size=size, risk_percent=risk_percent)
    return Manifest(
        edition=f"{edition.council.slug}/{edition.slug}",
        record=stored_digest(edition),
        method=plan.method,
        size=plan.size,
        piles=piles,
        margin=plan.margin,
        risk_percent=plan.risk_percent,
    )


def _check_signing(audit: Audit, by: User | None) -> None:
    if audit.is_frozen:
        raise no("audit_frozen")
    if not audit.piles.exists():
        raise no("no_piles")
    counted = {audit.begun_by_id, *audit.piles.values_list("by", flat=True)}
    if by is None or by.pk in counted:
        raise no("second_person_needed")
    require_settled(by, audit.edition.council, max(audit.piles.values_list("at", flat=True)))


def _piles(audit: Audit) -> tuple[Pile, ...]:
    """The piles with the places of their recorded ballots; every batch belongs to one."""
    recorded = recorded_places(audit.edition)
    piles = []
    for pile in audit.piles.order_by("number"):
        imprints = [f"{b}-{place}" for b in pile.batches for place in recorded.pop(b, ())]
        batches = tuple(pile.batches)
        piles.append(Pile(pile.number, pile.name, pile.sheets, batches, tuple(imprints)))
    if recorded:
        raise no("batch_without_pile")
    return tuple(piles)


def record_seed(
    audit: Audit, text: str, *, by: User | None, clock: Clock = DATABASE_CLOCK
) -> Audit:
    """Keep the number of the dice, and draw.

    Refuses `audit_not_frozen`, `seed_is_set`, `seed_not_digits`, `seed_too_short`, `seed_too_long`
    and `record_changed`.
    """
    try:
        seed = seed_from(text)
    except AuditError as error:
        raise no_for(error) from None
    if len(seed) > LONGEST_SEED:
        raise no("seed_too_long")
    with transaction.atomic():
        held = locked(audit)
        if not held.is_frozen:
            raise no("audit_not_frozen")
        if held.seed:
            raise no("seed_is_set")
        check_record(held)
        held.seed, held.seed_by, held.drawn_at = seed, by, clock.now()
        _draw(held, held.fixed.size)
        data = {"audit": held.number, "seed": seed, "sheets": held.draws.count()}
        record("audit_drawn", edition=held.edition, by=by, data=data, clock=clock)
    return held


def draw_more(audit: Audit, size: int, *, by: User | None, clock: Clock = DATABASE_CLOCK) -> Audit:
    """Go on with the same dice to `size` draws; what was drawn before stays.

    Refuses `audit_not_drawn`, `audit_finished`, `sample_not_larger` and `too_many_drawn`.
    """
    with transaction.atomic():
        held = locked(audit)
        if not held.seed:
            raise no("audit_not_drawn")
        if held.is_finished:
            raise no("audit_finished")
        if size <= held.size:
            raise no("sample_not_larger")
        if held.fixed.method == ALL or (held.fixed.method == WITHOUT and size > held.fixed.places):
            raise no("too_many_drawn")
        _draw(held, size)
        data = {"audit": held.number, "sheets": held.draws.count()}
        record("audit_drawn_on", edition=held.edition, by=by, data=data, clock=clock)
    return held


def _draw(audit: Audit, size: int) -> None:
    """Store the tickets of the first `size` draws that are not there yet."""
    try:
        drawn = sample(audit.fixed, audit.seed, size)
    except AuditError as error:
        raise no_for(error) from None
    known = {(draw.pile, draw.sheet): draw for draw in audit.draws.all()}
    new: list[AuditDraw] = []
    for number, ticket in enumerate(drawn, 1):
        key = (ticket.pile, ticket.sheet)
        if key not in known:
            known[key] = AuditDraw(audit=audit, drawn=number, pile=ticket.pile, sheet=ticket.sheet)
            new.append(known[key])
    AuditDraw.objects.bulk_create(new, batch_size=1000)
    audit.size = len(drawn)
    audit.save(update_fields=["seed", "seed_by", "drawn_at", "size"])


def check_record(audit: Audit) -> None:
    """Refuses `record_changed` where the ballots are not those the manifest was signed beside."""
    if stored_digest(audit.edition) != audit.fixed.record:
        raise no("record_changed")
