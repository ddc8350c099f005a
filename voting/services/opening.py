"""The opening, in three steps: verify everything; write the ballots at once; break the links.

(a) `problems` writes nothing. (b) `import_ballots` is one transaction: a crash leaves nothing.
(c) `destroy_links` may be repeated; until it has run there is no tally.
"""

import base64
from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from budgeting.clock import DATABASE_CLOCK, Clock
from budgeting.errors import Refused
from budgeting.models import Edition, User
from budgeting.phases import Phase
from budgeting.services.recording import record
from voting.codes import CodedError
from voting.errors import refuse
from voting.formats import parse_format, read_canonical
from voting.models import (
    Ballot,
    BallotBox,
    Envelope,
    Opening,
    Receipt,
    Scan,
    ScanState,
    Sheet,
    SheetState,
)
from voting.sealing import EditionKeys, ballots_digest, credential_binding, mac_matches
from voting.services import locks, reconciling
from voting.services.ballot_list import costs_of
from voting.services.keys import edition_keys
from voting.services.uploads import unfinished
from voting.unsealing import OpenedBallot, OpenedBox, export_document


def problems(edition: Edition, *, clock: Clock = DATABASE_CLOCK) -> list[str]:
    """Step (a): what stands in the way of the opening, as sentences; reads only."""
    found: list[str] = []
    if edition.phase != Phase.COUNTING:
        found.append(str(_("The vote has not been closed yet.")))
    intake = edition.paper_intake_until or edition.closes_at
    if intake is None or clock.now() < intake:
        found.append(str(_("Paper ballots can still be brought in.")))
    return found + _undecided(edition) + reconciling.obstacles(edition)


def _undecided(edition: Edition) -> list[str]:
    """Pages and sheets that wait; held sheets do not where two people signed for them in public."""
    pages = Scan.objects.filter(batch__edition=edition, state=ScanState.QUEUED)
    sheets = Sheet.objects.filter(edition=edition)
    waiting = sheets.filter(state__in=[SheetState.ADJUDICATING, SheetState.HELD])
    if reconciling.held_is_explained(edition):
        pages, waiting = (
            pages.exclude(sheet__state=SheetState.HELD),
            waiting.exclude(state=SheetState.HELD),
        )
    found = []
    if unread := unfinished(edition).count():
        found.append(str(_("Files of scans that have not been read to their end: %d.")) % unread)
    if queued := pages.count():
        found.append(str(_("Scanned pages waiting for a person: %d.")) % queued)
    if undecided := waiting.count():
        found.append(str(_("Paper ballots without a decision: %d.")) % undecided)
    return found


def export_envelopes(edition: Edition) -> dict[str, Any]:
    """The sealed envelopes as a file for the offline machine; readable with k shares only."""
    box = BallotBox.objects.get(edition=edition)
    keys = edition_keys(edition)
    verified: list[dict[str, str]] = []
    unverified: list[dict[str, str]] = []
    for envelope in Envelope.objects.filter(edition=edition).iterator():
        entry = _entry(edition, envelope, keys)
        if entry is None:
            unverified.append({"receipt": envelope.receipt, "code": "forged"})
        else:
            verified.append(entry)
    return export_document(
        edition.uuid,
        public_key=box.public_key,
        threshold=box.threshold,
        ballot_format=edition.ballot_format,
        costs=costs_of(edition),
        budget=edition.budget_cents,
        envelopes=verified,
        unverified=unverified,
    )


def _entry(edition: Edition, envelope: Envelope, keys: EditionKeys) -> dict[str, str] | None:
    """One envelope for the export, or None when its MAC is not this server's."""
    binding = credential_binding(keys.code_binding, envelope.credential_id)
    sealed = bytes(envelope.sealed)
    intact = mac_matches(
        keys.mac,
        envelope.mac,
        edition=edition.uuid,
        binding=binding,
        channel=envelope.channel,
        sealed=sealed,
    )
    return (
        {
            "binding": binding,
            "channel": envelope.channel,
            "imprint": envelope.imprint,
            "receipt": envelope.receipt,
            "sealed": base64.b64encode(sealed).decode(),
        }
        if intact
        else None
    )


def import_ballots(
    edition: Edition,
    opened: OpenedBox,
    *,
    by: User | None = None,
    signed_by: Sequence[str] = (),
    clock: Clock = DATABASE_CLOCK,
) -> Opening:
    """Step (b): all ballots in one transaction. The same box again is answered, not repeated.

    Refuses `already_opened` (another multiset), `not_ready_to_open`, `other_envelopes` (the
    opened file is not made from the envelopes that are here), `needs_two_signatures` (some
    envelope could not be read and fewer than two people signed for it).
    """
    with transaction.atomic():
        held = locks.alone(edition.pk)
        earlier = Opening.objects.filter(edition=held).first()
        if earlier is not None:
            if earlier.ballots_digest == opened.digest:
                return earlier
            raise Refused("already_opened", _("This box has already been opened."))
        _check_importable(held, opened, signed_by=signed_by, clock=clock)
        reconciling.keep_figures(held, clock=clock)
        return _write(held, opened, by=by, signed_by=signed_by, clock=clock)


def _check_importable(
    edition: Edition, opened: OpenedBox, *, signed_by: Sequence[str], clock: Clock
) -> None:
    missing = problems(edition, clock=clock)
    if missing:
        raise Refused("not_ready_to_open", _("The box cannot be opened yet."), missing)
    if not _is_made_from(edition, opened):
        raise Refused("other_envelopes", _("These are not the envelopes of this box."))
    if opened.unreadable and len({name for name in signed_by if name}) < 2:
        raise Refused(
            "needs_two_signatures",
            _("Some envelopes could not be read: two people have to sign for that."),
        )


def _is_made_from(edition: Edition, opened: OpenedBox) -> bool:
    """Whether these ballots are all envelopes of this box: same export, none more, none less."""
    if (
        opened.edition != edition.uuid
        or opened.export_digest != export_envelopes(edition)["digest"]
    ):
        return False
    if not all(_is_a_ballot(edition, ballot) for ballot in opened.ballots):
        return False
    unread = {entry["receipt"] for entry in opened.unreadable}
    envelopes = Envelope.objects.filter(edition=edition)
    expected = Counter(envelopes.exclude(receipt__in=unread).values_list("channel", "imprint"))
    found = Counter((ballot.channel, ballot.imprint) for ballot in opened.ballots)
    return found == expected and len(unread) == envelopes.filter(receipt__in=unread).count()


def _is_a_ballot(edition: Edition, ballot: OpenedBallot) -> bool:
    """Whether the choices are a ballot of this edition, in their one spelling."""
    try:
        read_canonical(
            parse_format(edition.ballot_format),
            ballot.choices,
            costs=costs_of(edition),
            budget=edition.budget_cents,
        )
    except CodedError:
        return False
    return True


def _write(
    edition: Edition,
    opened: OpenedBox,
    *,
    by: User | None,
    signed_by: Sequence[str],
    clock: Clock,
) -> Opening:
    ballots = [
        Ballot(edition=edition, channel=b.channel, choices=b.choices_value(), imprint=b.imprint)
        for b in opened.ballots
    ]
    Ballot.objects.bulk_create(sorted(ballots, key=lambda ballot: ballot.id), batch_size=1000)
    receipts = sorted(edition.receipts.values_list("receipt", flat=True))
    # Written anew in alphabetical order: the order of insertion told who voted when.
    edition.receipts.all().delete()
    Receipt.objects.bulk_create(
        (Receipt(edition=edition, receipt=receipt) for receipt in receipts), batch_size=1000
    )
    opening = Opening.objects.create(
        edition=edition,
        opened_at=clock.now(),
        opened_by=by,
        ballots_digest=opened.digest,
        ballot_count=len(ballots),
        unreadable=[{**entry, "signed_by": sorted(signed_by)} for entry in opened.unreadable],
    )
    data = {"digest": opened.digest, "ballots": len(ballots), "unreadable": len(opened.unreadable)}
    record("box_opened", edition=edition, by=by, data=data, clock=clock)
    return opening


def opened_ballots(edition: Edition) -> list[Ballot]:
    """The ballots, once the links are destroyed; `links_not_destroyed` before.

    `ballots_changed`: what lies in the database is not what was announced at the opening. An
    edition that was imported with its ballots never had a box.
    """
    ballots = list(Ballot.objects.filter(edition=edition))
    if not BallotBox.objects.filter(edition=edition).exists():
        return ballots
    opening = Opening.objects.filter(edition=edition).first()
    if opening is None or opening.links_destroyed_at is None:
        raise refuse("links_not_destroyed")
    if ballots_digest(ballot.triple() for ballot in ballots) != opening.ballots_digest:
        raise refuse("ballots_changed")
    return ballots
