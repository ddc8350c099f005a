"""The advice of advisory councils: recorded by an officer, shown with the proposal."""

from django.db import transaction

from budgeting.clock import DATABASE_CLOCK, Clock
from budgeting.models import User
from budgeting.services.recording import record
from proposals.models import Advice


def store_advice(
    advice: Advice, *, changed: list[str], by: User, clock: Clock = DATABASE_CLOCK
) -> Advice:
    """Keep a new or a corrected advice; `changed` names its fields for the audit trail."""
    event = "advice_changed" if advice.pk else "advice_recorded"
    with transaction.atomic():
        if not advice.pk:
            advice.recorded_by = by
        advice.save()
        data = {"number": advice.proposal.number, "advice": advice.pk, "fields": sorted(changed)}
        edition = advice.proposal.edition
        record(event, edition=edition, by=by, role="officer", data=data, clock=clock)
    return advice
