"""The advice of advisory councils: recorded by an officer, shown with the proposal."""

from django.db import transaction

from budgeting.clock import DATABASE_CLOCK, Clock
from budgeting.models import User
from budgeting.services.recording import record
from proposals.models import Advice

FIELDS = ("body_nl", "body_fr", "opinion", "text_nl", "text_fr", "given_on")


def store_advice(
    advice: Advice,
    *,
    changed: list[str],
    seen: int = 0,
    by: User,
    clock: Clock = DATABASE_CLOCK,
) -> Advice:
    """Keep a new or a corrected advice; `changed` names its fields for the audit trail.

    `seen` is the version that was corrected; raises ChangedMeanwhile when there is another one.
    """
    event = "advice_changed" if advice.pk else "advice_recorded"
    with transaction.atomic():
        if advice.pk:
            advice.save_over(seen, FIELDS)
        else:
            advice.recorded_by = by
            advice.save()
        data = {"number": advice.proposal.number, "advice": advice.pk, "fields": sorted(changed)}
        edition = advice.proposal.edition
        record(event, edition=edition, by=by, role="officer", data=data, clock=clock)
    return advice
