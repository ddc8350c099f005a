"""Invitations to a role: offered by an officer, taken by whoever reads the mail and signs in.

The link in the mail holds a secret of which the database keeps the digest only. Sending an
invitation again makes another secret: the link of before no longer works.
"""

import hashlib
import logging
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from allauth.account.models import EmailAddress
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from budgeting.access import needs_second_lock
from budgeting.clock import DATABASE_CLOCK, Clock
from budgeting.errors import Refused
from budgeting.models import Council, Invitation, Membership, User
from budgeting.services.mailing import letter
from budgeting.services.recording import record

logger = logging.getLogger(__name__)

LINK_DAYS = 14
KEPT_DAYS = 90
# The symbols of voting codes: whatever cuts those out of logs and reports cuts a link out too.
SYMBOLS = "23456789abcdefghjkmnpqrstuvwxyz"
LENGTH = 30
"""Symbols of the secret in a link: 31^30 is over 2^148."""

Choose = Callable[[Sequence[str]], str]
REFUSALS = {
    "invitation_expired": _("This invitation is out of date. Ask for a new one."),
    "invitation_used": _("This invitation was accepted already."),
    "invitation_withdrawn": _("This invitation was withdrawn."),
    "other_address": _("This invitation was sent to another address than that of your account."),
    "already_invited": _("This address has an open invitation to this role. Send it again."),
    "mail_not_sent": _(
        "The invitation is stored, but our mail does not work at this moment. Send it again later."
    ),
    "already_in_role": _("Somebody with this address has this role already. Prolong it instead."),
}


@dataclass(frozen=True)
class Offer:
    """A role for an address, to a last day; `language` is "" for a mail in Dutch and French."""

    email: str
    role: str
    ends_on: date
    language: str = ""


def invite(
    council: Council,
    offer: Offer,
    *,
    by: User,
    base_url: str,
    choose: Choose = secrets.choice,
    clock: Clock = DATABASE_CLOCK,
) -> Invitation:
    """Offer a role by mail; refuses `already_invited` and `already_in_role`.

    `base_url` is scheme and host without a slash at the end.
    """
    now = clock.now()
    with transaction.atomic():
        Council.objects.select_for_update().get(pk=council.pk)
        _check_free(council, offer, now)
        made = Invitation(
            council=council,
            email=offer.email.lower(),
            role=offer.role,
            ends_on=offer.ends_on,
            language=offer.language,
            created_at=now,
            created_by=by,
        )
        _send(made, base_url=base_url, choose=choose, now=now)
        _note("invitation_sent", made, by=by, clock=clock)
    return made


def _check_free(council: Council, offer: Offer, now: datetime) -> None:
    """Nobody is invited twice to the same role, or to what they have."""
    same = {"role": offer.role}
    if council.invitations.pending(now).filter(email=offer.email.lower(), **same).exists():
        raise _refused("already_invited")
    held = council.memberships.lasting(timezone.localdate(now)).filter(**same)
    if held.filter(user__email=offer.email.lower()).exists():
        raise _refused("already_in_role")


def send_again(
    invitation: Invitation,
    *,
    by: User,
    base_url: str,
    choose: Choose = secrets.choice,
    clock: Clock = DATABASE_CLOCK,
) -> None:
    """Mail a new link, which works for another 14 days; refuses what was taken or withdrawn."""
    with transaction.atomic():
        locked = _locked(invitation)
        now = clock.now()
        code = standing(locked, now)
        if code and code != "invitation_expired":
            raise _refused(code)
        if locked.ends_on and locked.ends_on < timezone.localdate(now):
            raise _refused("invitation_expired")
        _send(locked, base_url=base_url, choose=choose, now=now)
        _note("invitation_sent_again", locked, by=by, clock=clock)


def withdraw(invitation: Invitation, *, by: User, clock: Clock = DATABASE_CLOCK) -> None:
    """The link no longer works; refuses what was taken or withdrawn before."""
    with transaction.atomic():
        locked = _locked(invitation)
        code = standing(locked, clock.now())
        if code and code != "invitation_expired":
            raise _refused(code)
        locked.revoked_at = clock.now()
        locked.save(update_fields=["revoked_at"])
        _note("invitation_withdrawn", locked, by=by, clock=clock)


def accept(invitation: Invitation, *, by: User, clock: Clock = DATABASE_CLOCK) -> Membership:
    """Take the role; refuses whatever `standing` says, and `other_address`.

    Who had the same role before has it again, to the new last day.
    """
    with transaction.atomic():
        locked = _locked(invitation)
        now = clock.now()
        code = standing(locked, now)
        if code:
            raise _refused(code)
        if not is_for(locked, by):
            raise _refused("other_address")
        today = timezone.localdate(now)
        held, _new = Membership.objects.select_for_update().get_or_create(
            user=by,
            council=locked.council,
            role=locked.role,
            defaults={"starts_on": today},
        )
        if held.is_over(today):
            held.starts_on = today
        held.ends_on = locked.ends_on
        held.save()
        locked.accepted_at, locked.accepted_by = now, by
        locked.save(update_fields=["accepted_at", "accepted_by"])
        _note("invitation_accepted", locked, by=by, clock=clock, role="", membership=held.pk)
    return held


def forget_old(*, clock: Clock = DATABASE_CLOCK) -> int:
    """Delete invitations whose link ended 90 days ago, with their addresses; answers how many.

    The roles that came of them stay, and so do the lines of the trail, which name no address.
    """
    old = Invitation.objects.filter(expires_at__lt=clock.now() - timedelta(days=KEPT_DAYS))
    return old.delete()[0]


def invitation_of(secret: str) -> Invitation | None:
    """The invitation whose last link held this secret, whatever became of it since."""
    return Invitation.objects.filter(token_digest=digest_of_secret(secret)).first()


def standing(invitation: Invitation, at: datetime) -> str:
    """Why an invitation cannot be taken: a code of REFUSALS; "" when it can."""
    if invitation.accepted_at:
        return "invitation_used"
    if invitation.revoked_at:
        return "invitation_withdrawn"
    is_late = invitation.ends_on is not None and invitation.ends_on < timezone.localdate(at)
    return "invitation_expired" if is_late or invitation.expires_at <= at else ""


def is_for(invitation: Invitation, person: User) -> bool:
    """Whether a person reads the mail at the address of an invitation."""
    if invitation.email == person.email:
        return True
    mailboxes = EmailAddress.objects.filter(user=person, verified=True)
    return bool(mailboxes.filter(email=invitation.email).exists())


def digest_of_secret(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _locked(invitation: Invitation) -> Invitation:
    rows = Invitation.objects.select_related("council").select_for_update(of=("self",))
    return rows.get(pk=invitation.pk)


def _send(made: Invitation, *, base_url: str, choose: Choose, now: datetime) -> None:
    """Store the digest of a new secret; the mail with it leaves once the transaction holds."""
    secret = "".join(choose(SYMBOLS) for _ in range(LENGTH))
    made.token_digest = digest_of_secret(secret)
    made.expires_at = now + timedelta(days=LINK_DAYS)
    made.save()
    values = {
        "invitation": made,
        "council": made.council,
        "secret": secret,
        "base_url": base_url,
        "needs_lock": needs_second_lock(made.role),
    }
    mail = letter("invitation", values, to=made.email, language=made.language)
    transaction.on_commit(lambda: _post(mail))


def _post(mail: EmailMultiAlternatives) -> None:
    """Send a mail whose invitation is stored already; refuses `mail_not_sent`."""
    try:
        mail.send()
    except OSError as error:
        logger.error("An invitation could not be mailed: %s", type(error).__name__)
        raise _refused("mail_not_sent") from None


def _note(
    event: str,
    invitation: Invitation,
    *,
    by: User,
    clock: Clock,
    role: str = "officer",
    membership: int | None = None,
) -> None:
    """One line of the audit trail: ids and the role, no address."""
    ends_on = invitation.ends_on.isoformat() if invitation.ends_on else None
    data = {"invitation": invitation.pk, "role": invitation.role, "ends_on": ends_on}
    if membership is not None:
        data["membership"] = membership
    record(event, council=invitation.council, by=by, role=role, data=data, clock=clock)


def _refused(code: str) -> Refused:
    return Refused(code, REFUSALS[code])
