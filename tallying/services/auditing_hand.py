"""When sheets are not what was recorded: whole piles are read by hand, and counted once more.

The new tally has the ballots of these piles as two people read them from the paper, all others as
they were recorded. It stands beside the first one and changes nothing by itself: the first stays
the result that is shown, and the council and the City decide what follows.
"""

from collections.abc import Iterator

from django.db import transaction

from budgeting.clock import DATABASE_CLOCK, Clock
from budgeting.models import Edition, User
from budgeting.services.recording import record
from tallying.audit.drawing import Pile
from tallying.models import Audit, AuditDraw, AuditRecount, PaperSays, Tally
from tallying.services.auditing import locked
from tallying.services.auditing_refusals import no
from tallying.services.elections import election_of
from tallying.services.engines import ENGINES, Engines
from tallying.services.making import DECIDES, Making
from tallying.services.progress import Teller
from tallying.services.recorded import EVENT, recorded_digests
from tallying.services.tallying_up import rules_of, standing_tallies
from voting.models import Ballot, Channel
from voting.services.opening import opened_ballots


def read_whole_pile(
    audit: Audit, number: int, *, by: User | None, clock: Clock = DATABASE_CLOCK
) -> int:
    """Put every sheet of a pile on the list; answers how many are new there.

    Refuses `audit_not_drawn`, `audit_finished`, `pile_unknown` and `pile_read_already`.
    """
    with transaction.atomic():
        held = locked(audit)
        if not held.seed:
            raise no("audit_not_drawn")
        if held.is_finished:
            raise no("audit_finished")
        pile = _pile(held, number)
        known = set(held.draws.filter(pile=number).values_list("sheet", flat=True))
        sheets = [sheet for sheet in range(1, pile.places + 1) if sheet not in known]
        if not sheets:
            raise no("pile_read_already")
        new = [AuditDraw(audit=held, pile=number, sheet=sheet) for sheet in sheets]
        AuditDraw.objects.bulk_create(new, batch_size=1000)
        data = {"audit": held.number, "pile": number, "sheets": pile.places}
        record("audit_pile_by_hand", edition=held.edition, by=by, data=data, clock=clock)
    return len(new)


def _pile(audit: Audit, number: int) -> Pile:
    found = next((pile for pile in audit.fixed.piles if pile.number == number), None)
    if found is None:
        raise no("pile_unknown")
    return found


def piles_read(audit: Audit) -> list[Pile]:
    """The piles of which two people read every sheet; none before the dice are thrown."""
    if not audit.seed:
        return []
    settled = list(audit.draws.exclude(settled_at=None).values_list("pile", flat=True))
    return [
        pile
        for pile in audit.fixed.piles
        if pile.places and settled.count(pile.number) == pile.places
    ]


def count_by_hand(
    audit: Audit,
    *,
    by: User | None,
    clock: Clock = DATABASE_CLOCK,
    engines: Engines = ENGINES,
) -> AuditRecount:
    """Count once more, with the paper of all piles that were read as a whole.

    Refuses `no_pile_read`, `no_result_to_audit` and what a tally refuses. The same count again is
    found, not repeated.
    """
    edition, piles = audit.edition, piles_read(audit)
    if not piles:
        raise no("no_pile_read")
    standing = standing_tallies(edition)
    if not standing:
        raise no("no_result_to_audit")
    first, rule = standing[0], rules_of(edition)[0]
    election = election_of(edition, _ballots(audit, piles))
    tell = Teller(None, rules=1, clock=clock)
    tally = Making(edition, election, first.seed, engines, tell, clock).tally(rule, DECIDES)
    numbers = [pile.number for pile in piles]
    with transaction.atomic():
        held = locked(audit)
        kept = _kept(edition, tally, held.number, by=by, clock=clock)
        earlier = held.recounts.filter(tally=kept).last()
        if earlier is not None and earlier.piles == numbers:
            return earlier
        return _linked(held, numbers, first, kept, by=by, clock=clock)


def _linked(
    audit: Audit, piles: list[int], first: Tally, kept: Tally, *, by: User | None, clock: Clock
) -> AuditRecount:
    """The new tally beside the first one, with a line in the audit trail."""
    data = {"audit": audit.number, "piles": piles, "result": kept.digest}
    record("audit_counted_by_hand", edition=audit.edition, by=by, data=data, clock=clock)
    return AuditRecount.objects.create(
        audit=audit, piles=piles, first=first, tally=kept, by=by, at=clock.now()
    )


def _ballots(audit: Audit, piles: list[Pile]) -> Iterator[Ballot]:
    """What was recorded outside of these piles, and what the paper says in them."""
    replaced = {imprint for pile in piles for imprint in pile.imprints}
    for ballot in opened_ballots(audit.edition):
        if ballot.channel != Channel.PAPER or ballot.imprint not in replaced:
            yield ballot
    numbers = [pile.number for pile in piles]
    for draw in audit.draws.filter(pile__in=numbers, says=PaperSays.CHOICES):
        yield Ballot(edition=audit.edition, channel=Channel.PAPER, choices=draw.choices)


def _kept(edition: Edition, tally: Tally, audit: int, *, by: User | None, clock: Clock) -> Tally:
    """The tally as it is stored: of the same digest the one that is there already."""
    if tally.pk is None and tally.digest not in recorded_digests(edition):
        tally.save(force_insert=True)
        data = {"input": tally.input_digest, "digests": [tally.digest], "audit": audit}
        record(EVENT, edition=edition, by=by, data=data, clock=clock)
        return tally
    return Tally.objects.get(edition=edition, digest=tally.digest)
