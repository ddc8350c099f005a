"""Casting: sealing a choice and putting its envelope in the box, once per right to vote.

The choice is sealed before the first query; the transaction knows sealed bytes only. It shares a
lock on the edition, reads the clock behind that lock, and replaces the credential's envelope: the
primary key of an envelope is its credential, so a second one cannot exist.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from budgeting.clock import DATABASE_CLOCK, Clock
from budgeting.models import Edition
from voting.codes import CodedError
from voting.errors import refusal_of, refuse
from voting.formats import canonical, longest_choices, parse_format
from voting.models import (
    BallotBox,
    Channel,
    Credential,
    CredentialState,
    Envelope,
    Receipt,
    SupersededEnvelope,
)
from voting.sealing import (
    credential_binding,
    envelope_mac,
    receipt_of,
    seal,
    sealed_length,
)
from voting.services import locks
from voting.services.ballot_list import costs_of
from voting.services.keys import edition_keys
from voting.services.register import check_usable

SEALED_FIELDS = ("sealed", "mac", "channel", "receipt", "imprint", "cast_on")


@dataclass(frozen=True)
class SealedVote:
    """What goes into an envelope: nothing here tells the choice."""

    sealed: bytes
    mac: str
    receipt: str
    channel: str
    imprint: str = ""


def canonical_choices(edition: Edition, choices: object) -> str:
    """The choices as the edition's format writes them; refuses with the format's codes."""
    try:
        return canonical(
            parse_format(edition.ballot_format),
            choices,
            costs=costs_of(edition),
            budget=edition.budget_cents,
        )
    except CodedError as error:
        raise refusal_of(error) from None


def seal_vote(
    edition: Edition, credential_id: UUID, choices: object, *, channel: Channel, imprint: str = ""
) -> SealedVote:
    """Seal choices for the edition's box. Reads the edition's list, writes nothing."""
    text = canonical_choices(edition, choices)
    box = BallotBox.objects.get(edition=edition)
    keys = edition_keys(edition)
    longest = longest_choices(parse_format(edition.ballot_format), costs_of(edition))
    binding = credential_binding(keys.code_binding, credential_id)
    sealed = seal(
        bytes.fromhex(box.public_key),
        edition=edition.uuid,
        binding=binding,
        choices=text,
        length=sealed_length(longest),
    )
    mac = envelope_mac(
        keys.mac, edition=edition.uuid, binding=binding, channel=channel, sealed=sealed
    )
    return SealedVote(sealed, mac, receipt_of(sealed), channel, imprint)


def cast_online(credential_id: UUID, choices: object, *, clock: Clock = DATABASE_CLOCK) -> Envelope:
    """Cast or change a vote online; returns the envelope with its receipt.

    Refuses `vote_not_open`, `vote_closed`, `vote_is_on_paper`, the states of a credential and
    the codes of the ballot format. What it returns is on disk.
    """
    credential = Credential.objects.select_related("edition").get(pk=credential_id)
    vote = seal_vote(credential.edition, credential.pk, choices, channel=Channel.ONLINE)
    with transaction.atomic():
        edition = locks.shared(credential.edition_id)
        now = clock.now()
        check_open(edition, now)
        held = Credential.objects.select_for_update().get(pk=credential.pk)
        check_usable(held)
        current = Envelope.objects.filter(credential=held).first()
        if current is not None and current.channel == Channel.PAPER:
            raise refuse("vote_is_on_paper")
        return put_in_box(held, vote, current=current, at=now)


def check_open(edition: Edition, now: datetime) -> None:
    if edition.takes_votes(now):
        return
    early = edition.opens_at is None or now < edition.opens_at
    raise refuse("vote_not_open" if early else "vote_closed")


def put_in_box(
    credential: Credential, vote: SealedVote, *, current: Envelope | None, at: datetime
) -> Envelope:
    """Replace the credential's envelope, inside the caller's transaction and locks.

    The envelope that was there moves to the append-only table and is never opened.
    """
    if current is not None:
        _supersede(current)
    envelope = Envelope(
        credential=credential,
        edition_id=credential.edition_id,
        sealed=vote.sealed,
        mac=vote.mac,
        channel=vote.channel,
        receipt=vote.receipt,
        imprint=vote.imprint,
        cast_on=timezone.localdate(at),
        changes=current.changes + 1 if current else 0,
    )
    envelope.save(force_insert=current is None, force_update=current is not None)
    Receipt.objects.create(edition_id=credential.edition_id, receipt=vote.receipt)
    if credential.state != CredentialState.USED:
        credential.state = CredentialState.USED
        credential.save(update_fields=["state"])
    return envelope


def _supersede(current: Envelope) -> None:
    """Keep an envelope that is replaced, sealed as it is: nobody opens it, nobody loses it."""
    SupersededEnvelope.objects.create(
        credential_id=current.credential_id,
        edition_id=current.edition_id,
        **{name: getattr(current, name) for name in SEALED_FIELDS},
    )
