"""Mending the texts, cost and place of a proposal on the ballot, without deciding about it."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from budgeting.clock import DATABASE_CLOCK, Clock
from budgeting.errors import Refused
from budgeting.models import Edition, User
from budgeting.services.recording import record
from proposals.models import Proposal
from proposals.services.caps import cap_broken_by
from proposals.services.reviewing import ABOVE_CAP, ADJUSTABLE, STANDING


def save_texts(
    proposal: Proposal,
    adjustments: Mapping[str, Any],
    *,
    by: User,
    clock: Clock = DATABASE_CLOCK,
) -> None:
    """Store new values of ADJUSTABLE fields; the decision stays and nobody gets a mail.

    Refuses `on_the_ballot`, `above_grant_cap`, `above_investment_cap` and `changed_meanwhile`.
    """
    changed = sorted(
        name
        for name in adjustments.keys() & ADJUSTABLE
        if not _same(getattr(proposal, name), adjustments[name])
    )
    if not changed:
        return
    with transaction.atomic():
        edition = Edition.objects.select_for_update().get(pk=proposal.edition_id)
        if hasattr(proposal, "ballot_project"):
            raise Refused("on_the_ballot", _("This project is on the ballot: it stays as it is."))
        for name in changed:
            setattr(proposal, name, adjustments[name])
        broken = cap_broken_by(proposal, edition)
        if proposal.outcome in STANDING and broken:
            raise Refused(f"above_{broken}_cap", ABOVE_CAP[broken])
        proposal.save_over(proposal.version, changed)
        data = {"number": proposal.number, "fields": changed}
        record("proposal_texts", edition=edition, by=by, role="officer", data=data, clock=clock)


def _same(stored: object, typed: object) -> bool:
    """Browsers send ends of lines of their own: those are no change."""
    if isinstance(stored, str) and isinstance(typed, str):
        return stored.split() == typed.split()
    return stored == typed
