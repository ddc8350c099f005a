"""The ballot box of a loaded edition: its key with the server, or divided among key holders."""

import secrets
from collections.abc import Sequence

from budgeting.clock import Clock
from budgeting.models import Edition
from voting.codes import CodedError
from voting.errors import refusal_of
from voting.sealing import generate_election_key
from voting.services.starting import register_box, register_server_box
from voting.shares import share_digest, split


def make_box(
    edition: Edition, *, trustees: Sequence[str], threshold: int, clock: Clock
) -> list[str]:
    """Register a box; answers the shares as the key holders type them, once and nowhere else.

    Without `trustees` the server holds the key and the list is empty. Made on this machine, the
    key was here for a moment: good for rehearsals; a real vote makes it on another machine.
    """
    if not trustees:
        register_server_box(edition, clock=clock)
        return []
    key = generate_election_key(secrets.token_bytes)
    try:
        shares = split(key.seed, threshold, len(trustees))
    except CodedError as error:
        raise refusal_of(error) from None
    holders = [
        (share.index, name, share_digest(edition.uuid, share))
        for share, name in zip(shares, trustees, strict=True)
    ]
    register_box(edition, public_key=key.public, threshold=threshold, trustees=holders, clock=clock)
    return [share.text for share in shares]
