"""Starting the vote: everything is checked, frozen and published with its digest."""

import secrets
from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from budgeting.clock import DATABASE_CLOCK, Clock
from budgeting.digests import digest_of
from budgeting.errors import Missing, Refused
from budgeting.models import Area, Edition, RuleSet, User
from budgeting.phases import Phase
from budgeting.services.moving import missing_for, move
from budgeting.services.recording import record
from voting.codes import CodedError
from voting.errors import refusal_of
from voting.formats import parse_format
from voting.keyfile import Holder, check_box
from voting.models import BallotBox, Trustee
from voting.services.frozen import frozen_document
from voting.services.keys import make_root, make_server_key

RandomBytes = Callable[[int], bytes]


def missing_to_start(edition: Edition, now: datetime) -> list[Missing]:
    """What has to be done before the vote can start; empty when all is ready."""
    address = (edition.council.slug, edition.slug)
    missing = missing_for(edition, Phase.VOTING, now)
    try:
        parse_format(edition.ballot_format)
    except CodedError:
        sentence = str(_("The ballot format is not set."))
        missing.append(Missing(sentence, "edition_ballot", address))
    if not BallotBox.objects.filter(edition=edition).exists():
        sentence = str(_("The ballot box has no key yet."))
        missing.append(Missing(sentence, "opening", address))
    return missing


def start_voting(
    edition: Edition, *, by: User | None = None, clock: Clock = DATABASE_CLOCK
) -> RuleSet:
    """Freeze the rules and move to VOTING; refuses `not_ready` with all that is missing."""
    with transaction.atomic():
        locked = Edition.objects.select_for_update().get(pk=edition.pk)
        # The boundary that is fixed here is not changed meanwhile (budgeting.services.areas).
        Area.objects.select_for_update(of=("self",)).filter(councils=locked.council_id).first()
        missing = missing_to_start(locked, clock.now())
        if missing:
            raise Refused("not_ready", _("The vote cannot start yet."), missing)
        document = frozen_document(locked)
        move(locked, to=Phase.VOTING, by=by, clock=clock)
        rules = RuleSet.objects.create(
            edition=locked,
            version=1,
            document=document,
            digest=digest_of(document),
            frozen_at=clock.now(),
            frozen_by=by,
        )
        record("rules_frozen", edition=locked, by=by, data={"digest": rules.digest}, clock=clock)
    edition.phase = Phase.VOTING
    return rules


def register_box(
    edition: Edition,
    *,
    public_key: bytes,
    threshold: int,
    trustees: Sequence[Holder],
    clock: Clock = DATABASE_CLOCK,
    random_bytes: RandomBytes = secrets.token_bytes,
) -> BallotBox:
    """Register a public key made elsewhere; `trustees` are (index, name, digest of the share).

    Refuses `box_exists`, and `not_a_public_key` for a box that k of n could not open.
    """
    _check_openable(public_key, threshold, trustees)
    make_root(edition, random_bytes)
    with transaction.atomic():
        if BallotBox.objects.filter(edition=edition).exists():
            raise Refused("box_exists", _("This edition already has a ballot box."))
        box = BallotBox.objects.create(
            edition=edition,
            public_key=public_key.hex(),
            threshold=threshold,
            registered_at=clock.now(),
        )
        Trustee.objects.bulk_create(
            Trustee(box=box, index=index, name=name, share_digest=digest)
            for index, name, digest in trustees
        )
        record("box_registered", edition=edition, data={"public_key": box.public_key}, clock=clock)
    return box


def _check_openable(public_key: bytes, threshold: int, trustees: Sequence[Holder]) -> None:
    try:
        check_box(public_key, threshold, trustees)
    except CodedError as error:
        raise refusal_of(error) from None


def register_server_box(
    edition: Edition,
    *,
    clock: Clock = DATABASE_CLOCK,
    random_bytes: RandomBytes = secrets.token_bytes,
) -> BallotBox:
    """A box whose key the server holds outside the database; public pages say so."""
    make_root(edition, random_bytes)
    if BallotBox.objects.filter(edition=edition).exists():
        raise Refused("box_exists", _("This edition already has a ballot box."))
    key = make_server_key(edition, random_bytes)
    box = BallotBox.objects.create(
        edition=edition,
        public_key=key.public.hex(),
        held_by_server=True,
        registered_at=clock.now(),
    )
    record("box_registered", edition=edition, data={"held_by_server": True}, clock=clock)
    return box
