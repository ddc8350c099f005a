"""A change of the fixed rules that waits in the demo: one officer asked, the other may decide."""

from datetime import timedelta

from django.utils import timezone

from budgeting.clock import Clock
from budgeting.models import Edition, Role, User
from budgeting.phases import Phase
from budgeting.services.freezing import is_frozen
from tallying.services.demo_people import SECOND_OFFICER, join
from voting.services.changing import ask_change

REASON = {
    "reason_nl": "De gemeenteraad vergadert die maand een week later dan gepland.",
    "reason_fr": "Ce mois-là, le conseil communal se réunit une semaine plus tard que prévu.",
}


def ask_for_a_later_decision(edition: Edition, clock: Clock) -> None:
    """Once, and only while the vote of the demo is under way."""
    if edition.phase != Phase.VOTING or not is_frozen(edition) or edition.rule_changes.exists():
        return
    if edition.decision_on is None:
        return
    name = SECOND_OFFICER.name.partition(" ")
    names = {"first_name": name[0], "last_name": name[2], "language": SECOND_OFFICER.language}
    by, _made = User.objects.get_or_create(email=SECOND_OFFICER.email, defaults=names)
    join(edition.council, SECOND_OFFICER.key, Role.OFFICER, timezone.localdate(clock.now()))
    later = (edition.decision_on + timedelta(days=7)).isoformat()
    ask_change(edition, {"calendar": {"decision_on": later}}, by=by, clock=clock, **REASON)
