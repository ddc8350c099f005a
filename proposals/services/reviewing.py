"""Deciding about a proposal: an outcome with a public reason, and what had to be adjusted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from budgeting.clock import DATABASE_CLOCK, Clock
from budgeting.errors import Refused
from budgeting.models import Edition, User
from budgeting.phases import Phase
from budgeting.services.recording import record
from proposals.models import Outcome, Proposal, Review
from proposals.services.caps import cap_broken_by
from proposals.services.mailing import mail_submitter

ABOVE_CAP = {
    "grant": _("The cost is above the highest grant of this edition."),
    "investment": _("The cost is above the most that one project of the City may cost here."),
}
STANDING = frozenset({Outcome.KEPT, Outcome.CHANGED})
ADJUSTABLE = frozenset(
    {
        *("title_nl", "title_fr", "summary_nl", "summary_fr", "place_nl", "place_fr"),
        *("realised_by_nl", "realised_by_fr", "cost_cents", "track", "theme", "need"),
    }
)
# With the confirmation at most four mails to one person about one proposal.
DECISION_MAILS = 3


@dataclass(frozen=True)
class Decision:
    """An outcome, its reason in both languages, and new values of ADJUSTABLE fields.

    `seen` is the version of the proposal that it is about; None is the one in memory.
    """

    outcome: str
    reason_nl: str = ""
    reason_fr: str = ""
    merged_into: Proposal | None = None
    adjustments: Mapping[str, Any] = field(default_factory=dict)
    seen: int | None = None


def review(
    proposal: Proposal,
    decision: Decision,
    *,
    by: User,
    base_url: str = "",
    clock: Clock = DATABASE_CLOCK,
) -> Review:
    """Store a decision as the one that stands, and tell the submitter.

    Refuses `reason_missing`, `bad_merger`, `above_grant_cap`, `above_investment_cap`,
    `on_the_ballot`, `review_closed` and, as ChangedMeanwhile, a proposal that somebody else
    changed or decided on since it was seen; then nothing is stored.
    """
    with transaction.atomic():
        edition = Edition.objects.select_for_update().get(pk=proposal.edition_id)
        check(proposal, decision, edition)
        made = _stored(proposal, decision, edition, by, clock)
        data = {"number": proposal.number, "outcome": decision.outcome}
        record("proposal_reviewed", edition=edition, by=by, role="officer", data=data, clock=clock)
        if proposal.reviews.count() <= DECISION_MAILS:
            mail_submitter(proposal, "decision", base_url=base_url, context={"review": made})
    return made


def _stored(
    proposal: Proposal, decision: Decision, edition: Edition, by: User, clock: Clock
) -> Review:
    adjusted = decision.adjustments.keys() & ADJUSTABLE
    for name in adjusted:
        setattr(proposal, name, decision.adjustments[name])
    _check_cap(proposal, decision, edition)
    proposal.outcome = decision.outcome
    seen = proposal.version if decision.seen is None else decision.seen
    proposal.save_over(seen, [*adjusted, "outcome"])
    return Review.objects.create(
        proposal=proposal,
        outcome=decision.outcome,
        reason_nl=decision.reason_nl,
        reason_fr=decision.reason_fr,
        merged_into=decision.merged_into if decision.outcome == Outcome.MERGED else None,
        by=by,
        at=clock.now(),
    )


def check(proposal: Proposal, decision: Decision, edition: Edition) -> None:
    """Whether the decision may be taken now, as a refusal when it may not."""
    reasons = {bool(decision.reason_nl), bool(decision.reason_fr)}
    if len(reasons) == 2 or (decision.outcome != Outcome.KEPT and False in reasons):
        raise Refused("reason_missing", _("Write the reason in Dutch and in French."))
    if edition.phase not in {Phase.CALL, Phase.REVIEW}:
        if hasattr(proposal, "ballot_project"):
            raise Refused("on_the_ballot", _("This project is on the ballot: it stays as it is."))
        if decision.outcome in STANDING:
            raise Refused("review_closed", _("The list of projects is already known."))
    target = decision.merged_into
    if decision.outcome == Outcome.MERGED and (
        target is None
        or target.pk == proposal.pk
        or target.edition_id != proposal.edition_id
        or target.outcome not in {"", *STANDING}
    ):
        raise Refused("bad_merger", _("Choose another proposal of this edition that still stands."))


def _check_cap(proposal: Proposal, decision: Decision, edition: Edition) -> None:
    broken = cap_broken_by(proposal, edition)
    if decision.outcome in STANDING and broken:
        raise Refused(f"above_{broken}_cap", ABOVE_CAP[broken])
