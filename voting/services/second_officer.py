"""Who may accept a change that another officer asked for: somebody else, not a second mailbox."""

from django.db.models import Q

from budgeting.access import require
from budgeting.models import Council, Invitation, Role, RuleChange, User
from voting.errors import refuse
from voting.services.second_person import had_role_before


def check_other(change: RuleChange, council: Council, by: User) -> None:
    """Refuses whoever is no officer of the council today, and `change_asked_by_you`."""
    require(by, council, Role.OFFICER)
    if change.proposed_by_id == by.pk:
        raise refuse("change_asked_by_you")


def check_second(change: RuleChange, council: Council, by: User) -> None:
    """Refuses too who became officer for the occasion: `officer_too_new` unless the role was
    there on the day before the change was asked for, `officer_invited` where one of the two was
    invited to it by the other (an invitation is remembered for some 100 days)."""
    check_other(change, council, by)
    if not had_role_before(by, council, change.proposed_at, Role.OFFICER):
        raise refuse("officer_too_new")
    asked, second = change.proposed_by_id, by.pk
    either = Q(created_by=asked, accepted_by=second) | Q(created_by=second, accepted_by=asked)
    if Invitation.objects.filter(either, council=council, role=Role.OFFICER).exists():
        raise refuse("officer_invited")
