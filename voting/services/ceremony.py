"""The web ceremony: key holders at one screen. The weaker way, and its page says so.

Shares and the key they make live in this call only: not in a session, a cache, a task or a row.
"""

from collections.abc import Sequence
from random import SystemRandom

from budgeting.clock import DATABASE_CLOCK, Clock
from budgeting.errors import Refused
from budgeting.models import Edition, User
from voting.codes import CodedError
from voting.errors import refusal_of, refuse
from voting.models import BallotBox, Opening, Trustee
from voting.sealing import ElectionKey
from voting.services.keys import server_key
from voting.services.opening import export_envelopes, import_ballots
from voting.shares import Share, combine, parse_share, share_digest
from voting.unsealing import open_box


def holder_of(edition: Edition, typed: str) -> tuple[Trustee, Share]:
    """The trustee whose published digest fits a typed share; each is checked on its own.

    Refuses `share_malformed`, `share_mistyped` and `share_not_published`.
    """
    try:
        share = parse_share(typed)
    except CodedError as error:
        raise refusal_of(error) from None
    digest = share_digest(edition.uuid, share)
    trustee = Trustee.objects.filter(box__edition=edition, share_digest=digest).first()
    if trustee is None:
        raise refuse("share_not_published")
    return trustee, share


def open_with_shares(
    edition: Edition,
    typed_shares: Sequence[str],
    *,
    by: User | None = None,
    clock: Clock = DATABASE_CLOCK,
) -> Opening:
    """Combine the shares, open every envelope, write the ballots; their holders have signed."""
    box = BallotBox.objects.get(edition=edition)
    held = [holder_of(edition, typed) for typed in typed_shares]
    try:
        key = combine(
            [share for _trustee, share in held],
            threshold=box.threshold,
            public=bytes.fromhex(box.public_key),
        )
    except CodedError as error:
        raise refusal_of(error) from None
    names = [trustee.name for trustee, _share in held]
    return _open(edition, key, by=by, signed_by=names, clock=clock)


def open_with_server_key(
    edition: Edition,
    *,
    by: User | None = None,
    signed_by: Sequence[str] = (),
    clock: Clock = DATABASE_CLOCK,
) -> Opening:
    """Open a box whose key the server holds itself."""
    return _open(edition, server_key(edition), by=by, signed_by=signed_by, clock=clock)


def _open(
    edition: Edition,
    key: ElectionKey,
    *,
    by: User | None,
    signed_by: Sequence[str],
    clock: Clock,
) -> Opening:
    try:
        opened = open_box(export_envelopes(edition), key, shuffle=SystemRandom().shuffle)
    except CodedError as error:
        raise Refused(error.code, refusal_of(error).sentence) from None
    return import_ballots(edition, opened, by=by, signed_by=signed_by, clock=clock)
